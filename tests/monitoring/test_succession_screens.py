"""The admin’s screens of the next cycle, the library and the handover."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from tests.carrying_out import adopted_commune, with_milestones
from tests.citizens import ContributionFactory
from tests.factories import (
    ProgrammeFactory,
    ProjectFactory,
    locale,
    moment,
    publish,
)
from tests.monitoring.succeeding import after_two_years, asks_again, idea
from tests.officers import (
    AL_HOCEIMA,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    refused,
    signed_in,
)
from wagtail_remacto.contributions.models import Outcome, Standing
from wagtail_remacto.models import (
    CarryOver,
    Contribution,
    CyclePage,
    LibraryEntry,
    ProjectOrigin,
    ProjectPage,
)
from wagtail_remacto.monitoring.models import CarryChoice
from wagtail_remacto.monitoring.services import library, succession

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    return after_two_years(directory=directory)


@pytest.fixture
def neighbour(directory):
    return commune_with_everything(AL_HOCEIMA, directory)


class TestOpening:
    def test_leads_from_the_page_to_the_draft(self, directory):
        commune = adopted_commune(directory=directory)
        browser = signed_in(commune.focal)
        address = reverse("remacto_succession_open", args=[commune.cycle.pk])
        explorer = browser.get(reverse("wagtailadmin_explore", args=[commune.cycle.pk]))
        assert address in explorer.content.decode()
        assert browser.get(address).status_code == 200
        answer = browser.post(address, {"identifier": "2029", "title": ""})
        opened = CyclePage.objects.get(predecessor=commune.cycle, locale=locale())
        carry = reverse("remacto_succession", args=[opened.pk])
        assert answer.url == carry
        page = browser.get(carry).content.decode()
        assert f"?cycle={opened.pk}" in page
        assert browser.get(address).url == carry

    def test_says_what_is_wrong_with_the_identifier(self, directory):
        commune = adopted_commune(directory=directory)
        browser = signed_in(commune.focal)
        address = reverse("remacto_succession_open", args=[commune.cycle.pk])
        for identifier in ("", "2026", "20 29"):
            answer = browser.post(address, {"identifier": identifier})
            assert answer.status_code == 422
            assert answer.context["form"].errors
        assert not CyclePage.objects.filter(predecessor=commune.cycle).exists()


class TestChoosing:
    def post(self, commune, **data):
        browser = signed_in(commune.focal)
        address = reverse("remacto_succession", args=[commune.next.pk])
        return browser.post(address, data)

    def test_offers_projects_and_ideas_and_names_what_is_outside(self, commune):
        old, outside = idea(commune), idea(commune, outcome=Outcome.OUTSIDE)
        hidden = idea(commune, standing=Standing.HIDDEN, title="Un mot caché")
        page = signed_in(commune.focal).get(
            reverse("remacto_succession", args=[commune.next.pk])
        )
        html = page.content.decode()
        assert f'name="project" value="{commune.project.pk}"' in html
        assert f'name="idea" value="{old.pk}"' in html
        assert outside.shown_reference in html
        assert f'value="{outside.pk}"' not in html
        assert hidden.title not in html

    def test_carries_several_at_once(self, commune):
        asks_again(commune)
        ideas = [idea(commune) for _number in range(2)]
        answer = self.post(
            commune,
            project=[commune.project.pk],
            idea=[each.pk for each in ideas],
            words="On continue.",
            carry="1",
        )
        assert answer.status_code == 302
        assert {row.words for row in CarryOver.objects.all()} == {"On continue."}
        assert CarryOver.objects.filter(choice=CarryChoice.CARRIED).count() == 3

    def test_leaves_only_with_a_reason(self, commune):
        data = {"project": [commune.project.pk], "leave": "1"}
        answer = self.post(commune, **data)
        assert answer.status_code == 422
        assert " checked" in answer.content.decode(), "it stays ticked"
        assert not CarryOver.objects.exists()
        self.post(commune, **data, words="La province s’en charge.")
        assert CarryOver.objects.get().choice == CarryChoice.LEFT

    def test_what_cannot_be_carried_stops_nothing_else(self, commune):
        answer = self.post(
            commune, project=[commune.project.pk], idea=[idea(commune).pk], carry="1"
        )
        (row,) = CarryOver.objects.all()
        assert row.project == commune.project
        tags = [message.level_tag for message in get_messages(answer.wsgi_request)]
        assert sorted(tags) == ["error", "success"]

    @pytest.mark.parametrize("number", ["x", "9" * 30, "999999"])
    def test_numbers_that_nobody_has_change_nothing(self, commune, number):
        answer = self.post(commune, idea=[number], carry="1")
        assert answer.status_code in (302, 422)
        assert not CarryOver.objects.exists()

    def test_ideas_of_another_commune_are_not_carried(self, commune):
        asks_again(commune)
        stranger = ContributionFactory(outcome=Outcome.SET_ASIDE)
        assert self.post(commune, idea=[stranger.pk], carry="1").status_code == 422
        assert Contribution.objects.count() == 1

    def test_costs_as_much_for_forty_ideas_as_for_one(
        self, commune, django_assert_max_num_queries
    ):
        for _number in range(40):
            idea(commune)
        browser = signed_in(commune.focal)
        address = reverse("remacto_succession", args=[commune.next.pk])
        browser.get(address)
        with django_assert_max_num_queries(60):
            assert browser.get(address).status_code == 200


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        "who", ["officer", "civil", "elected", "neighbours_focal", "nobody"]
    )
    def test_strangers_find_none_of_it(self, commune, neighbour, who, client):
        if who == "neighbours_focal":
            client.force_login(focal_point(neighbour, "voisine"))
        elif who != "nobody":
            client.force_login(getattr(commune, who))
        names = {
            "remacto_succession": commune.next.pk,
            "remacto_succession_open": commune.cycle.pk,
            "remacto_library_recommend": commune.project.pk,
        }
        if who != "officer":
            names["remacto_handover"] = commune.page.pk
        for name, pk in names.items():
            address = reverse(name, args=[pk])
            for send in (client.get, client.post):
                if who == "nobody":
                    assert "/login/" in send(address).url
                else:
                    # What is not found is looked for below the language once more.
                    last = send(address, follow=True)
                    gone = [url for url, _code in last.redirect_chain]
                    at_home = reverse("wagtailadmin_home") in gone[-1:]
                    assert refused(last) or at_home, name

    def test_focal_point_does_not_recommend(self, commune):
        browser = signed_in(commune.focal)
        assert refused(browser.get(reverse("remacto_library")))

    def test_menu_shows_what_somebody_may(self, commune):
        def menu(user):
            page = signed_in(user).get(reverse("wagtailadmin_home"))
            return page.content.decode()

        library_url, handover = reverse("remacto_library"), reverse("remacto_handovers")
        assert library_url in (page := menu(network_officer())) and handover in page
        assert library_url not in (page := menu(commune.officer)) and handover in page


class TestTheLibraryInTheAdmin:
    def test_recommends_and_takes_out(self, commune):
        browser = signed_in(network_officer())
        explorer = browser.get(
            reverse("wagtailadmin_explore", args=[commune.programme.pk])
        )
        address = reverse("remacto_library_recommend", args=[commune.project.pk])
        assert address in explorer.content.decode()
        assert browser.post(address, {"words": ""}).status_code == 422
        browser.post(address, {"words": "Simple et utile."})
        entry = LibraryEntry.objects.get()
        listing = browser.get(reverse("remacto_library")).content.decode()
        assert "Simple et utile." in listing
        assert commune.page.title in listing
        browser.post(reverse("remacto_library"), {"entry": entry.pk})
        entry.refresh_from_db()
        assert entry.withdrawn_at is not None

    def test_begins_in_ones_own_programme_alone(self, commune, neighbour):
        focal = focal_point(neighbour, "voisine")
        library.recommend(project=commune.project, by=network_officer(), words="Utile.")
        browser = signed_in(focal)
        address = reverse("remacto_library_begin", args=[commune.project.pk])
        form = browser.get(address).context["form"]
        assert list(form.fields["programme"].queryset) == [neighbour.programme]
        refusal = browser.post(address, {"programme": commune.programme.pk})
        assert refusal.status_code == 422
        answer = browser.post(address, {"programme": neighbour.programme.pk})
        made = ProjectOrigin.objects.get().project
        assert answer.url == reverse("wagtailadmin_pages:edit", args=[made.pk])
        assert made.is_child_of(neighbour.programme)
        assert not made.live

    def test_communication_officers_begin_too_and_strangers_do_not(
        self, commune, neighbour
    ):
        address = reverse("remacto_library_begin", args=[commune.project.pk])
        data = {"programme": neighbour.programme.pk}
        stranger = comms_officer(commune, "autre")
        assert signed_in(stranger).post(address, data).status_code == 422
        assert not ProjectOrigin.objects.exists()
        signed_in(comms_officer(neighbour, "voisine")).post(address, data)
        assert ProjectOrigin.objects.count() == 1

    def test_drafts_cannot_be_begun_from(self, commune, neighbour):
        draft = ProjectFactory(parent=commune.programme, live=False)
        address = reverse("remacto_library_begin", args=[draft.pk])
        browser = signed_in(focal_point(neighbour, "voisine"))
        assert browser.get(address, follow=True).status_code == 404

    def test_nor_from_the_published_translation_of_one(self, commune, neighbour):
        focal = focal_point(neighbour, "voisine")
        UserProfile.objects.create(user=focal, preferred_language="ar")
        arabic = commune.project.get_translation(locale("ar"))
        browser = signed_in(focal)
        address = reverse("remacto_library_begin", args=[arabic.pk])
        assert browser.get(address).status_code == 200
        ProjectPage.objects.filter(pk=commune.project.pk).update(live=False)
        assert browser.get(address, follow=True).status_code == 404


class TestTheHandover:
    def test_says_what_runs_is_owed_and_due_and_by_whom(self, commune):
        with_milestones(commune, 1, title="Ouvrir la salle", due="2020-01")
        publish(commune.phase, start=moment(-40), end=moment(-3))
        ContributionFactory(phase=commune.phase)
        commune.focal.first_name = "Nadia"
        commune.focal.save()
        address = reverse("remacto_handover", args=[commune.page.pk])
        with override("fr"):
            page = signed_in(commune.officer).get(address).content.decode()
        for said in (
            commune.cycle.title,
            commune.next.title,
            "Ouvrir la salle",
            "Nadia",
            commune.civil_seat.organisation,
            reverse("remacto_desk"),
        ):
            assert said in page, said
        handover = signed_in(commune.officer).get(address).context["handover"]
        assert [each.number for each in handover.owed] == [1]
        assert len(handover.overdue) == 1
        assert not handover.due

    def test_nothing_of_the_neighbour_is_in_it(self, commune, neighbour):
        stranger = with_milestones(neighbour, 1, title="Chez la voisine", due="2020")
        ContributionFactory(phase=stranger.phase)
        address = reverse("remacto_handover", args=[commune.page.pk])
        handover = signed_in(commune.officer).get(address).context["handover"]
        assert not handover.overdue
        assert not handover.owed
        assert {each.cycle for each in handover.running} == {
            commune.cycle,
            commune.next,
        }

    def test_officers_of_one_commune_are_led_to_it(self, commune):
        answer = signed_in(commune.officer).get(reverse("remacto_handovers"))
        assert answer.url == reverse("remacto_handover", args=[commune.page.pk])

    def test_costs_as_much_for_twenty_projects_as_for_one(
        self, commune, django_assert_max_num_queries
    ):
        ProgrammeFactory(parent=commune.next)
        for project in ProjectFactory.create_batch(20, parent=commune.programme):
            commune.project = project
            with_milestones(commune, 2, due="2020-01")
        browser = signed_in(commune.officer)
        address = reverse("remacto_handover", args=[commune.page.pk])
        browser.get(address)
        with django_assert_max_num_queries(75):
            page = browser.get(address)
        assert len(page.context["handover"].overdue) == 40


def test_a_copy_is_made_once_while_it_is_a_draft(commune, neighbour):
    focal = focal_point(neighbour, "voisine")

    def copy():
        return succession.copy_project(
            source=commune.project, programme=neighbour.programme, by=focal
        )

    first = copy()
    assert copy() == first
    pages = ProjectPage.objects.filter(translation_key=first.translation_key)
    assert {page.locale.language_code for page in pages} == {"fr", "ar"}
    assert first.origin.source == commune.project
