"""An adopted commitment is read-only, whichever way one comes (domain rule 5)."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories import locale, translate
from tests.programmes.council import before_council, vote
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import ProgrammePage, ProjectPage
from wagtail_remacto.opendata.importers.writing import update_page
from wagtail_remacto.programmes.canonical import PROJECT_FACTS, PROJECT_WORDS
from wagtail_remacto.programmes.errors import (
    CommitmentFrozen,
    CycleHasRecords,
    NotAdopted,
    StaysPublished,
)

pytestmark = pytest.mark.django_db

OTHERWISE = {
    **dict.fromkeys(PROJECT_WORDS, "Autre chose"),
    "reference": "X1",
    "axis": None,
    "values": ["participation"],
    "start": "2025",
    "end": "2030",
    "budget": "99.90",
    "shared_with": ["01.051.01.01"],
    "indicators": [],
}


@pytest.fixture
def world():
    """Adopted; ``old`` is a revision of before that says something else."""
    found = before_council()
    page = ProjectPage.objects.get(pk=found.project.pk)
    said = page.problem
    page.problem = "Avant."
    found.old = page.save_revision()
    page.problem = said
    page.save_revision().publish()
    vote(found)
    return found


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_every_field_of_the_content_has_a_test():
    assert set(OTHERWISE) == {*PROJECT_WORDS, *PROJECT_FACTS, "indicators"}


class TestACommitment:
    def test_is_not_saved_otherwise(self, world):
        for name, value in sorted(OTHERWISE.items()):
            page = fresh(world.project)
            setattr(page, name, value)
            for write in (page.save, page.save_revision):
                with pytest.raises(CommitmentFrozen) as refusal, transaction.atomic():
                    write()
                assert refusal.value.names == (name,)
                assert refusal.value.sentence in str(refusal.value)

    def test_of_the_programme_is_not_either(self, world):
        for name, value in (("title", "X"), ("summary", "X"), ("end", "2031")):
            page = ProgrammePage.objects.get(pk=world.programme.pk)
            setattr(page, name, value)
            with pytest.raises(CommitmentFrozen), transaction.atomic():
                page.save()

    def test_is_not_saved_through_the_page_of_no_kind(self, world):
        page = Page.objects.get(pk=world.project.pk)
        page.title = "Autre"
        with pytest.raises(CommitmentFrozen):
            page.save()

    def test_is_not_saved_one_column_at_a_time(self, world):
        page = fresh(world.project)
        page.budget = 1
        with pytest.raises(CommitmentFrozen):
            page.save(update_fields=["budget"], clean=False)

    def test_does_not_come_back_with_an_older_draft(self, world):
        with pytest.raises(CommitmentFrozen):
            world.old.publish()

    def test_is_not_scheduled(self, world):
        world.old.approved_go_live_at = timezone.now() + dt.timedelta(days=1)
        with pytest.raises(CommitmentFrozen):
            world.old.save(update_fields=["approved_go_live_at"])

    def test_is_not_imported(self, world):
        with pytest.raises(CommitmentFrozen):
            update_page(fresh(world.project), {"problem": "D’un fichier."})

    def test_is_not_translated_anew(self, world):
        arabic = fresh(world.arabic)
        arabic.title = "شيء آخر"
        with pytest.raises(CommitmentFrozen):
            arabic.save_revision()

    def test_is_the_same_for_an_alias(self, world):
        """An alias of another tree follows its source, and says nothing by itself."""
        alias = world.project.create_alias(
            parent=world.ours.page, update_slug="ailleurs", reset_translation_key=True
        )
        page = fresh(world.project)
        page.save_revision().publish()
        assert fresh(alias).title == page.title

    def test_may_be_saved_as_it_is(self, world):
        page = fresh(world.project)
        page.save()
        page.save_revision().publish()


class TestTheRest:
    def test_may_be_changed(self, world):
        page = fresh(world.project)
        page.body = [{"type": "heading", "value": "Où on en est"}]
        page.slug = "autre-adresse"
        page.facts = [
            {"type": "fact", "value": {"kind": "milestone", "title": "Lancé"}}
        ]
        page.save_revision().publish()
        page = fresh(world.project)
        assert (page.slug, len(page.facts)) == ("autre-adresse", 1)

    def test_a_language_added_later_keeps_the_facts_and_writes_its_words(self, world):
        english = translate(world.project, "en", title="Publish the accounts")
        english.title = "Publish all accounts"
        english.save_revision().publish()
        english = fresh(english)
        assert english.title == "Publish all accounts"
        english.budget = 7
        with pytest.raises(CommitmentFrozen):
            english.save()
        fresh(english).unpublish()


class TestThePage:
    def test_stays_published(self, world):
        for page in (world.project, world.programme, world.arabic):
            with pytest.raises(StaysPublished), transaction.atomic():
                fresh(page).unpublish()
            with pytest.raises(StaysPublished), transaction.atomic():
                Page.objects.get(pk=page.pk).unpublish()

    def test_does_not_expire(self, world):
        page = fresh(world.project)
        page.expire_at = timezone.now() + dt.timedelta(days=1)
        with pytest.raises(StaysPublished), transaction.atomic():
            page.save()
        with pytest.raises(StaysPublished):
            page.save_revision()

    def test_the_command_of_schedules_finds_nothing(self, world):
        call_command("publish_scheduled")
        assert fresh(world.project).live

    def test_is_not_deleted_in_any_language(self, world):
        with pytest.raises(StaysPublished), transaction.atomic():
            fresh(world.arabic).delete()
        with pytest.raises(StaysPublished), transaction.atomic():
            world.ours.pages_ar["cycle"].delete()
        with pytest.raises((StaysPublished, ProtectedError)), transaction.atomic():
            fresh(world.project).delete()

    def test_does_not_move(self, world):
        elsewhere = fresh(world.ours.cycle).add_child(
            instance=ProgrammePage(title="Autre programme", slug="autre-programme")
        )
        with pytest.raises(StaysPublished):
            fresh(world.project).move(elsewhere, pos="last-child")

    def test_may_change_its_order(self, world):
        first = fresh(world.project)
        first.move(fresh(world.second), pos="right")
        assert fresh(world.project).path > fresh(world.second).path


class TestPrivacy:
    def restrict(self, page):
        return PageViewRestriction(page_id=page.pk, restriction_type="login")

    def test_hides_nothing_that_was_adopted(self, world):
        ours = world.ours
        for page in (
            world.project,
            world.programme,
            ours.cycle,
            ours.page,
            world.arabic,
            ours.pages_ar["cycle"],
        ):
            with pytest.raises(StaysPublished):
                self.restrict(page).save()
        assert not PageViewRestriction.objects.exists()

    def test_may_be_set_while_nothing_is_adopted(self, db):
        found = before_council()
        self.restrict(found.ours.cycle).save()
        self.restrict(found.project).save()

    def test_set_in_the_database_is_found(self, world):
        PageViewRestriction.objects.bulk_create([self.restrict(world.ours.cycle)])
        found = [each.code for each in verify(world.programme.pk)]
        assert "adopted_hidden" in found


class TestACycle:
    def test_with_records_does_not_move_to_another_collectivite(self, world):
        elsewhere = Page.objects.get(pk=world.ours.page.get_parent().pk)
        for page in (world.ours.cycle, Page.objects.get(pk=world.ours.cycle.pk)):
            with pytest.raises(CycleHasRecords):
                page.move(elsewhere, pos="last-child")

    def test_is_not_unpublished_above_what_was_adopted(self, world):
        for page in (world.ours.cycle, world.ours.page):
            with pytest.raises(StaysPublished), transaction.atomic():
                fresh(page).unpublish()
            assert fresh(page).live

    def test_may_be_unpublished_while_nothing_is_adopted(self, db):
        cycle = before_council().ours.cycle
        fresh(cycle).unpublish()
        assert not fresh(cycle).live


class TestAnAxis:
    @pytest.fixture
    def adopted(self):
        found = before_council()
        vote(found)
        return ProjectPage.objects.get(pk=found.project.pk).axis

    def test_that_was_adopted_keeps_its_title(self, adopted):
        adopted.title = "Autre axe"
        with pytest.raises(CommitmentFrozen):
            adopted.save()
        with pytest.raises(ValidationError) as refusal:
            adopted.full_clean()
        assert "title" in refusal.value.message_dict

    def test_may_be_described_better(self, adopted):
        adopted.challenge = "Peu de gens lisent le budget."
        adopted.full_clean()
        adopted.save()
        assert fresh(adopted).challenge

    def test_may_be_renamed_while_nothing_is_adopted(self, db):
        axis = ProjectPage.objects.get(pk=before_council().project.pk).axis
        axis.title = "Autre axe"
        axis.save()
        assert fresh(axis).title == "Autre axe"


class TestAProjectThatWasNotAdopted:
    def test_is_not_added(self, world):
        with pytest.raises(NotAdopted):
            fresh(world.programme).add_child(
                instance=ProjectPage(title="Nouveau", slug="nouveau", live=False)
            )

    def test_is_not_moved_in(self, world):
        elsewhere = fresh(world.ours.cycle).add_child(
            instance=ProgrammePage(title="Autre programme", slug="autre-programme")
        )
        other = elsewhere.add_child(instance=ProjectPage(title="Autre", slug="autre"))
        with pytest.raises(NotAdopted):
            fresh(other).move(fresh(world.programme), pos="last-child")

    def test_is_not_copied_in(self, world):
        with pytest.raises(NotAdopted):
            fresh(world.project).copy(
                to=fresh(world.programme), update_attrs={"slug": "copie"}
            )

    def test_may_be_the_copy_of_one_in_another_programme(self, world):
        elsewhere = fresh(world.ours.cycle).add_child(
            instance=ProgrammePage(title="Autre programme", slug="autre-programme")
        )
        copy = fresh(world.project).copy(to=elsewhere)
        copy.problem = "Pour le prochain cycle."
        copy.save()


class TestTranslations:
    def test_by_the_tool_change_no_commitment(self, world):
        """The Arabic words are the adopted ones; the tool would write French ones."""
        from wagtail_localize.models import Translation, TranslationSource

        page = fresh(world.project)
        source, _made = TranslationSource.get_or_create_from_instance(page)
        translation = Translation.objects.create(
            source=source, target_locale=locale("ar")
        )
        before = fresh(world.arabic).problem
        with pytest.raises(CommitmentFrozen), transaction.atomic():
            translation.source.create_or_update_translation(locale("ar"), fallback=True)
        assert fresh(world.arabic).problem == before


class TestTheCost:
    def queries(self, page) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            page.save(clean=False)
        return [
            each["sql"]
            for each in captured
            if "wagtail_remacto_deliberation" in each["sql"]
            or "version" in each["sql"].split("FROM")[-1]
        ]

    def test_is_one_small_query_while_nothing_is_adopted(self, db):
        found = before_council()
        assert len(self.queries(fresh(found.project))) == 1

    def test_is_one_more_afterwards(self, world):
        assert len(self.queries(fresh(world.project))) == 2

    def test_of_reading_is_none(self, world, client):
        with CaptureQueriesContext(connection) as captured:
            client.get(fresh(world.project).url)
        assert not [
            each for each in captured if "outcome" in each["sql"].partition("WHERE")[2]
        ]


def test_the_lists_of_the_admin_ask_once(world):
    superuser = SimpleNamespace(is_active=True, is_superuser=True, pk=1)
    pages = ProjectPage.objects.child_of(world.programme)
    with CaptureQueriesContext(connection) as captured:
        for page in pages:
            allowed = page.permissions_for_user(superuser)
            assert not allowed.can_delete()
            assert not allowed.can_move()
    assert len(captured) <= 4


class TestWhichPageItIs:
    """By its language and its key an adopted page is found again."""

    @pytest.mark.parametrize("name", ["locale", "translation_key", "alias_of"])
    @pytest.mark.parametrize("page", ["programme", "project"])
    def test_stays(self, world, page, name):
        before = fresh(getattr(world, page))
        another = {
            "locale": locale("en"),
            "translation_key": uuid.uuid4(),
            "alias_of": world.ours.cycle.page_ptr,
        }[name]
        for fields in (None, [name], [before._meta.get_field(name).attname]):
            found = fresh(before)
            setattr(found, name, another)
            with pytest.raises(CommitmentFrozen) as refusal, transaction.atomic():
                found.save(update_fields=fields, clean=False)
            assert refusal.value.names == (name,)
        assert getattr(fresh(before), name) == getattr(before, name)

    def test_stays_while_another_title_is_tried(self, world):
        page = fresh(world.project)
        page.locale, page.title = locale("en"), "Autre chose"
        with pytest.raises(CommitmentFrozen):
            page.save()

    def test_a_column_is_no_way_around_its_field(self, world):
        page = fresh(world.project)
        page.axis = None
        with pytest.raises(CommitmentFrozen):
            page.save(update_fields=["axis_id"], clean=False)
