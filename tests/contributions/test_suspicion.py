"""Why something is held until a moderator has read it."""

import datetime as dt

import pytest

from wagtail_remacto.contributions.suspicion import Suspicion, count_links, score
from wagtail_remacto.people.traps import Trap

IDEA = "Réparer l’éclairage public de la rue qui mène à l’école du quartier."


def test_an_ordinary_text_is_not_suspected():
    assert score(IDEA, recent=["Planter des arbres le long de l’avenue."]) == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("sans lien", 0),
        ("https://www.a.ma", 1),
        ("www.a.ma et http://b.ma", 2),
        ("[un](http://a.ma) [deux](HTTPS://b.ma)", 2),
        ("http:// seul", 0),
    ],
)
def test_links_are_counted_as_they_are_written(text, links):
    assert count_links(text) == links


class TestLinks:
    text = f"{IDEA} http://a.ma http://b.ma"

    def test_hold_a_text_from_the_number_that_is_set(self, settings):
        assert score(self.text) == [Suspicion.LINKS]
        settings.WAGTAIL_REMACTO_HOLD_LINKS = 3
        assert score(self.text) == []
        assert score(self.text, links=3) == [Suspicion.LINKS]

    def test_hold_nothing_when_it_is_zero(self, settings):
        settings.WAGTAIL_REMACTO_HOLD_LINKS = 0
        assert score(self.text) == []


class TestRepeatedText:
    @pytest.mark.parametrize(
        "other",
        [
            IDEA,
            IDEA.upper(),
            IDEA.replace("é", "e").replace(".", " !!!"),
            IDEA.replace("rue", "rues"),
            f"{IDEA} 2",
        ],
    )
    def test_is_seen_through_small_changes(self, other):
        assert score(other, recent=["autre chose", IDEA]) == [Suspicion.REPEATED]

    def test_is_seen_in_arabic(self):
        recent = ["إصلاح الإنارة العمومية في الشارع المؤدي إلى المدرسة"]
        again = "اصلاح الانارة العمومية في الشارع المؤدي الى المدرسه"
        assert score(again, recent=recent) == [Suspicion.REPEATED]

    def test_short_courtesies_are_not_repeated_texts(self):
        assert score("Merci beaucoup !", recent=["Merci beaucoup !"]) == []


class TestNewAccount:
    text = f"{IDEA} http://a.ma"
    hour = dt.timedelta(hours=1)

    def test_is_not_minded_by_default(self):
        assert score(self.text, account_age=dt.timedelta(0)) == []

    def test_holds_a_link_where_a_host_wants_it(self, settings):
        settings.WAGTAIL_REMACTO_NEW_ACCOUNT_HOURS = 24
        assert score(self.text, account_age=self.hour) == [Suspicion.NEW_ACCOUNT]
        assert score(self.text, account_age=24 * self.hour) == []
        assert score(self.text, account_age=None) == []
        assert score(IDEA, account_age=self.hour) == []


def test_every_trap_of_a_form_is_a_suspicion_with_the_same_words():
    assert {Suspicion(trap.value).label for trap in Trap} == {
        trap.label for trap in Trap
    }
