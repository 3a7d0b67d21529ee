"""Four minutes on a telephone: an idea from the open phase to the list of all."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import looks_right
from tests.browser.steps import (
    KEYSTROKE,
    Idea,
    at_once,
    button,
    choose_and_send,
    confirm,
    give_as_a_machine,
    link_sent,
    listed,
    send,
    step,
    tab_to,
    write,
)

OFFLINE = "ERR_INTERNET_DISCONNECTED"
SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no scripts"]
)
LANGUAGES = pytest.mark.parametrize("language", ["fr", "ar"])


class TestFromThePhaseToTheList:
    """By somebody who has no account."""

    @SCRIPTS
    @LANGUAGES
    def test_an_idea_is_given(self, portal, visitors, language, scripts):
        idea = Idea(language)
        page = visitors.come(scripts=scripts)

        page.goto(portal.url(language, portal.screens["Open phase"][0]))
        page.locator("main a[href$='/contribute/']").first.click()
        write(page, idea)
        send(page, idea)
        reference = page.locator(".remacto-reference").inner_text()
        assert idea.text not in page.content()

        confirm(page, portal, idea)
        assert page.locator(".remacto-reference").inner_text() == reference
        page.locator("main a[href*='/contributions/'].remacto-button").first.click()
        expect(page.locator("h1")).to_have_text(idea.title)
        assert page.locator("html").get_attribute("lang") == language

        stranger = visitors.come(scripts=scripts)
        stranger.goto(portal.url(language, portal.screens["Contributions"][0]))
        expect(listed(stranger, idea)).to_have_count(1)
        expect(listed(stranger, idea)).to_contain_text("Naïma")
        listed(stranger, idea).locator("h3 a").click()
        expect(stranger.locator("main")).to_contain_text(idea.text)

    @LANGUAGES
    def test_each_screen_is_well_made(self, portal, visitors, language):
        idea = Idea(language)
        page = visitors.come()
        page.goto(portal.url(language, portal.screens["Contribute"][0]))

        button(page, "next").click()
        expect(page.locator("#remacto-errors")).to_be_focused()
        looks_right(page)
        write(page, idea)
        button(page, "next").click()
        step(page, "details")
        looks_right(page)
        button(page, "next").click()
        step(page, "send")
        looks_right(page)
        button(page, "back").click()
        step(page, "details")
        choose_and_send(page, idea)
        looks_right(page)
        page.goto(link_sent(portal, idea))
        looks_right(page)
        confirm(page, portal, idea)
        looks_right(page)
        page.goto(portal.url(language, portal.screens["My space"][0]))
        expect(page.locator("main")).to_contain_text(idea.title)
        looks_right(page)

    def test_it_needs_no_mouse(self, portal, visitors):
        idea = Idea("fr")
        page = visitors.come(width=1280)

        def go(wanted, key="Enter"):
            tab_to(page, wanted)
            page.keyboard.press(key)

        def type_into(name, text):
            tab_to(page, f"[name={name}]")
            page.keyboard.type(text, delay=KEYSTROKE)

        page.goto(portal.url("fr", portal.screens["Open phase"][0]))
        go("a[href='#content']")
        go("main a[href$='/contribute/']")
        step(page, "words")
        type_into("title", idea.title)
        type_into("text", idea.text)
        go(".remacto-actions [value=next]")
        step(page, "details")
        # “I do not know” stands last and is chosen; the next one round is the first.
        go("[name=axis]:checked", "ArrowDown")
        expect(page.locator("[name=axis]").first).to_be_checked()
        go(".remacto-actions [value=next]")
        step(page, "send")
        type_into("email", idea.address)
        go("[name=consent]", "Space")
        go(".remacto-actions [value=send]")
        expect(page.locator(".remacto-reference")).to_be_visible()
        page.goto(link_sent(portal, idea))
        go("main form [type=submit]")
        expect(page.locator(".remacto-reference")).to_be_visible()
        go("main a[href$='/contributions/']")
        expect(listed(page, idea)).to_have_count(1)

    def test_what_a_machine_sends_is_kept_and_waits(self, portal, visitors):
        idea = Idea("fr")
        page = visitors.come()
        path = give_as_a_machine(page, portal, idea)
        page.goto(portal.url("fr", path))
        expect(page.locator(".remacto-tombstone")).to_be_visible()
        expect(page.locator("main")).to_contain_text(idea.text)
        page.goto(portal.url("fr", portal.screens["Contributions"][0]))
        expect(listed(page, idea)).to_have_count(0)


class TestNothingIsLost:
    def test_when_the_connection_is(self, portal, visitors):
        visitors.expect(OFFLINE)
        idea = Idea("fr")
        page = visitors.come()
        page.goto(portal.url("fr", portal.screens["Contribute"][0]))
        page.context.set_offline(True)
        write(page, idea, at_once)
        kept_here = page.locator("form[data-remacto-draft]").get_attribute(
            "data-words-local"
        )
        expect(page.locator("[data-remacto-status]")).to_have_text(kept_here)
        page.context.set_offline(False)
        page.reload()
        expect(page.locator("[name=title]")).to_have_value(idea.title)
        expect(page.locator("[name=text]")).to_have_value(idea.text)
        send(page, idea)

    @SCRIPTS
    def test_when_the_session_has_ended(self, portal, visitors, scripts):
        idea = Idea("ar")
        page = visitors.come(scripts=scripts)
        page.goto(portal.url("ar", portal.screens["Contribute"][0]))
        write(page, idea, at_once)
        button(page, "next").click()
        step(page, "details")
        kept = [each for each in page.context.cookies() if "draft" in each["name"]]
        assert kept
        page.context.clear_cookies()
        page.context.add_cookies(kept)
        page.goto(portal.url("ar", portal.screens["Contribute"][0]))
        expect(page.locator("[name=title]")).to_have_value(idea.title)
        expect(page.locator("[name=text]")).to_have_value(idea.text)
        send(page, idea)

    @SCRIPTS
    def test_when_the_form_is_no_longer_accepted(self, portal, visitors, scripts):
        """No cookie at all: what was typed is on the page that says so."""
        visitors.expect("403")
        idea = Idea("fr")
        page = visitors.come(scripts=scripts)
        page.goto(portal.url("fr", portal.screens["Contribute"][0]))
        write(page, idea, at_once)
        page.context.clear_cookies()
        button(page, "next").click()
        expect(page.locator("main")).to_contain_text(idea.title)
        expect(page.locator("main")).to_contain_text(idea.text)
        assert page.locator("h1").count() == 1

    def test_when_something_is_missing(self, portal, visitors):
        idea = Idea("fr")
        page = visitors.come(scripts=False)
        page.goto(portal.url("fr", portal.screens["Contribute"][0]))
        page.locator("[name=title]").fill(idea.title)
        button(page, "next").click()
        expect(page.locator("#remacto-errors")).to_be_visible()
        expect(page.locator("[name=title]")).to_have_value(idea.title)
        assert re.search(r"/contribute/$", page.url)
