"""What people do on the portal, screen by screen, in any language of it.

Fields and buttons are found by what they send, for their words differ by language.
"""

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Portal

# Milliseconds between two letters: slow enough for the trap that is set for machines.
KEYSTROKE = 70
WORDS = {
    "fr": (
        "Des bancs à l’ombre près du marché",
        "Les personnes âgées attendent debout en plein soleil. Deux bancs et trois "
        "arbres suffiraient, du côté de la station, là où passe déjà la conduite.",
    ),
    "ar": (
        "مقاعد في الظل قرب السوق",
        "ينتظر المسنون واقفين تحت الشمس. يكفي مقعدان وثلاث أشجار بجانب المحطة، حيث تمر "
        "القناة من قبل، ليجد الجميع مكانا يستريحون فيه.",
    ),
}


@dataclass(frozen=True)
class Idea:
    """What somebody proposes; no two are the same, so that none counts as repeated."""

    language: str = "fr"
    mark: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    @property
    def title(self) -> str:
        return f"{WORDS[self.language][0]} {self.mark}"

    @property
    def text(self) -> str:
        return WORDS[self.language][1]

    @property
    def address(self) -> str:
        return f"{self.mark}@example.org"


def hand(field: Locator, text: str) -> None:
    """Type as a person does, letter by letter."""
    field.press_sequentially(text, delay=KEYSTROKE)


def at_once(field: Locator, text: str) -> None:
    """Fill in faster than a person types; how long that takes, the machine decides."""
    field.fill(text)


def step(page: Page, name: str) -> None:
    """Wait until the step of this name is on the screen."""
    expect(page.locator(f"main input[name=step][value={name}]")).to_be_attached()


def button(page: Page, value: str) -> Locator:
    return page.locator(f".remacto-actions [name=go][value={value}]")


def write(page: Page, idea: Idea, typed: Any = hand) -> None:
    """Step 1; a person types the title at least."""
    typed(page.locator("[name=title]"), idea.title)
    page.locator("[name=text]").fill(idea.text)


def send(page: Page, idea: Idea, *, unseen: str = "") -> None:
    """Steps 2 and 3, with the first axis and without an account.

    ``unseen`` is what a machine writes into the field that nobody sees: the one sign of
    a machine that does not depend on how fast this one is.
    """
    button(page, "next").click()
    step(page, "details")
    choose_and_send(page, idea, unseen=unseen)


def choose_and_send(page: Page, idea: Idea, *, unseen: str = "") -> None:
    page.locator("[name=axis]").first.check()
    button(page, "next").click()
    step(page, "send")
    page.locator("[name=email]").fill(idea.address)
    page.locator("[name=display_name]").fill("Naïma")
    page.locator("[name=consent]").check()
    page.locator("[name=website]").fill(unseen)
    button(page, "send").click()
    expect(page.locator(".remacto-reference")).to_be_visible()


def link_sent(portal: Portal, idea: Idea) -> str:
    """The address in the latest message to whoever gave the idea."""
    letter = portal.letters_to(idea.address)[-1]
    found = re.search(r"http://\S+/confirm/\S+", letter)
    assert found, letter
    return found[0]


def confirm(page: Page, portal: Portal, idea: Idea) -> None:
    page.goto(link_sent(portal, idea))
    page.locator("main form [type=submit]").click()
    expect(page.locator(".remacto-reference")).to_be_visible()


def give_as_a_machine(page: Page, portal: Portal, idea: Idea) -> str:
    """What waits for a moderator; returns its path."""
    page.goto(portal.url(idea.language, portal.screens["Contribute"][0]))
    write(page, idea, at_once)
    send(page, idea, unseen="https://example.org/")
    confirm(page, portal, idea)
    reference = page.locator(".remacto-reference").inner_text()
    return f"contributions/{reference.strip()}/"


def listed(page: Page, idea: Idea) -> Locator:
    """The idea's card on the list that the page shows."""
    return page.locator(".remacto-contribution", has_text=idea.mark)


def focused(page: Page) -> dict[str, Any]:
    """What has the focus, and whether a person sees that it has."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const here = document.activeElement;
          const style = getComputedStyle(here);
          return {
            html: here.outerHTML.slice(0, 160),
            shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
          };
        }"""
    )
    return found


def tab_to(page: Page, wanted: str, *, most: int = 60) -> Locator:
    """Press Tab until the element has the focus, which each stop must show."""
    target = page.locator(wanted).first
    for _press in range(most):
        page.keyboard.press("Tab")
        here = focused(page)
        if here["html"].startswith("<body"):
            break
        assert here["shown"], here["html"]
        if target.evaluate("each => each === document.activeElement"):
            return target
    raise AssertionError(f"Tab does not reach {wanted}: {focused(page)}")
