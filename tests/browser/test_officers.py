"""What officers do in the admin: the queue of moderation, and the grid of slips."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.looks import violations
from tests.browser.steps import Idea, give_as_a_machine, tab_to

OFFICERS = {
    "fr": "tamaris-communication@remacto.example",
    "ar": "tamaris-arabe@remacto.example",
}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_moderation(portal, visitors, language):
    """Two texts that the rules have held: one is hidden, the other published."""
    hidden, released = Idea(language), Idea("fr" if language == "ar" else "ar")
    paths = [
        give_as_a_machine(visitors.come(), portal, idea) for idea in (hidden, released)
    ]
    stranger = visitors.come()

    page = visitors.signed_in(OFFICERS[language], width=1280)
    queue = portal.root + portal.screens["Moderation"][0]
    page.goto(f"{queue}?why=held")
    assert page.locator("html").get_attribute("dir") == (
        "rtl" if language == "ar" else "ltr"
    )
    assert violations(page, ".remacto-queue") == []

    page.locator("a[id^=title-]", has_text=hidden.mark).click()
    expect(page.locator("main .remacto-item")).to_contain_text(hidden.text)
    assert violations(page, ".remacto-item") == []
    page.locator("[name=verb]").select_option("hide")
    page.locator("[name=reason]").select_option(index=1)
    page.locator("[name=words]").fill("Merci de la redire sans ce passage.")
    page.locator(".remacto-decision [type=submit]").click()
    expect(page.locator(".messages")).to_be_visible()

    page.goto(f"{queue}?why=held")
    row = page.locator(".remacto-queue tr", has_text=released.mark)
    row.locator("[name=text]").check()
    page.locator("[name=verb]").select_option("release")
    page.locator(".remacto-decision [type=submit]").click()
    expect(row).to_have_count(0)

    stranger.goto(portal.url("fr", paths[0]))
    expect(stranger.locator(".remacto-tombstone")).to_be_visible()
    expect(stranger.locator("main")).not_to_contain_text(hidden.mark)
    stranger.goto(portal.url("fr", paths[1]))
    expect(stranger.locator("main")).to_contain_text(released.text)
    letters = portal.letters_to(hidden.address)
    assert "Merci de la redire sans ce passage." in letters[-1]


def test_hiding_needs_a_reason(portal, visitors):
    idea = Idea("fr")
    give_as_a_machine(visitors.come(), portal, idea)
    page = visitors.signed_in(OFFICERS["fr"], width=1280)
    visitors.expect("422")
    page.goto(f"{portal.root}{portal.screens['Moderation'][0]}?why=held")
    row = page.locator(".remacto-queue tr", has_text=idea.mark)
    row.locator("[name=text]").check()
    page.locator("[name=verb]").select_option("hide")
    page.locator("[name=words]").fill("Voici pourquoi")
    page.locator(".remacto-decision [type=submit]").click()
    expect(page.locator(".remacto-decision .error-message").first).to_be_visible()
    expect(row.locator("[name=text]")).to_be_checked()
    expect(page.locator("[name=words]")).to_have_value("Voici pourquoi")
    assert violations(page, ".remacto-queue") == []


def test_slips_are_typed_without_a_mouse(portal, visitors):
    mark = uuid.uuid4().hex[:12]
    titles = [f"Une fontaine au souk {mark}", f"ممر آمن قرب المدرسة {mark}"]
    page = visitors.signed_in(OFFICERS["fr"], width=1280)
    page.goto(portal.root + portal.screens["Grid"][0])

    saved = page.locator("[data-remacto-row][data-saved]")
    before = saved.count()
    page.keyboard.press("Alt+n")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "[data-remacto-row]:last-child [name^='title:']")
    for title in titles:
        page.keyboard.type(title)
        page.keyboard.press("Tab")
        page.keyboard.type(f"Proposé à la table, fiche {title}.")
        page.keyboard.press("Control+Enter")
    expect(saved).to_have_count(before + 2)
    assert violations(page, ".remacto-entry") == []

    # What this browser keeps for itself must not be needed.
    page.evaluate("() => localStorage.clear()")
    page.reload()
    values = [each.input_value() for each in page.locator("[name^='title:']").all()]
    assert [each for each in values if mark in each] == titles

    tab_to(page, "[data-remacto-ready]", most=200)
    page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()

    stranger = visitors.come()
    stranger.goto(
        portal.url("fr", portal.screens["Contributions"][0]) + "?origin=workshop"
    )
    for title in titles:
        card = stranger.locator(".remacto-contribution", has_text=title)
        expect(card).to_have_count(1)
        card.locator("h3 a").click()
        expect(stranger.locator("h1")).to_have_text(title)
        stranger.go_back()
        card.locator(".remacto-pill a").click()
        expect(stranger).to_have_url(re.compile("/atelier-budget/$"))
        stranger.go_back()
