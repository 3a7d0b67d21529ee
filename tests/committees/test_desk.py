"""The committee’s desk in the admin: who finds it, and what each sees there."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import ContributionFactory, many_contributions
from tests.committees.desk import at_the_desk, client_of, reading_in, screen
from tests.contributions.screens import asked, words
from tests.deciding import close_all_the_same
from tests.factories import moment
from tests.officers import (
    AL_HOCEIMA,
    comms_officer,
    focal_point,
    network_officer,
    person,
    refused,
)
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.committees import services
from wagtail_remacto.committees.models import AnalysisClosing, Review
from wagtail_remacto.contributions.models import Nature, Outcome, Standing

pytestmark = pytest.mark.django_db

SCREENS = ["closing", "compare", "cycle", "projects", "queue", "versions"]
KEEPERS_SCREENS = ["merge", "translate"]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def world():
    return at_the_desk()


@pytest.fixture
def neighbour(world):
    return at_the_desk(AL_HOCEIMA, world.page.get_parent())


def missing(client, address, **data):
    """The portal first looks for the address in a language, then says 404."""
    send = client.post if data else client.get
    return send(address, data, follow=True).status_code == 404


def stranger():
    user = person("quelquun")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return reading_in("en", user)


class TestWhoFindsIt:
    def test_a_member_has_the_desk_in_the_menu_and_no_page(self, world):
        client = client_of(world.member)
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("remacto_desk") in home
        pages = client.get(reverse("wagtailadmin_pages:edit", args=[world.cycle.pk]))
        assert refused(pages)

    def test_the_only_cycle_opens_by_itself(self, world):
        answer = client_of(world.member).get(reverse("remacto_desk"))
        assert answer.url == screen("cycle", world)

    def test_several_cycles_are_listed_with_their_numbers(self, world, neighbour):
        client = client_of(reading_in("en", network_officer()))
        said = words(client.get(reverse("remacto_desk")))
        assert "Tétouan" in said
        assert "Al Hoceïma" in said or "Al Hoceima" in said
        assert "Received 3 Answered 0 Answers owed 3" in said
        for name in ("tétouan", "تطوان"):
            found = client.get(reverse("remacto_desk"), {"q": name})
            assert [row[0].pk for row in found.context["rows"]] == [world.cycle.pk]
        nothing = words(client.get(reverse("remacto_desk"), {"q": "Ailleurs"}))
        assert "None of your collectivités is called “Ailleurs”." in nothing

    def test_somebody_else_finds_neither_menu_nor_desk(self, world):
        client = client_of(stranger())
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("remacto_desk") not in home
        assert refused(client.get(reverse("remacto_desk")))
        for name in SCREENS + KEEPERS_SCREENS:
            assert missing(client, screen(name, world)), name

    @pytest.mark.parametrize("who", ["member", "officer"])
    def test_the_neighbours_find_nothing(self, world, neighbour, who):
        user = neighbour.member if who == "member" else focal_point(neighbour)
        client = client_of(user)
        idea = world.ideas[0]
        for name in SCREENS + KEEPERS_SCREENS:
            assert missing(client, screen(name, world)), name
        assert missing(client, screen("idea", world, idea.pk))
        assert missing(client, screen("sources", world, world.project.pk))
        # Not even under the name of their own cycle.
        assert missing(client, screen("idea", neighbour, idea.pk))
        assert missing(client, screen("sources", neighbour, world.project.pk))
        assert missing(
            client,
            screen("queue", world),
            do="outcome",
            idea=idea.pk,
            outcome="set_aside",
            words="Non",
            language="fr",
        )
        idea.refresh_from_db()
        assert idea.outcome == ""

    def test_a_seat_that_is_not_in_use_opens_nothing(self, world):
        world.member.remacto_seats.update(active=False)
        client = client_of(world.member)
        assert missing(client, screen("cycle", world))

    def test_a_plain_member_neither_merges_nor_translates(self, world):
        client = client_of(world.member)
        for name in KEEPERS_SCREENS:
            assert refused(client.get(screen(name, world))), name
        queue = client.get(screen("queue", world)).content.decode()
        assert 'value="outcome"' not in queue
        assert 'value="merge"' not in queue
        answer = client.post(
            screen("queue", world),
            {
                "do": "outcome",
                "idea": world.ideas[0].pk,
                "outcome": "set_aside",
                "words": "Non",
                "language": "fr",
            },
        )
        assert refused(answer)

    def test_a_comms_officer_translates_and_reads_no_review(self, world):
        services.review(
            contribution=world.ideas[0],
            by=world.member,
            opinion=Outcome.SET_ASIDE,
            note="Entre nous",
        )
        client = client_of(comms_officer(world))
        said = words(client.get(screen("idea", world, world.ideas[0].pk)))
        assert "Entre nous" not in said
        assert "have reviewed" not in said
        assert "Record the outcome" not in said
        assert "Translate into a project" in said
        assert "have reviewed" not in words(client.get(screen("queue", world)))

    def test_a_translation_is_no_desk(self, world):
        client = client_of(world.member)
        arabic = reverse("remacto_desk_cycle", args=[world.pages_ar["cycle"].pk])
        assert missing(client, arabic)


class TestFirstScreen:
    def test_it_counts_by_axis_and_says_what_waits_for_me(self, world):
        ContributionFactory(phase=world.phase, standing=Standing.HELD)
        services.record(
            contribution=world.ideas[2],
            outcome=Outcome.SET_ASIDE,
            by=world.secretary,
            words="Déjà prévu ailleurs",
        )
        said = words(client_of(world.member).get(screen("cycle", world)))
        assert "Review 2 ideas" in said
        assert "Axe de Tétouan 2 0 2 0" in said
        assert "Participation 1 1 0 0" in said
        assert "On no axis 0 0 0 1" in said
        assert "3 members can review" in said
        assert "Analyse" in said


class TestQueue:
    def shown(self, world, who=None, **state):
        said = words(client_of(who or world.member).get(screen("queue", world), state))
        return [n for n, idea in enumerate(world.ideas) if idea.title in said]

    def test_filters_are_addresses(self, world):
        services.review(
            contribution=world.ideas[0], by=world.member, opinion=Outcome.TAKEN_UP
        )
        services.review(contribution=world.ideas[1], by=world.other, conflict=True)
        services.record(
            contribution=world.ideas[2],
            outcome=Outcome.DONE,
            by=world.secretary,
            words="Fait en 2024",
        )
        assert self.shown(world) == [0, 1, 2]
        assert self.shown(world, axis=2) == [2]
        assert self.shown(world, axis="none") == []
        assert self.shown(world, language="ar") == [1]
        assert self.shown(world, q="BUDGÉT") == [2]
        assert self.shown(world, q=world.ideas[2].shown_reference) == [2]
        assert self.shown(world, state="open") == [0, 1]
        assert self.shown(world, state="mine") == [1]
        assert self.shown(world, state="conflict") == [1]
        assert self.shown(world, state="done") == [2]
        assert self.shown(world, state="read") == []
        for who in (world.other, world.secretary):
            services.review(
                contribution=world.ideas[0], by=who, opinion=Outcome.TAKEN_UP
            )
        assert self.shown(world, state="read") == [0]

    def test_a_line_says_how_far_the_committee_is_and_what_i_think(self, world):
        idea = world.ideas[0]
        services.review(contribution=idea, by=world.member, opinion=Outcome.PARTLY)
        services.review(contribution=idea, by=world.other, conflict=True)
        said = words(client_of(world.member).get(screen("queue", world), {"axis": 1}))
        assert "1 of 2 have reviewed" in said
        assert "1 conflict of interest" in said
        assert "You: partly taken up" in said
        assert "Your review is missing" in said

    def test_an_idea_that_came_in_after_the_closing_says_so(self, world):
        close_all_the_same(world.cycle)
        late = world.ideas[2]
        AnalysisClosing.objects.update(at=moment(-1))
        before = [idea.pk for idea in world.ideas[:2]]
        type(late).objects.filter(pk__in=before).update(created_at=moment(-2))
        said = words(client_of(world.member).get(screen("queue", world)))
        assert said.count("came in after the closing") == 1
        assert "came in after the closing" in said.partition(late.title)[2]

    def test_neither_what_is_held_nor_remarks_are_in_it(self, world):
        ContributionFactory(phase=world.phase, title="Retenue", standing=Standing.HELD)
        ContributionFactory(phase=world.phase, title="Remarque", nature=Nature.REMARK)
        said = words(client_of(world.member).get(screen("queue", world)))
        assert "Retenue" not in said
        assert "Remarque" not in said

    def test_pages_go_on_where_the_last_one_ended(self, world, settings):
        settings.WAGTAIL_REMACTO_LIST_SIZE = 2
        client = client_of(world.member)
        first = client.get(screen("queue", world))
        listing = first.context["listing"]
        second = client.get(screen("queue", world) + listing.next_address)
        seen = [
            line.idea.pk
            for answer in (first, second)
            for line in answer.context["listing"].lines
        ]
        assert sorted(seen) == [idea.pk for idea in world.ideas]
        broken = client.get(screen("queue", world), {"after": "nothing"})
        assert "begin at the first" in words(broken)

    def test_it_costs_the_same_for_ten_thousand(self, world):
        client = client_of(world.secretary)
        address = screen("queue", world) + "?state=mine"
        for who, idea in ((world.secretary, 0), (world.other, 1)):
            services.review(
                contribution=world.ideas[idea], by=who, opinion=Outcome.TAKEN_UP
            )
        many_contributions(world.phase, 10)
        few = asked(client, address)
        many_contributions(world.phase, 10_000)
        author = world.ideas[0].author
        Review.objects.bulk_create(
            Review(contribution=idea, seat=seat, opinion=Outcome.TAKEN_UP)
            for idea in author.contributions.model.objects.order_by("-pk")[:50]
            for seat in world.committee.seats.filter(user=world.other)
        )
        assert asked(client, address) <= few
        for state in ("read", "conflict", "open"):
            assert asked(client, screen("queue", world) + f"?state={state}") <= few

    def test_markup_is_shown_as_it_was_typed(self, world):
        ContributionFactory(phase=world.phase, title="<script>alert(1)</script>")
        page = client_of(world.member).get(screen("queue", world)).content.decode()
        assert "<script>alert(1)" not in page


class TestBulk:
    def post(self, world, who=None, **data):
        return client_of(who or world.secretary).post(
            screen("queue", world), {"language": "fr", **data}, follow=True
        )

    def test_one_outcome_for_all_that_is_ticked(self, world):
        two = [idea.pk for idea in world.ideas[:2]]
        answer = self.post(
            world, do="outcome", idea=two, outcome="set_aside", words="Trop cher."
        )
        assert "Set aside: 2 ideas." in words(answer)
        for idea in world.ideas[:2]:
            idea.refresh_from_db()
            assert idea.outcome == Outcome.SET_ASIDE
            assert idea.outcomes.get().words == "Trop cher."
        logged = BranchLogEntry.objects.filter(action="wagtail_remacto.outcome")
        assert {entry.user for entry in logged} == {world.secretary}

    def test_without_a_tick_or_a_reason_nothing_is_lost(self, world):
        answer = self.post(world, do="outcome", outcome="set_aside", words="Trop cher.")
        assert answer.status_code == 422
        assert "Tick at least one idea." in words(answer)
        assert "Trop cher." in words(answer)
        ticked = world.ideas[0]
        answer = self.post(world, do="outcome", idea=ticked.pk, outcome="set_aside")
        assert "Choose a reason or write one" in words(answer)
        page = answer.content.decode()
        assert f'value="{ticked.pk}" checked' in page

    def test_foreign_ideas_are_left_alone(self, world, neighbour):
        foreign = neighbour.ideas[0]
        answer = self.post(
            world,
            do="outcome",
            idea=[foreign.pk, world.ideas[0].pk],
            outcome="done",
            words="Fait.",
        )
        assert "Some of the ideas are not public, or not of this cycle." in words(
            answer
        )
        foreign.refresh_from_db()
        assert foreign.outcome == ""

    def test_what_is_ticked_goes_along_to_compare_merge_and_translate(self, world):
        two = [idea.pk for idea in world.ideas[:2]]
        client = client_of(world.secretary)
        for deed in ("compare", "merge", "translate"):
            answer = client.post(screen("queue", world), {"do": deed, "idea": two})
            assert answer.status_code == 302
            assert answer.url == (f"{screen(deed, world)}?idea={two[0]}&idea={two[1]}")
        answer = client.post(screen("queue", world), {"do": "merge", "idea": two[:1]})
        assert "Tick at least 2 ideas." in words(answer)


class TestComparison:
    def test_ideas_stand_beside_each_other(self, world):
        services.review(
            contribution=world.ideas[0],
            by=world.other,
            opinion=Outcome.PARTLY,
            note="Le matin seulement",
        )
        address = screen("compare", world)
        keys = "&".join(f"idea={idea.pk}" for idea in world.ideas)
        said = words(client_of(world.member).get(f"{address}?{keys}"))
        for idea in world.ideas:
            assert idea.title in said
        assert "Le matin seulement" in said

    def test_another_is_added_by_its_reference(self, world):
        one, _two, three = world.ideas
        said = words(
            client_of(world.member).get(
                screen("compare", world),
                {"idea": one.pk, "more": f"{three.shown_reference}, XXX"},
            )
        )
        assert three.title in said
        assert "No public idea of this cycle has the reference “XXX”." in said


def test_every_screen_asks_for_the_token(world):
    """POST alone writes, and only from our own form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.secretary)
    for address in (
        screen("queue", world),
        screen("merge", world),
        screen("closing", world),
        screen("translate", world),
        screen("idea", world, world.ideas[0].pk),
        screen("sources", world, world.project.pk),
    ):
        assert client.post(address, {}).status_code == 403, address
    assert client.post(screen("cycle", world), {}).status_code in (403, 405)
