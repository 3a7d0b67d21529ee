"""What a screen must look like, whoever looks at it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    # Of axe's good practices, what somebody who listens finds their way by.
    "rules": {
        name: {"enabled": True}
        for name in ("empty-heading", "landmark-one-main", "landmark-unique")
    },
    "resultTypes": ["violations"],
}


def violations(page: Page, within: str = "") -> list[str]:
    """What axe finds, a line for each element, with the rule it breaks."""
    found = Axe().run(page, within or None, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:300]})"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """What reaches beyond the window, if the page can be scrolled sideways."""
    return page.evaluate(
        """() => {
          const root = document.scrollingElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          const wide = [...document.querySelectorAll("body *")].filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width && (box.right > root.clientWidth + 1 || box.left < -1);
          });
          return ["scrollWidth " + root.scrollWidth]
            .concat(wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 160)));
        }"""
    )


def covered(page: Page) -> list[str]:
    """The title of the screen, if something else lies on it where it begins."""
    return page.evaluate(
        """() => [...document.querySelectorAll("h1")].filter((title) => {
          const range = document.createRange();
          range.selectNodeContents(title);
          return [...range.getClientRects()].some((line) => {
            const on = document.elementFromPoint(
              line.left + line.width / 2, line.top + line.height / 2);
            return on && !title.contains(on);
          });
        }).map((title) => title.outerHTML.slice(0, 160))"""
    )


def looks_right(page: Page) -> None:
    """On a phone and on a desk; the page is left as it was found.

    Not for a browser without scripts, in which axe would never come to an end.
    """
    before = page.viewport_size
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], page.url
        assert overflow(page) == [], page.url
        assert covered(page) == [], page.url
    if before:
        page.set_viewport_size(before)
