"""Slips to print: references that can be read back, codes that claim."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import publish
from tests.officers import (
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    signed_in,
)
from wagtail_remacto.contributions import references
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed():
    ours = commune_with_everything(TETOUAN, directory_in("ar"))
    publish(ours.phase, actions=list(Action.values), question="Que faut-il ouvrir ?")
    publish(ours.pages_ar["phase"], question="ماذا يجب أن نفتح؟")
    client = signed_in(comms_officer(ours))
    address = reverse("wagtail_remacto_slips", args=[ours.workshop.pk])

    def page(query=""):
        return BeautifulSoup(client.get(f"{address}{query}").content, "html.parser")

    return page


def test_there_are_four_on_a_page_and_twenty_four_unless_asked(printed):
    page = printed()
    assert len(page.select(".sheet")) == 6
    assert {len(sheet.select(".slip")) for sheet in page.select(".sheet")} == {4}


@pytest.mark.parametrize(
    ("query", "count"),
    [("?number=5", 8), ("?number=0", 4), ("?number=x", 24), ("?number=99999", 400)],
)
def test_whole_pages_are_printed_within_bounds(printed, query, count):
    assert len(printed(query).select(".slip")) == count


def test_each_slip_has_a_reference_its_code_and_the_way_to_it(printed):
    seen = set()
    for slip in printed("?number=4").select(".slip"):
        shown = slip.select_one(".slip__reference").text
        reference = references.read(shown)
        assert reference
        seen.add(reference)
        code = slip.select_one(".slip__code").text
        assert references.claim_code_matches(reference, code)
        # Only the part that the citizen keeps has the code.
        assert code not in slip.select_one(".slip__idea").text
        address = slip.select_one(".slip__address").text
        assert re.fullmatch(rf"\S+/i/{shown}/", address)
        assert "/fr/" not in address
    assert len(seen) == 4
    assert not Contribution.objects.exists()


def test_it_is_written_in_french_and_in_arabic(printed):
    slip = printed("?number=4").select_one(".slip")
    french, arabic = slip.select(".slip__half")
    assert (french["lang"], french["dir"]) == ("fr", "ltr")
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert "Que faut-il ouvrir ?" in french.text
    assert "ماذا يجب أن نفتح؟" in arabic.text


def test_the_picture_has_a_size_and_no_words(printed):
    picture = printed("?number=4").select_one("svg")
    assert picture["width"] == picture["height"] == "24mm"
    assert not picture.find("text")
    assert picture["aria-hidden"] == "true"
