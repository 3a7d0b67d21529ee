"""Wagtail’s screens for milestones, updates and project leads."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.carrying_out import MilestoneFactory, adopted_commune, with_milestones
from tests.citizens import UserFactory
from tests.factories import ProjectFactory
from tests.monitoring.test_milestones import close, not_adopted
from tests.officers import AL_HOCEIMA, refused, signed_in
from wagtail_remacto.models import Milestone, ProjectLead
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.services import updates

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


@pytest.fixture
def officer(commune):
    return in_english(commune.officer)


def in_english(user):
    UserProfile.objects.create(user=user, preferred_language="en")
    return signed_in(user)


def at(name, *keys):
    return reverse(f"remacto_monitoring{name}", args=keys)


def of(commune, name="", milestone=None):
    keys = [commune.project.pk, *([milestone.pk] if milestone else [])]
    return at(f"_{name}" if name else "_project", *keys)


def overdue(project, **fields):
    made = MilestoneFactory(project=project, due="2020", **fields)
    rollup.recount_project(project)
    return made


class TestTheList:
    def test_it_shows_both_voices_and_what_is_late(self, commune, officer):
        overdue(commune.project)
        page = officer.get(at("")).text
        assert "Projet" in page
        assert "1 overdue" in page
        assert "not started" in page

    def test_a_project_of_a_programme_without_a_vote_is_not_in_it(
        self, commune, officer
    ):
        not_adopted(commune)
        page = officer.get(at("")).text
        assert of(commune) not in page
        assert "No programme of yours is adopted yet" in page

    def test_neighbours_see_their_own_projects_alone(self, commune):
        neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
        page = signed_in(neighbour.officer).get(at("")).text
        assert of(neighbour) in page
        assert of(commune) not in page

    def test_whoever_has_no_right_stays_outside_and_sees_no_menu(self, commune):
        client = signed_in(commune.civil)
        assert refused(client.get(at("")))
        home = signed_in(commune.officer).get(reverse("wagtailadmin_home")).text
        assert at("") in home

    @pytest.mark.parametrize(
        ("asked", "is_there"),
        [
            ({"attention": "overdue"}, True),
            ({"attention": "quiet"}, True),
            ({"attention": "differing"}, False),
            ({"attention": "drafts"}, True),
            ({"attention": "none"}, False),
            ({"completion": "not_started"}, True),
            ({"completion": "completed"}, False),
            ({"q": "proj"}, True),
            ({"q": "piscine"}, False),
            ({"attention": "nonsense", "p": "x"}, True),
        ],
    )
    def test_filters(self, commune, officer, asked, is_there):
        overdue(commune.project)
        long_ago = timezone.now() - dt.timedelta(days=91)
        Milestone.objects.update(announced_at=long_ago)
        MilestoneFactory(project=commune.project, announced_at=None)
        assert (of(commune) in officer.get(at(""), asked).text) is is_there

    def test_after_ninety_days_without_news_a_project_is_quiet(self, commune, officer):
        asked = {"attention": "quiet"}
        Milestone.objects.update(announced_at=timezone.now() - dt.timedelta(days=90))
        assert of(commune) not in officer.get(at(""), asked).text
        Milestone.objects.update(announced_at=timezone.now() - dt.timedelta(days=91))
        assert of(commune) in officer.get(at(""), asked).text
        updates.publish(project=commune.project, by=commune.officer, title="Enfin")
        assert of(commune) not in officer.get(at(""), asked).text

    def test_its_queries_do_not_grow_with_the_projects(self, commune, officer):
        def cost():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                officer.get(at(""))
            return len(queries)

        officer.get(at(""))
        before = cost()
        for _number in range(5):
            project = ProjectFactory(parent=commune.programme)
            overdue(project)
            MilestoneFactory(project=project, announced_at=None)
        assert cost() == before


class TestOneProject:
    def test_everything_of_it_is_on_one_screen(self, commune, officer):
        draft = MilestoneFactory(
            project=commune.project, title="Un brouillon", announced_at=None
        )
        news = updates.publish(
            project=commune.project,
            by=commune.officer,
            title="La première pierre",
            milestone=commune.milestones[0],
            completion="limited",
        )
        page = officer.get(of(commune)).text
        for words in (
            "Un brouillon",
            "La première pierre",
            "limited",
            "Announce 1 draft",
        ):
            assert words in page
        assert of(commune, "change", draft) in page
        assert of(commune, "postpone", commune.milestones[1]) in page
        assert f'"{of(commune, "change", commune.milestones[0])}"' not in page
        assert f"?supersedes={news.pk}" in page

    def test_it_leads_to_the_invitation_of_a_partner(self, commune, officer):
        leads_to = f"{reverse('remacto_partners_invite')}?project={commune.project.pk}"
        assert leads_to in officer.get(of(commune)).text
        chosen = officer.get(leads_to).context["form"]["project"].value()
        assert str(chosen) == str(commune.project.pk)
        close(commune)
        assert leads_to not in officer.get(of(commune)).text

    def test_before_the_vote_milestones_are_drafted_and_not_announced(
        self, commune, officer
    ):
        not_adopted(commune)
        MilestoneFactory(project=commune.project, announced_at=None)
        page = officer.get(of(commune)).text
        assert "The council has not adopted this programme yet" in page
        assert of(commune, "announce") not in page
        data = {"title": "Ouvrir", "due": "2027-06", "weight": "2"}
        assert officer.post(of(commune, "add"), data).status_code == 302

    def test_its_queries_do_not_grow(self, commune, officer):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                officer.get(of(commune))
            return len(queries)

        updates.publish(project=commune.project, by=commune.officer, title="Un")
        officer.get(of(commune))
        before = cost()
        for number in range(4):
            overdue(commune.project)
            updates.publish(
                project=commune.project,
                by=commune.focal,
                title=f"Numéro {number}",
                milestone=commune.milestones[0],
            )
        assert cost() == before

    def test_the_menu_of_its_page_leads_here(self, commune, officer):
        edit = reverse("wagtailadmin_pages:edit", args=[commune.project.pk])
        assert of(commune) in officer.get(edit).text
        other = reverse("wagtailadmin_pages:edit", args=[commune.cycle.pk])
        assert of(commune) not in officer.get(other).text

    def test_a_neighbours_project_is_not_there(self, commune):
        neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
        client = in_english(neighbour.officer)
        theirs = commune.milestones[0]
        for path in (
            of(commune),
            of(commune, "add"),
            of(commune, "announce"),
            of(commune, "postpone", theirs),
            # One’s own project does not open another’s milestone.
            at("_withdraw", neighbour.project.pk, theirs.pk),
        ):
            # Whoever asks for what is not there is led to another language first.
            assert client.get(path, follow=True).status_code == 404
            client.post(path, {"words": "Non.", "due": "2030", "title": "Non"})
        theirs.refresh_from_db()
        assert (theirs.due, theirs.is_withdrawn) == ("2027-06", False)
        assert Milestone.objects.count() == 3


class TestMilestones:
    def test_a_draft_is_written_changed_and_deleted(self, commune, officer):
        data = {"title": "Ouvrir le guichet", "due": "2027-06", "weight": "3"}
        officer.post(of(commune, "add"), data)
        made = Milestone.objects.get(title="Ouvrir le guichet")
        assert "Ouvrir le guichet" in officer.get(of(commune, "change", made)).text
        officer.post(of(commune, "change", made), {**data, "due": "2027"})
        made.refresh_from_db()
        assert (made.due, made.weight, made.created_by) == ("2027", 3, commune.officer)
        assert officer.get(of(commune, "delete", made)).status_code == 200
        officer.post(of(commune, "delete", made))
        assert not Milestone.objects.filter(pk=made.pk).exists()

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"title": ""}, "Say what will be done."),
            ({"due": ""}, "Say until when."),
            ({"due": "juin"}, "is not a date we can read"),
            ({"weight": "0"}, "greater than or equal to 1"),
            ({"title": "x" * 251}, "250"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, commune, officer, wrong, sentence
    ):
        data = {"title": "Ouvrir", "due": "2027-06", "weight": "1", "evidence": "Vu."}
        page = officer.post(of(commune, "add"), {**data, **wrong})
        assert page.status_code == 422
        assert sentence in page.text
        assert "Vu." in page.text
        assert Milestone.objects.count() == 2

    def test_only_what_was_shown_is_announced(self, commune, officer):
        first = MilestoneFactory(project=commune.project, announced_at=None)
        shown = {"milestone": [str(first.pk)]}
        assert str(first) in officer.get(of(commune, "announce")).text
        later = MilestoneFactory(project=commune.project, announced_at=None)
        answer = officer.post(of(commune, "announce"), shown, follow=True)
        assert "1 milestone is announced." in answer.text
        first.refresh_from_db()
        later.refresh_from_db()
        assert first.announced_at is not None
        assert later.announced_at is None
        one = of(commune, "announce_one", later)
        officer.post(one, {"milestone": [str(later.pk)]})
        later.refresh_from_db()
        assert later.announced_at is not None

    def test_what_is_announced_opens_no_form_that_changes_it(self, commune, officer):
        announced = commune.milestones[0]
        data = {"title": "Autre chose", "due": "2030", "weight": "9"}
        page = officer.post(of(commune, "change", announced), data)
        assert page.status_code == 422
        assert "This milestone is announced" in page.text
        page = officer.post(of(commune, "delete", announced))
        assert "This milestone is announced" in page.text
        announced.refresh_from_db()
        assert (announced.due, announced.weight) == ("2027-06", 1)

    def test_postponing_and_withdrawing_say_why(self, commune, officer):
        first, second = commune.milestones
        officer.post(
            of(commune, "postpone", first), {"due": "2028", "words": "Retard."}
        )
        officer.post(of(commune, "withdraw", second), {"words": "Plus de budget."})
        page = officer.get(of(commune)).text
        assert "Retard." in page
        assert "Plus de budget." in page
        assert "withdrawn" in page

    def test_a_closed_cycle_says_so_and_keeps_the_words(self, commune, officer):
        close(commune)
        assert "This cycle is closed" in officer.get(of(commune)).text
        words = {"due": "2028", "words": "Nous avons oublié."}
        page = officer.post(of(commune, "postpone", commune.milestones[0]), words)
        assert page.status_code == 422
        assert "This cycle is closed" in page.text
        assert "Nous avons oublié." in page.text


class TestLeads:
    def name(self, officer, commune, said):
        return officer.post(of(commune, "name_lead"), {"account": said}, follow=True)

    def test_an_account_is_named_by_its_address_or_its_name_and_ended(
        self, commune, officer
    ):
        first = UserFactory(username="karima", email="karima@example.org")
        second = UserFactory(username="said", email="said@example.org")
        assert "karima" in self.name(officer, commune, "Karima@Example.org").text
        self.name(officer, commune, "said")
        leads = ProjectLead.objects.filter(project=commune.project, until=None)
        assert {lead.user for lead in leads} == {first, second}
        path = at("_end_lead", commune.project.pk, leads.get(user=first).pk)
        assert officer.get(path).status_code == 405
        officer.post(path)
        assert [lead.user for lead in leads.all()] == [second]

    def test_an_account_that_is_not_there_is_said(self, commune, officer):
        page = self.name(officer, commune, "personne@example.org")
        assert page.status_code == 422
        assert "No account, or more than one" in page.text
        assert "personne@example.org" in page.text

    def test_whoever_speaks_for_civil_society_is_refused(self, commune, officer):
        page = self.name(officer, commune, commune.civil.username)
        assert "This account speaks for civil society" in page.text
        assert not ProjectLead.objects.exists()
