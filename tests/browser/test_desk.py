"""The admin's screens of committees, programmes and councils, in both directions."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import overflow, violations

KINDS = [
    "home",
    "queue",
    "idea",
    "compare",
    "merge",
    "closing",
    "translate",
    "projects",
    "versions",
    "decisions",
    "remarks",
    "council",
    "wizard",
    "follow-up",
    "voices",
    "evaluations",
    "next cycle",
    "adopted",
]
OFFICERS = {
    ("fr", 1280): "tamaris-focal@remacto.example",
    ("ar", 360): "tamaris-focal-arabe@remacto.example",
}
# Wagtail's own field for tags, which has no label.
WAGTAILS = "ui-autocomplete-input"


@pytest.fixture(params=list(OFFICERS), ids=lambda which: "-".join(map(str, which)))
def officer(request, visitors):
    """The browser of a focal point, with the direction in which they read."""
    language, width = request.param
    page = visitors.signed_in(OFFICERS[request.param], width=width)
    return page, "rtl" if language == "ar" else "ltr"


def found_wrong(page):
    return [each for each in violations(page, "main") if WAGTAILS not in each]


def test_the_desk(portal, officer, subtests):
    page, direction = officer
    for kind in KINDS:
        for path in portal.screens[f"Desk: {kind}"]:
            answer = page.goto(portal.root + path)
            with subtests.test("is there, in its language", path=path):
                assert answer.status == 200
                assert page.locator("html").get_attribute("dir") == direction
                # Wagtail's editor of a row names it in its breadcrumbs alone.
                assert page.locator("h1").count() <= 1
            with subtests.test("axe finds nothing", path=path):
                assert found_wrong(page) == []
            with subtests.test("does not scroll sideways", path=path):
                assert overflow(page) == []


def test_the_dates_of_a_cycle_are_proposed(portal, officer):
    page, direction = officer
    page.goto(portal.root + portal.screens["Desk: wizard"][0])
    page.locator("[name=month]").select_option(index=18)
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("main input[type=date]").first).to_be_visible()
    assert page.locator("html").get_attribute("dir") == direction
    assert found_wrong(page) == []
    assert overflow(page) == []
