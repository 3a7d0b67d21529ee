"""The method of REMACTO on the screens: from the committee's desk to the vote and back.

The sentences of `tests/test_the_story.py`, done by those who do them: members of the
committee and its secretary, the focal point, a citizen without an account. The stage is
set in the portal's own process, and there the days pass; nothing else happens off
screen.
"""

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, Visitors, manage
from tests.browser.looks import looks_right, overflow, violations
from tests.browser.steps import hand

DESK = 1280
SOLUTION = "Un guichet qui passe deux fois par mois."
CHANGE = "Le guichet passe deux fois par mois."
REMARK = "مرتان في الشهر على الأقل، فمرة واحدة لا تكفي."
LEAD = "Service du budget"
HEARD = "Le service qui en répond est nommé."


def today() -> str:
    return dt.datetime.now(ZoneInfo("Africa/Casablanca")).date().isoformat()


@dataclass
class Story:
    """Where it happens, who is in it, and what the screens have made so far."""

    portal: Portal
    visitors: Visitors
    mark: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    facts: dict[str, Any] = field(default_factory=dict)
    projects: dict[str, str] = field(default_factory=dict)
    people: dict[str, Page] = field(default_factory=dict)

    def stage(self, call: str) -> str:
        said = f"from tests.browser import stage; stage.{call}"
        return manage(self.portal.folder, "shell", "--no-imports", "-c", said)

    def days_pass(self, days: int) -> None:
        self.stage(f"days_pass({self.facts['cycle']}, {days})")

    def admin(self, path: str = "") -> str:
        return f"{self.portal.root}{self.facts['admin']}{path}"

    def desk(self, path: str = "") -> str:
        return self.admin(f"committee-desk/{self.facts['cycle']}/{path}")

    def programme(self, path: str, language: str = "fr") -> str:
        number = self.facts["programme"]
        return self.portal.url(language, f"programmes/{number}/{path}")

    def who(self, name: str) -> Page:
        """The person's own browser, signed in."""
        if name not in self.people:
            self.people[name] = self.visitors.signed_in(
                f"{name}-{self.mark}@remacto.example", width=DESK
            )
        return self.people[name]

    def looks_right(self, page: Page) -> None:
        """What the officer sees, and what one sees who reads Arabic on a telephone."""
        # Without the message of what was just done, whose colours are Wagtail's.
        page.reload()
        assert violations(page, "main") == [], page.url
        other = self.who("arabe")
        other.set_viewport_size({"width": 360, "height": 800})
        other.goto(page.url)
        assert other.locator("html").get_attribute("dir") == "rtl"
        assert violations(other, "main") == [], page.url
        assert overflow(other) == [], page.url


@pytest.fixture
def story(portal, visitors):
    told = Story(portal, visitors)
    told.facts = json.loads(told.stage(f"set_up({told.mark!r})"))
    return told


def title(page: Page, number: int) -> Any:
    """The line's link to an idea on a list of the desk."""
    return page.locator(f"#title-{number}")


