"""The demonstration: real data, and two communes that say they are invented."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Site, Task, Workflow

from home.demo.accounts import ACCOUNTS, PASSWORD
from home.demo.tree import name_workflow
from home.models import ContentPage, HomePage, NewsPage
from wagtail_remacto.committees.services import closing
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import State, day_of
from wagtail_remacto.cycles.queries import open_phases
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import (
    CollectivitePage,
    CyclePage,
    Deliberation,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    ProjectProgress,
    Seat,
    WorkshopPage,
)
from wagtail_remacto.monitoring import queries
from wagtail_remacto.opendata.models import ImportRecord
from wagtail_remacto.programmes.standing import standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("portal_demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def tamaris(demo):
    return CollectivitePage.objects.get(
        slug="commune-tamaris", locale__language_code="fr"
    )


def below(page, model):
    return model.objects.descendant_of(page)


class TestTree:
    def test_has_a_front_page_in_each_language(self, demo):
        homes = HomePage.objects.select_related("locale")
        assert {page.locale.language_code for page in homes} == {"fr", "ar", "en"}
        assert Site.objects.get(is_default_site=True).root_page.specific in homes
        assert not Page.objects.filter(title__startswith="Welcome").exists()

    def test_names_the_workflow_in_french(self, demo):
        assert Workflow.objects.get().name == "Relecture"
        assert Task.objects.get().name == "Relecture"

    def test_keeps_the_name_that_someone_gave_the_workflow(self, demo):
        Workflow.objects.update(name="Validation")
        name_workflow()
        assert Workflow.objects.get().name == "Validation"

    def test_has_ordinary_pages_and_news_with_sources(self, demo):
        assert ContentPage.objects.filter(show_in_menus=True).count() == 9
        news = NewsPage.objects.filter(locale__language_code="ar")
        assert news.count() == 3
        assert all(page.sources for page in news)

    def test_only_the_two_invented_communes_are_fictional(self, demo):
        fictional = CollectivitePage.objects.filter(fictional=True)
        assert {page.slug for page in fictional} == {
            "commune-tamaris",
            "commune-oued-narjis",
        }
        assert fictional.count() == 6

    def test_points_are_on_the_map_in_every_language(self, demo):
        pages = CollectivitePage.objects.filter(hcp_code="01.571.01.11")
        assert {page.has_point for page in pages} == {True}

    def test_every_page_answers(self, demo, client):
        for page in Page.objects.filter(depth__gt=1, live=True).exclude(
            path__startswith=CollectivitePage.objects.get(
                slug="commune-tamaris", locale__language_code="en"
            ).path
        )[:60]:
            assert client.get(page.get_url()).status_code == 200, page.url_path


class TestTamaris:
    def test_has_two_phases_open_now(self, tamaris):
        found = {page.slug: page for page in open_phases(branch=tamaris)}
        assert set(found) == {"co-creation", "idees-des-jeunes"}
        assert (found["co-creation"].days_left, found["co-creation"].state) == (
            7,
            State.OPEN,
        )
        assert found["idees-des-jeunes"].days_left == 2
        assert found["idees-des-jeunes"].state == State.CLOSES_SOON

    def test_nothing_else_is_open(self, tamaris):
        assert {page.fictional_owner for page in _owned(open_phases())} == {True}

    def test_has_axes_in_three_languages(self, tamaris):
        cycle = below(tamaris, CyclePage).get(slug="deuxieme-cycle")
        axes = cycle.axes.all()
        assert len(axes) == 12
        assert all(axis.challenge and axis.baseline for axis in axes)
        assert all(axis.principles.exists() for axis in axes)
        assert cycle.predecessor.slug == "premier-cycle"

    def test_has_workshops_before_and_after_today(self, tamaris):
        workshops = below(tamaris, WorkshopPage)
        assert {page.state for page in workshops} >= {State.TO_COME, State.CLOSED}
        report = workshops.get(slug="atelier-budget").report
        assert report

    def test_the_committee_has_both_colleges_and_half_women(self, tamaris):
        seats = Seat.objects.filter(
            committee__in=below(tamaris, CyclePage)
            .get(slug="deuxieme-cycle")
            .get_descendants()
            .values("pk")
        )
        assert seats.filter(college="elected").count() == 5
        assert seats.filter(college="civil_society").count() == 5
        assert seats.filter(gender="woman").count() == 5
        assert not seats.exclude(person="").exists()

    def test_the_earlier_programme_is_adopted_and_complete(self, tamaris):
        vote = Deliberation.objects.get(session__collectivite=tamaris)
        vote.full_clean()
        assert vote.is_adopted
        assert vote.outcome == "adopted_with_changes"
        assert vote.result.number == 3
        for project in below(tamaris, ProjectPage).live():
            assert project.budget
            assert project.indicators
            assert project.milestones.filter(announced_at__isnull=False).exists()
            assert project.axis.cycle.slug == "premier-cycle"

    def test_is_written_in_every_language(self, tamaris):
        # The projects that are being drafted wait for their translations.
        for page in tamaris.get_descendants(inclusive=True).live().specific():
            own = {"fr": page}
            for other in page.get_translations().select_related("locale"):
                own[other.locale.language_code] = other.specific
            assert set(own) == {"fr", "ar", "en"}
            if page.summary:
                texts = [each.summary for each in own.values()]
                assert len(set(texts)) == 3


class TestAgain:
    def test_changes_nothing(self, demo, django_assert_max_num_queries):
        before = list(ImportRecord.objects.order_by("pk").values())
        with django_assert_max_num_queries(3):
            call_command("portal_demo")
        assert list(ImportRecord.objects.order_by("pk").values()) == before

    def test_on_another_day_moves_the_dates_alone(self, tamaris, monkeypatch):
        phase = below(tamaris, PhasePage).get(slug="idees-des-jeunes")
        end, summary = phase.end, "Réécrit."
        phase.summary = summary
        phase.save_revision().publish()
        count = Page.objects.count()
        later = timezone.now() + dt.timedelta(days=3)
        monkeypatch.setattr(timezone, "now", lambda: later)
        call_command("portal_demo")
        phase.refresh_from_db()
        assert (phase.end - end).days == 3
        assert phase.summary == summary
        assert Page.objects.count() == count
        assert Revision.objects.for_instance(phase).latest("pk").as_object().end == (
            phase.end
        )


class TestDecisions:
    def test_the_second_cycle_is_in_analysis_with_answers_owed(self, tamaris):
        phase = below(tamaris, PhasePage).get(
            slug="analyse", url_path__contains="deuxieme-cycle"
        )
        assert phase.is_open()
        numbers = closing.figures(phase.get_parent().specific)
        assert numbers.answered > 40
        assert numbers.owed > 40
        assert closing.current(phase.get_parent().specific) is None

    def test_the_ideas_of_the_first_cycle_can_be_followed_both_ways(self, tamaris):
        for project in below(tamaris, ProjectPage).live():
            assert project.lineage.exists()
        ideas = Contribution.objects.filter(
            collectivite=tamaris, cycle__slug="premier-cycle", nature="idea"
        )
        assert ideas.count() == 11
        assert not ideas.filter(outcome="").exists()

    def test_everything_can_be_verified(self, demo):
        assert list(verify()) == []


class TestOuedNarjis:
    """A programme half-way, with something to do for everyone."""

    @pytest.fixture
    def programme(self, demo):
        (found,) = ProgrammePage.objects.filter(
            url_path__contains="/commune-oued-narjis/", locale__language_code="fr"
        )
        return found

    @pytest.fixture
    def below(self, programme):
        return ProjectPage.objects.child_of(programme)

    def test_is_written_in_every_language(self, programme, below, client):
        for page in [programme, *below, programme.get_parent()]:
            for each in page.get_translations(inclusive=True):
                html = client.get(each.specific.get_url()).content.decode()
                assert "{'" not in html, each.specific.get_url()
                assert "&#x27;fr&#x27;" not in html, each.specific.get_url()

    def test_was_adopted_and_is_carried_out(self, programme, below):
        assert standing_of(programme).is_adopted
        assert gate.is_over(programme) is False
        assert below.live().count() == 3

    def test_is_late_silent_and_contradicted_somewhere(self, below):
        today = day_of(timezone.now())
        assert queries.overdue_milestones(today, below).exists()
        assert queries.quiet_projects(today, below).exists()
        assert ProjectProgress.objects.filter(
            project__in=below, differing__gt=0
        ).exists()
        assert queries.notes_to_reply(below).exists()

    def test_both_voices_have_begun_and_nobody_has_evaluated(self, programme):
        (draft,) = programme.evaluations.all()
        assert (draft.moment, draft.signed_at) == ("midterm", None)

    @pytest.mark.parametrize(
        ("account", "name"),
        [
            ("narjis-projet", "publish_update"),
            ("narjis-association", "monitor"),
            ("narjis-partenaire", "monitor"),
        ],
    )
    def test_whoever_has_a_voice_finds_the_form(self, below, client, account, name):
        slug = {
            "narjis-projet": "transport-avec-les-parents",
            "narjis-association": "annonce-des-coupures",
            "narjis-partenaire": "annonce-des-coupures",
        }[account]
        project = below.get(slug=slug)
        row = project if name == "publish_update" else project.milestones.first()
        client.login(username=account, password=PASSWORD)
        form = reverse(f"wagtail_remacto:{name}", args=[row.pk])
        assert client.get(form).status_code == 200

    def test_a_follower_has_news_to_read(self, demo, client):
        client.login(username="citoyenne", password=PASSWORD)
        html = client.get(reverse("wagtail_remacto:my_notices")).content.decode()
        assert "Oued Narjis" in html
        assert "Huit coupures sur dix annoncées" in html


class TestAccounts:
    def test_may_sign_in(self, demo, client):
        for account in ACCOUNTS:
            assert client.login(username=account.username, password=PASSWORD)

    def test_officers_read_the_admin_in_french(self, demo):
        users = get_user_model().objects.filter(groups__isnull=False)
        assert {user.wagtail_userprofile.preferred_language for user in users} == {"fr"}
        # Five officers and the focal point of Tamaris, three members of its committee,
        # and two officers of Oued Narjis with a member of its committee.
        assert users.count() == 12

    def test_an_officer_edits_the_own_commune_only(self, demo, client):
        client.login(username="martil-communication", password=PASSWORD)
        for code, status in (("01.573.01.03", 200), ("01.571.01.11", 302)):
            page = CollectivitePage.objects.get(
                hcp_code=code, locale__language_code="fr"
            )
            assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == status


def _owned(phases):
    for page in phases:
        page.fictional_owner = page.collectivite.fictional
    return phases
