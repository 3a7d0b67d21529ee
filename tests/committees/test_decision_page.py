"""What everyone reads of a decision, and of the rule of its committee."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.deciding import (
    committee_at_work,
    draft,
    everyone,
    signed,
    votes,
)
from tests.factories import (
    CollectiviteFactory,
    CycleFactory,
    DirectoryFactory,
    SeatFactory,
    WorkshopFactory,
    day,
    publish,
    translate,
)
from tests.home.portal import portal
from tests.opendata import site
from tests.test_budgets import A_PAGE, bare, queries
from wagtail_remacto.committees.models import CommitteePage, Presence
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.committees.services.deciding import Seen, Votes
from wagtail_remacto.opendata.importers.run import import_paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """On the portal, so that a page has an address; every page in Arabic too."""
    directory = DirectoryFactory(parent=portal())
    cycle = CycleFactory(parent=CollectiviteFactory(parent=directory))
    made = committee_at_work(cycle)
    translate(made.committee, "ar")
    return made


@pytest.fixture
def officer(admin_user):
    return admin_user


def address(decision, language="en"):
    with override(language):
        return reverse("wagtail_remacto:decision", args=[decision.pk])


def read(client, decision, language="en"):
    response = client.get(address(decision, language))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


class TestDecisionPage:
    def test_says_what_was_decided_about_which_version(self, client, world, officer):
        found = signed(world, officer, minutes="Ouverture à dix heures.")
        text = read(client, found)
        assert "Decision no. 1" in text
        assert "Approved" in text
        assert world.version.digest in text
        assert "Version 1, draft for the committee" in text
        assert "Ouverture à dix heures." in text

    def test_says_who_was_there_and_how_each_college_voted(
        self, client, world, officer
    ):
        rows = [
            *everyone(world.seats[:2]),
            Seen(world.seats[2], Presence.ALTERNATE),
            Seen(world.seats[3], Presence.PRESENT, recused=True),
        ]
        ballots = [Votes("elected", 2), Votes("civil_society", 0, 1)]
        text = read(client, signed(world, officer, attendance=rows, votes=ballots))
        for seat in world.seats:
            assert seat.organisation in text
        assert "represented by the alternate" in text
        assert "takes no part: conflict of interest" in text
        assert "<td>2</td><td>0</td><td>0</td>" in text
        assert "<td>0</td><td>1</td><td>0</td>" in text
        assert "<td>2</td><td>1</td><td>0</td>" in text

    def test_says_that_it_was_by_consensus(self, client, world, officer):
        assert "By consensus" in read(client, signed(world, officer, consensus=True))

    def test_says_whether_parity_was_kept_and_not_who_is_a_woman(
        self, client, world, officer
    ):
        world.committee.parity_of_gender = True
        world.committee.save()
        text = read(client, signed(world, officer))
        assert "As many women as men" in text
        # Nor how many of those who were there: the others would be known from it.
        assert "2 women" not in text

    def test_says_that_the_rule_is_kept(self, client, world, officer):
        text = read(client, signed(world, officer))
        assert "rule kept" in text
        assert "rule broken" not in text
        assert "4 of 4 seats attend, 3 are needed" in text

    def test_says_that_the_rule_was_broken(self, client, world, officer):
        rows = everyone(world.seats[:2]) + everyone(world.seats[2:], Presence.ABSENT)
        found = signed(world, officer, attendance=rows, votes=[Votes("elected", 2)])
        text = read(client, found)
        assert "decided all the same" in text
        assert "2 of 4 seats attend, 3 are needed" in text

    def test_names_the_dissent(self, client, world, officer):
        found = signed(world, officer, dissent="Le délai était trop court.")
        assert "Le délai était trop court." in read(client, found)

    def test_words_carry_their_language(self, client, world, officer):
        found = signed(world, officer, reasons="قرار بالإجماع", language="ar")
        assert 'lang="ar" dir="rtl"' in read(client, found)

    def test_words_are_words_and_no_html(self, client, world, officer):
        found = signed(
            world, officer, subject="<b>gras</b>", minutes="<script>x</script>"
        )
        text = read(client, found)
        assert "<b>gras" not in text
        assert "<script>x" not in text

    def test_leads_to_the_meeting_where_it_is_published(self, client, world, officer):
        meeting = WorkshopFactory(
            parent=world.cycle, date=day(-1), title="Séance du comité"
        )
        found = signed(world, officer, meeting=meeting)
        assert "Séance du comité" in read(client, found)
        meeting.live = False
        meeting.save()
        assert "Séance du comité" not in read(client, found)

    @pytest.mark.parametrize("language", ["fr", "ar", "en"])
    def test_is_read_in_every_language(self, language, client, world, officer):
        text = read(client, signed(world, officer), language)
        assert world.version.digest in text

    def test_draft_is_there_for_nobody(self, client, admin_client, world, officer):
        found = draft(world, officer)
        assert client.get(address(found)).status_code == 404
        assert admin_client.get(address(found)).status_code == 404

    def test_goes_with_its_committee(self, client, world, officer):
        found = signed(world, officer)
        publish(world.committee)
        world.committee.live = False
        world.committee.save()
        assert client.get(address(found)).status_code == 404

    def test_sets_no_cookie(self, client, world, officer):
        response = client.get(address(signed(world, officer)))
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_asks_the_same_however_many_seats_there_are(self, world, officer):
        few = len(queries(address(signed(world, officer))))
        more = committee_at_work(CycleFactory(parent=world.cycle.get_parent()), each=15)
        assert len(queries(address(signed(more, officer)))) == few


class TestSuperseded:
    def test_both_say_so(self, client, world, officer):
        old = signed(world, officer)
        new = deciding.supersede(
            decision=old, by=officer, result="refused", votes=votes(0, 2)
        )
        assert "holds no longer" not in read(client, old)
        deciding.sign(decision=new, by=officer)
        text = read(client, old)
        assert "holds no longer" in text
        assert f'href="{address(new)}"' in text
        text = read(client, new)
        assert "takes the place of" in text
        assert f'href="{address(old)}"' in text


class TestCommitteePage:
    def test_lists_what_is_signed_newest_first(self, client, world, officer):
        signed(world, officer, subject="Premier texte", language="en")
        signed(world, officer, subject="Second texte", language="en")
        draft(world, officer, subject="Brouillon")
        text = client.get(world.committee.get_url()).content.decode()
        assert "Brouillon" not in text
        assert text.index("Second texte") < text.index("Premier texte")

    def test_shows_each_part_that_the_committee_asks_for(self, client, world):
        world.committee.parity_of_gender = True
        world.committee.parity_of_colleges = True
        world.committee.save()
        SeatFactory(committee=world.committee, college="elected", gender="")
        page = CommitteePage.objects.get(pk=world.committee.pk)
        with override("en"):
            text = client.get(translate(page, "en").get_url()).content.decode()
        assert "As many women as men" in text
        assert "cannot be told" in text
        assert "not known: 1" in text
        assert "rule kept" in text

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_costs_what_a_page_may(self, language, world, officer):
        for number in range(3):
            found = signed(world, officer, subject=f"Texte {number}")
        new = deciding.supersede(decision=found, by=officer)
        deciding.sign(decision=new, by=officer)
        page = translate(world.committee, language)
        usual = bare(page.get_parent())
        assert len(queries(page.get_url())) - usual <= A_PAGE

    def test_asks_no_more_with_more_decisions(self, world, officer):
        signed(world, officer)
        few = len(queries(world.committee.get_url()))
        for _number in range(3):
            signed(world, officer)
        assert len(queries(world.committee.get_url())) == few


class TestPublishedCommittee:
    """Tanger-Tétouan-Al Hoceima has published shares of its committee, and no seat."""

    @pytest.fixture
    def committee(self):
        site.make_site()
        import_paths([site.DATA])
        return CommitteePage.objects.get(
            locale__language_code="en", title="Participatory committee"
        )

    def test_shows_what_is_published_and_guesses_nothing(self, client, committee):
        with override("en"):
            text = client.get(committee.get_url()).content.decode()
        text = " ".join(text.split())
        assert '<dd class="remacto-numbers">30</dd>' in text
        assert '<dd class="remacto-numbers">50%</dd>' in text
        assert '<th scope="row">civil society</th><td>50%</td>' in text
        assert "cannot be told: the seats are not published" in text
        assert "rule kept" not in text
        assert "rule broken" not in text
