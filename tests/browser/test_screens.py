"""Every kind of screen, in both directions of writing, on a phone and on a desk."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from tests.browser.looks import covered, overflow, violations

KINDS = [
    "HomePage",
    "DirectoryPage",
    "CollectivitePage",
    "CyclePage",
    "PhasePage",
    "WorkshopPage",
    "CommitteePage",
    "ProgrammePage",
    "ProjectPage",
    "ContentPage",
    "NewsIndexPage",
    "NewsPage",
    "Map",
    "Nothing found",
    "Search",
    "Consultations",
    "Programmes",
    "Not found",
    "Open phase",
    "Contributions",
    "Contribution",
    "Contribute",
    "Discussion",
    "Poll",
    "Register",
    "My space",
    "Sign in",
    "Versions",
    "Reading view",
    "Differences",
    "Printed programme",
    "Remarks",
    "What changed",
    "Decision",
    "Journey",
    "Flow",
    "Integrity",
    "Answers",
    "Network",
    "Progress",
    "Milestone",
    "Update",
    "Evaluations",
    "Refused",
]
STATUS = {"Not found": 404, "Refused": 403}
LANGUAGES = ("fr", "ar")
WIDTHS = (360, 1280)
LIGHTER_THAN = 100_000  # bytes over the wire, without images


@dataclass
class Visit:
    """What a browser met while it loaded one screen."""

    errors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    images: set[str] = field(default_factory=set)
    weights: dict[str, int] = field(default_factory=dict)

    def weight(self) -> int:
        return sum(
            weight for name, weight in self.weights.items() if name not in self.images
        )


@pytest.fixture
def visit(page):
    """Open an address and note what happens on the way."""

    def open_(address: str, *, status: int = 200) -> Visit:
        seen = Visit()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")

        def requested(event):
            seen.addresses.append(event["request"]["url"])
            if event.get("type") == "Image":
                seen.images.add(event["requestId"])

        wire.on("Network.requestWillBeSent", requested)
        wire.on(
            "Network.loadingFinished",
            lambda event: seen.weights.update(
                {event["requestId"]: event["encodedDataLength"]}
            ),
        )
        page.on(
            "console",
            lambda message: (
                message.type in ("error", "warning")
                # The browser itself reports the status of a page that is not shown.
                and not (status != 200 and str(status) in message.text)
                and seen.errors.append(message.text)
            ),
        )
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        answer = page.goto(address)
        assert answer.status == status, address
        return seen

    return open_


def test_axe_finds_what_is_wrong(page):
    """A check that can find nothing would say that every screen is well made."""
    page.set_content(
        "<html><body><img src=''><p style='color: #eee'>Gris</p>"
        "<nav><a href='#'>Un</a></nav><nav><a href='#'>Deux</a></nav></body>"
    )
    found = " ".join(violations(page))
    for rule in ("image-alt", "color-contrast", "html-has-lang", "landmark-unique"):
        assert rule in found


def test_a_title_below_something_else_is_found(page):
    page.set_content(
        "<h1>Titre</h1><div style='position: absolute; inset: 0; z-index: 1'></div>"
    )
    assert covered(page) == ["<h1>Titre</h1>"]
    page.set_content("<h1><a href='#'>Titre</a></h1>")
    assert covered(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_screen(portal, page, visit, subtests, kind, language, width):
    paths = portal.screens[kind]
    assert paths, f"The demonstration has no {kind}."
    for path in paths:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        seen = visit(portal.url(language, path), status=STATUS.get(kind, 200))
        name = f"/{language}/{path}"
        with subtests.test("is in its language", path=name):
            html = page.locator("html")
            assert html.get_attribute("lang") == language
            assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
            assert page.locator("h1").count() == 1
        with subtests.test("axe finds nothing", path=name):
            assert violations(page) == []
        with subtests.test("does not scroll sideways", path=name):
            assert overflow(page) == []
        with subtests.test("its title can be read", path=name):
            assert covered(page) == []
        with subtests.test("no error in the console", path=name):
            assert seen.errors == []
        with subtests.test("asks no other host", path=name):
            own = urlsplit(portal.root).netloc
            asked = {urlsplit(each).netloc for each in seen.addresses}
            assert asked - {""} == {own}
        with subtests.test("is light", path=name):
            assert 0 < seen.weight() < LIGHTER_THAN
        if width == max(WIDTHS):
            with subtests.test("axe finds nothing in the dark", path=name):
                page.emulate_media(color_scheme="dark")
                assert violations(page) == []


@pytest.mark.parametrize(
    "kind", ["HomePage", "CyclePage", "Contributions", "Contribute"]
)
@pytest.mark.parametrize("language", ["en", "zgh"])
def test_screen_in_the_other_languages(portal, page, visit, subtests, kind, language):
    page.set_viewport_size({"width": 360, "height": 800})
    visit(portal.url(language, portal.screens[kind][0]))
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == "ltr"
    with subtests.test("axe finds nothing"):
        assert violations(page) == []
    with subtests.test("does not scroll sideways"):
        assert overflow(page) == []


def test_amazigh_is_written_in_tifinagh(portal, page, visit):
    visit(portal.url("zgh"))
    words = page.locator("main").inner_text()
    assert any("\u2d30" <= letter <= "\u2d7f" for letter in words)


def test_prints_without_its_menus(portal, page, visit):
    visit(portal.url("fr", portal.screens["ProgrammePage"][0]))
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("kind", ["Network", "Answers"])
def test_prints_a_list_without_what_filters_it(portal, page, visit, kind):
    visit(portal.url("fr", portal.screens[kind][-1]))
    filters = page.locator("main form[method=get]")
    assert filters.first.is_visible()
    page.emulate_media(media="print")
    assert not any(form.is_visible() for form in filters.all())
    assert page.locator("main h2").first.is_visible()
