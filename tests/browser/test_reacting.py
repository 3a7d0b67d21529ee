"""Supports, comments, votes and reports, by somebody who is signed in."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitors
from tests.browser.looks import looks_right
from tests.browser.steps import hand

CITIZEN = "citoyenne@remacto.example"
REMARKS = {
    True: "L’ombre manque surtout entre midi et trois heures, côté école.",
    False: "Et qui arrosera les arbres pendant les mois sans pluie ?",
}
SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)


def idea(portal, number, language="fr"):
    return portal.url(language, portal.screens["To react to"][number])


@SCRIPTS
def test_a_comment(portal, visitors, scripts):
    said = f"{REMARKS[scripts]} {uuid.uuid4().hex}"
    page = visitors.signed_in(CITIZEN, scripts=scripts)
    page.goto(idea(portal, 0 if scripts else 1))
    before = page.locator("#remacto-discussion-title").inner_text()

    form = page.locator("#remacto-comment-form")
    form.locator("[name=stance][value=question]").check()
    hand(form.locator("[name=text]"), said)
    form.locator("[type=submit]").click()

    written = page.locator(".remacto-comment", has_text=said)
    expect(written).to_have_count(1)
    expect(written.locator(".remacto-stance--question")).to_be_visible()
    expect(page.locator("#remacto-discussion [role=status]")).not_to_be_empty()
    expect(page.locator("#remacto-discussion-title")).not_to_have_text(before)
    expect(page.locator("#remacto-comment-form [name=text]")).to_have_value("")

    stranger = visitors.come(scripts=scripts)
    stranger.goto(idea(portal, 0 if scripts else 1))
    expect(stranger.locator(".remacto-comment", has_text=said)).to_have_count(1)


def test_a_comment_that_is_empty_says_so(portal, visitors):
    page = visitors.signed_in(CITIZEN)
    page.goto(idea(portal, 2))
    page.locator("#remacto-comment-form [type=submit]").click()
    expect(page.locator("#remacto-comment-form #remacto-errors")).to_be_visible()
    looks_right(page)


@SCRIPTS
def test_a_support_and_its_undoing(portal, visitors, scripts):
    page = visitors.signed_in(CITIZEN, scripts=scripts)
    page.goto(idea(portal, 3 if scripts else 4))
    count = page.locator("#remacto-support .remacto-count strong")
    press = page.locator("#remacto-support-button")
    before = int(count.inner_text())
    for expected in (before + 1, before):
        page.evaluate("() => { window.isTheSame = true; }")
        press.click()
        if not scripts:
            # A page of a few words, and the way back.
            told = page.locator("main [role=status]")
            expect(told).to_contain_text(str(expected))
            expect(told.locator("a").first).to_have_text(re.compile(r"\w"))
            told.locator("a").last.click()
        expect(count).to_have_text(str(expected))
        # With htmx the page itself stays.
        assert bool(page.evaluate("() => window.isTheSame")) is scripts
        page.reload()
        expect(count).to_have_text(str(expected))


@SCRIPTS
def test_a_vote(portal, visitors, scripts):
    page = visitors.signed_in(CITIZEN, scripts=scripts)
    page.goto(portal.url("ar", portal.screens["Poll"][0]))
    change = page.locator("main details summary").last
    ballot = page.locator(".remacto-ballot")
    if not ballot.is_visible():
        change.click()
    ballot.locator("[name=choices]").nth(int(scripts)).check()
    ballot.locator("[type=submit]").click()
    expect(page.locator("main .remacto-note--done")).to_be_visible()
    if scripts:
        looks_right(page)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_one_sees_when_signed_in_is_well_made(portal, visitors, language):
    page = visitors.signed_in(CITIZEN)
    for path in (
        portal.screens["My space"][0],
        portal.screens["To react to"][2],
        portal.screens["To react to"][2] + "report/",
        portal.screens["Register"][0],
        portal.screens["Contribute"][0],
    ):
        page.goto(portal.url(language, path))
        assert page.locator("h1").count() == 1
        looks_right(page)


@SCRIPTS
def test_a_report(portal, visitors, scripts):
    page = visitors.signed_in(CITIZEN, scripts=scripts)
    page.goto(idea(portal, 5 if scripts else 6))
    page.locator("main a[href$='/report/']").first.click()
    page.locator("[name=reason]").last.check()
    page.locator("[name=text]").fill("Une adresse privée est dans le texte.")
    page.locator("main form [type=submit]").click()
    expect(page.locator("#remacto-report")).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)


def test_no_visitor_meets_an_error_unseen(portal, browser):
    """A check that can find nothing would say that every visit went well."""
    people = Visitors(browser, portal)
    page = people.come()
    page.goto(portal.url("fr", portal.screens["Sign in"][0]))
    page.evaluate(
        """() => {
          const picture = document.createElement("img");
          picture.src = "https://elsewhere.example/a.png";
          const script = document.createElement("script");
          script.textContent = "document.title = 'changed';";
          document.body.append(picture, script);
        }"""
    )
    page.reload()
    met = " ".join(fault.words for fault in people.faults)
    assert "elsewhere.example" in met
    assert "inline script" in met
    with pytest.raises(AssertionError):
        people.leave()
