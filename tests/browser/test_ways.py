"""Finding one's way: languages, keyboard, and no script at all."""

import re

import pytest


@pytest.fixture
def without_scripts(browser):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", ["PhasePage", "ProjectPage", "Map"])
def test_the_language_switcher_keeps_the_place(portal, page, kind):
    path = portal.screens[kind][0]
    page.goto(portal.url("fr", path))
    page.locator('a[hreflang="ar"]').first.click()
    assert page.url == portal.url("ar", path)
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator('a[hreflang="fr"]').first.click()
    assert page.url == portal.url("fr", path)


def test_a_page_that_is_not_translated_says_so(portal, page):
    page.goto(portal.url("zgh", portal.screens["ProjectPage"][0]))
    assert page.locator("html").get_attribute("lang") == "zgh"
    assert page.locator(".portal-notice").is_visible()
    assert page.locator("h1").get_attribute("lang") == "fr"


def test_the_keyboard_reaches_the_content_first(portal, page):
    page.goto(portal.url("fr", portal.screens["CyclePage"][0]))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#content"
    box = skip.bounding_box()
    assert box["y"] >= 0
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_focus_can_be_seen(portal, page):
    page.goto(portal.url("fr"))
    for _step in range(6):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              return [style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        assert style[0] != "none"
        assert style[1] >= 2


class TestWithoutScripts:
    def test_the_directory_filters(self, portal, without_scripts):
        page = without_scripts
        page.goto(portal.url("fr", portal.screens["DirectoryPage"][0]))
        form = page.locator("main form").first
        form.locator("select[name=kind]").select_option("region")
        form.locator("[type=submit]").first.click()
        assert "kind=region" in page.url
        assert page.locator("main article").count() >= 1

    def test_the_search_finds_in_another_script(self, portal, without_scripts):
        page = without_scripts
        page.goto(portal.url("ar", "search/"))
        page.locator("main input[name=q]").fill("المدينة تطوان")
        page.locator("main form [type=submit]").first.click()
        assert re.search(r"[?&]q=", page.url)
        page.goto(portal.url("fr", "search/?q=tetouan"))
        assert page.locator("main a", has_text="Tétouan").count() >= 1

    def test_the_menu_opens(self, portal, without_scripts):
        page = without_scripts
        page.goto(portal.url("fr"))
        page.locator("header summary").click()
        links = page.locator("header details a")
        assert links.first.is_visible()
        links.first.click()
        assert page.locator("h1").is_visible()

    def test_the_story_of_a_cycle_is_there(self, portal, without_scripts):
        page = without_scripts
        page.goto(portal.url("fr", portal.screens["CyclePage"][0]))
        assert page.locator("main ol > li").count() >= 10
        page.locator("main ol a").first.click()
        assert page.locator("h1").is_visible()


def test_a_meeting_goes_into_a_calendar(portal, page):
    page.goto(portal.url("fr", portal.screens["WorkshopPage"][0]))
    address = page.locator("a[href$='.ics']").first.get_attribute("href")
    answer = page.request.get(portal.root + address)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in answer.text()