def tick(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.locator(f"[name=idea][value='{number}']").check()


def do(page: Page, value: str) -> None:
    page.locator(f"main [name=do][value={value}]").click()


def well_done(page: Page) -> None:
    expect(page.locator(".messages .success").first).to_be_visible()
    expect(page.locator(".messages .error")).to_have_count(0)


def members_read_the_ideas_and_one_has_a_conflict_of_interest(story):
    page = story.who("elue")
    page.goto(story.admin("committee-desk/"))
    # Whoever sits at one desk only is led to it.
    page.wait_for_url(story.desk())
    page.locator("main a[href$='?state=mine']").first.click()
    title(page, story.facts["budget"]).click()
    page.locator("[name=review-opinion][value=taken_up]").check()
    page.locator("[name=review-note]").fill("Très demandé.")
    do(page, "save")
    well_done(page)

    page = story.who("association")
    page.goto(story.desk(f"ideas/{story.facts['budget']}/"))
    page.locator("[name=review-conflict]").check()
    page.locator("[name=review-note]").fill("C’est l’idée de mon association.")
    do(page, "next")
    well_done(page)
    # The next that waits for this member; their own papers are not theirs to change.
    expect(page.locator("[name=review-opinion]").first).to_be_visible()
    expect(page.locator("[name=outcome-outcome]")).to_have_count(0)


def the_secretary_answers_several_ideas_at_once_with_a_reason(story):
    page = story.who("secretariat")
    page.goto(story.desk("ideas/"))
    line = page.locator(".remacto-desk__line", has=title(page, story.facts["budget"]))
    # One has an opinion, one takes no part, one is still to read it.
    expect(line.locator(".remacto-desk__states")).to_contain_text(re.compile("1.+2"))
    tick(page, story.facts["motorway"], story.facts["airport"])
    page.locator("[name=outcome]").select_option("outside")
    page.locator("[name=words]").fill("L’État en décide ; la demande lui est dite.")
    do(page, "outcome")
    well_done(page)
    for key in ("motorway", "airport"):
        letters = story.portal.letters_to(f"{key}-{story.mark}@example.org")
        assert "L’État en décide" in letters[-1]


def groups_two_that_ask_for_the_same(story):
    page = story.who("secretariat")
    page.goto(story.desk("ideas/"))
    tick(page, story.facts["budget"], story.facts["arabic"])
    do(page, "compare")
    expect(page.locator("article.remacto-desk__card")).to_have_count(2)
    page.locator("main a[href*='/merge/']").click()
    page.locator(f"[name=lead][value='{story.facts['budget']}']").check()
    page.locator("[name=words]").fill("Les deux veulent un budget lisible.")
    do(page, "confirm")
    do(page, "merge")
    well_done(page)
    expect(page.locator("main")).to_contain_text("ميزانية مبسطة")


def and_turns_them_into_projects(story):
    page = story.who("secretariat")
    for key, name, kind in (
        ("budget", "Le budget en une page", "whole"),
        ("desk", "Un guichet mobile", "part"),
    ):
        page.goto(story.desk(f"ideas/{story.facts[key]}/"))
        page.locator("main a[href*='/translate/']").click()
        page.locator(f"[name=kind_{story.facts[key]}]").select_option(kind)
        page.locator("[name=title]").fill(name)
        page.locator("[name=words]").fill(f"{name} : le comité en fait un projet.")
        do(page, "make")
        well_done(page)
        found = re.search(r"/projects/(\d+)/", page.url)
        assert found, page.url
        story.projects[key] = found[1]


def the_focal_point_closes_the_analysis(story):
    page = story.who("focal")
    page.goto(story.desk("closing/"))
    do(page, "close")
    well_done(page)
    expect(page.locator("[name=do][value=reopen]")).to_be_visible()


def the_draft_goes_to_the_public(story):
    page = story.who("focal")
    page.goto(story.desk())
    page.locator("main a[href$='/versions/']").click()
    page.locator("[name=purpose][value=consultation]").check()
    page.locator("main form [type=submit]").click()
    well_done(page)
    story.days_pass(10)


def a_citizen_reads_it_in_arabic_and_remarks(story):
    page = story.visitors.come()
    page.goto(story.programme("versions/1/", "ar"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator("main")).to_contain_text("Un guichet mobile")
    looks_right(page)
    asked = f"a[href*='/remark/'][href*='project={story.projects['desk']}']"
    page.locator(f"{asked}[href*='section=solution']").click()
    looks_right(page)
    page.locator("[name=kind][value=amendment]").check()
    hand(page.locator("[name=text]"), REMARK)
    page.locator("[name=email]").fill(f"remarque-{story.mark}@example.org")
    page.locator("[name=display_name]").fill("Naïma")
    page.locator("[name=consent]").check()
    page.locator(".remacto-actions [name=go][value=send]").click()
    expect(page.locator(".remacto-reference")).to_be_visible()

    letter = story.portal.letters_to(f"remarque-{story.mark}@example.org")[-1]
    link = re.search(r"http://\S+/confirm/\S+", letter)
    assert link, letter
    page.goto(link[0])
    page.locator("main form [type=submit]").click()
    reference = page.locator(".remacto-reference").inner_text().strip()
    story.facts["references"]["remark"] = reference

    page.goto(story.programme("versions/1/remarks/", "ar"))
    expect(page.locator(".remacto-contribution", has_text=REMARK)).to_have_count(1)
    looks_right(page)
    story.days_pass(20)


def her_remark_changes_the_draft(story):
    page = story.who("focal")
    page.goto(story.admin(f"pages/{story.projects['desk']}/edit/"))
    page.locator("[name=solution]").fill(SOLUTION)
    save_draft(page)


def save_draft(page: Page) -> None:
    page.locator("footer [type=submit].action-save").click()
    well_done(page)


def and_is_answered(story):
    page = story.who("secretariat")
    page.goto(story.admin("remarks/"))
    page.locator("main td.title a").click()
    row = page.locator(".remacto-remarks__row", has_text=REMARK)
    row.locator("a.button").click()
    page.locator("[name=verdict][value=accepted]").check()
    page.locator("[name=change]").fill(CHANGE)
    page.locator(".remacto-decision [type=submit]").click()
    well_done(page)
    letters = story.portal.letters_to(f"remarque-{story.mark}@example.org")
    assert CHANGE in letters[-1]


def the_committee_decides_on_the_next_version(story):
    page = story.who("focal")
    page.goto(story.desk("versions/"))
    page.locator("[name=purpose][value=validation]").check()
    page.locator("main form [type=submit]").click()
    well_done(page)

    page.goto(story.admin("decisions/"))
    page.locator("a[href$='/add/']").first.click()
    page.locator("[name=kind]").select_option("validate")
    page.locator("[name=version]").select_option(index=1)
    page.locator("[name=held_on]").fill(today())
    page.keyboard.press("Escape")
    seats = page.locator("[name^=presence-]")
    expect(seats).to_have_count(4)
    for seat in seats.all():
        seat.select_option("present")
    page.locator("[name=result][value=approved]").check()
    for college in ("elected", "civil_society"):
        for name, votes in (("votes_for", 2), ("votes_against", 0), ("abstained", 0)):
            page.locator(f"[name={name}-{college}]").fill(str(votes))
    page.locator("footer [type=submit]").first.click()
    well_done(page)
    story.looks_right(page)
    page.locator(".remacto-record__sign [type=submit]").click()
    well_done(page)
    public = page.locator(".remacto-record__deeds a[href*='/decisions/']")
    story.facts["decision"] = public.get_attribute("href")


def the_clerk_puts_it_on_the_agenda_of_the_council(story):
    page = story.who("focal")
    page.goto(story.admin("snippets/wagtail_remacto/councilsession/add/"))
    page.locator("[name=kind]").select_option("extraordinary")
    page.locator("[name=month]").fill(today()[:7])
    page.locator("[name=sitting]").fill(today())
    page.locator("footer [type=submit]").first.click()
    well_done(page)
    page.goto(story.admin("snippets/wagtail_remacto/deliberation/add/"))
    story.looks_right(page)
    page.locator("[name=agenda_item]").fill("4")
    page.locator("footer [type=submit]").first.click()
    well_done(page)


def the_council_adopts_it_with_changes(story):
    page = story.who("focal")
    page.goto(story.admin(f"pages/{story.projects['budget']}/edit/"))
    page.locator("[name=lead]").fill(LEAD)
    save_draft(page)

    page.goto(story.admin("snippets/wagtail_remacto/deliberation/"))
    page.locator("main td.title a").first.click()
    story.looks_right(page)
    page.locator("[name=outcome][value=adopted_with_changes]").check()
    page.locator("[name=number]").fill("57/2026")
    for name, votes in (
        ("present", 14),
        ("votes_for", 11),
        ("votes_against", 2),
        ("abstained", 1),
    ):
        page.locator(f"[name={name}]").fill(str(votes))
    page.locator("[name=changes]").fill(HEARD)
    page.locator("footer [type=submit]").first.click()
    well_done(page)


def its_commitments_are_shown_and_cannot_be_changed(story):
    page = story.who("focal")
    page.goto(story.admin(f"pages/{story.projects['budget']}/edit/"))
    expect(page.locator(".help-block .icon-lock").first).to_be_visible()
    expect(page.locator("[name=solution]")).to_have_count(0)
    expect(page.locator("[name=lead]")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(LEAD)


def everyone_follows_each_idea_to_the_vote_and_back(story):
    page = story.visitors.come()
    # A remark is given once the draft is there: its journey is shorter.
    for key, fewest in (("budget", 6), ("desk", 6), ("remark", 4)):
        reference = story.facts["references"][key]
        for language in ("fr", "ar"):
            page.goto(story.portal.url(language, f"contributions/{reference}/"))
            way = f"main a[href$='/contributions/{reference}/journey/']"
            page.locator(way).first.click()
            steps = page.locator("ol.remacto-journey > li")
            assert steps.count() >= fewest, page.url
            for step in steps.all():
                expect(step).to_have_class("remacto-journey--done")
            looks_right(page)
    for key, name in (
        ("budget", "Le budget en une page"),
        ("desk", "Un guichet mobile"),
    ):
        reference = story.facts["references"][key]
        page.goto(story.portal.url("fr", f"contributions/{reference}/journey/"))
        page.locator("ol.remacto-journey a", has_text=name).first.click()
        expect(page.locator("h1")).to_have_text(name)
        looks_right(page)
        source = page.locator(f"main a[href*='/contributions/{reference}/']")
        source.first.click()
        expect(page.locator("h1")).to_be_visible()


def reads_what_the_council_has_changed(story):
    page = story.visitors.come()
    page.goto(story.programme("versions/2/to/3/"))
    changed = page.locator(".remacto-difference--changed")
    expect(changed).to_have_count(1)
    expect(changed.locator("ins")).to_contain_text(LEAD)
    page.goto(story.programme("versions/1/to/2/"))
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("Un guichet mobile")
    page.goto(story.programme("changes/"))
    expect(page.locator("main")).to_contain_text(CHANGE)


def and_can_check_that_nothing_was_altered(story):
    page = story.visitors.come()
    page.goto(story.portal.root + story.facts["decision"])
    expect(page.locator("h1")).to_be_visible()
    for language in ("fr", "ar"):
        page.goto(story.programme("integrity/", language))
        words = page.locator("main").inner_text()
        assert words.count("✓") >= 5, words
        assert "✕" not in words
        expect(page.locator("section[id^=version-]")).to_have_count(3)


SENTENCES = [
    members_read_the_ideas_and_one_has_a_conflict_of_interest,
    the_secretary_answers_several_ideas_at_once_with_a_reason,
    groups_two_that_ask_for_the_same,
    and_turns_them_into_projects,
    the_focal_point_closes_the_analysis,
    the_draft_goes_to_the_public,
    a_citizen_reads_it_in_arabic_and_remarks,
    her_remark_changes_the_draft,
    and_is_answered,
    the_committee_decides_on_the_next_version,
    the_clerk_puts_it_on_the_agenda_of_the_council,
    the_council_adopts_it_with_changes,
    its_commitments_are_shown_and_cannot_be_changed,
    everyone_follows_each_idea_to_the_vote_and_back,
    reads_what_the_council_has_changed,
    and_can_check_that_nothing_was_altered,
]


def test_the_whole_story_can_be_lived_on_the_screens(story):
    for sentence in SENTENCES:
        sentence(story)
