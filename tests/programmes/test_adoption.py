"""On adoption, what the council adopted is what is published, in every language."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories import translate
from tests.programmes.council import VOTE, before_council, change, on_agenda, vote
from wagtail_remacto.models import Deliberation, ProgrammePage, ProjectPage
from wagtail_remacto.programmes import errors
from wagtail_remacto.programmes.services import council

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return before_council()


def now(page):
    return ProjectPage.objects.get(pk=page.pk)


def arabic_of(page):
    return ProjectPage.objects.get(
        translation_key=page.translation_key, locale__language_code="ar"
    )


class TestWhatIsPublished:
    def test_is_every_project_of_the_version_in_every_language(self, world):
        assert not now(world.second).live
        vote(world)
        for page in (world.second, world.project):
            assert now(page).live
            assert arabic_of(page).live
        assert arabic_of(world.second).title == "الاستماع"

    def test_says_what_was_validated_whatever_was_drafted_since(self, world):
        change(world.project, problem="Changé après la validation.", budget="9")
        vote(world)
        page = now(world.project)
        assert (page.problem, page.budget) == (
            "Personne ne les lit.",
            Decimal("1234.50"),
        )
        draft = page.get_latest_revision_as_object()
        assert draft.problem == "Personne ne les lit."

    def test_keeps_what_somebody_is_drafting_of_the_rest(self, world):
        change(
            world.project,
            problem="Autre chose.",
            body=[{"type": "heading", "value": "Les réunions"}],
        )
        vote(world)
        page = now(world.project)
        assert len(page.body) == 0
        assert page.has_unpublished_changes
        draft = page.get_latest_revision_as_object()
        assert draft.body[0].value == "Les réunions"
        assert draft.problem == "Personne ne les lit."
        draft.save_revision().publish()
        assert len(now(world.project).body) == 1

    def test_says_what_was_frozen_even_of_what_was_published_since(self, world):
        page = now(world.project)
        page.solution = "Publié après la validation."
        page.save_revision().publish()
        vote(world)
        assert now(world.project).solution == "Un portail."

    def test_is_what_the_council_has_changed(self, world):
        change(world.project, budget="1000")
        vote(world, "adopted_with_changes", changes="Le budget est réduit.")
        assert now(world.project).budget == 1000
        assert arabic_of(world.project).budget == 1000

    def test_has_no_end_and_no_schedule(self, world):
        page = now(world.project)
        page.expire_at = timezone.now() + dt.timedelta(days=9)
        page.save_revision().publish()
        vote(world)
        assert now(world.project).expire_at is None

    def test_does_not_ask_again_where_nothing_differs(self, world):
        before = now(world.project).latest_revision_id
        vote(world)
        assert now(world.project).latest_revision_id == before

    def test_is_in_the_history_of_each_page(self, world):
        vote(world)
        revision = now(world.second).latest_revision
        assert revision.user == world.focal


class TestWhatIsLeftOut:
    def test_is_a_draft(self, world):
        late = world.programme.add_child(
            instance=ProjectPage(title="Trop tard", slug="trop-tard")
        )
        translate(late, "ar")
        vote(world)
        assert not now(late).live
        assert not arabic_of(late).live
        with pytest.raises(errors.NotAdopted):
            now(late).save_revision().publish()

    def test_may_still_be_drafted_and_deleted(self, world):
        late = world.programme.add_child(
            instance=ProjectPage(title="Trop tard", slug="trop-tard", live=False)
        )
        vote(world)
        page = now(late)
        page.problem = "Pour le prochain cycle."
        page.save_revision()
        page.delete()
        assert not ProjectPage.objects.filter(pk=late.pk).exists()


class TestALanguageThatTheVersionLacks:
    def test_gets_the_dates_and_the_money(self, world):
        """Its page was made after the version was frozen."""
        english = translate(
            world.project, "en", title="Publish the accounts", budget="7"
        )
        vote(world)
        page = now(english)
        assert (page.title, page.budget) == ("Publish the accounts", Decimal("1234.50"))


class TestAPageThatCannotBePublished:
    def test_stops_the_vote_with_its_name(self, world):
        item = on_agenda(world)
        programme = ProgrammePage.objects.get(pk=world.programme.pk)
        frozen = world.version.projects.get(project=world.second)
        text = frozen.content.replace('"start":""', '"start":"2030"').replace(
            '"end":""', '"end":"2026"'
        )
        type(frozen).objects.filter(pk=frozen.pk).update(content=text)
        with pytest.raises(errors.NotPublishable, match="Écouter"):
            vote(world, deliberation=item)
        assert Deliberation.objects.get().outcome == ""
        assert programme.live


class TestTakenBack:
    def test_opens_the_pages_and_leaves_them_published(self, world):
        item = vote(world)
        council.supersede(
            deliberation=item,
            by=world.focal,
            outcome="postponed",
            reasons="Le vote n’a pas eu lieu.",
            confirm_unadopts=True,
            **VOTE,
        )
        page = now(world.second)
        assert page.live
        page.problem = "De nouveau ouvert."
        page.save_revision().publish()
        page.unpublish()
