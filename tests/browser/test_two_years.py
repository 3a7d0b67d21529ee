"""What was adopted is carried out and evaluated in two voices, on the screens.

The sentences of `tests/test_the_two_years.py`, done by those who do them: the project's
lead and the association on a telephone, the focal point at a desk, and a citizen who
reads what both voices say. The stage is set in the portal's own process.
"""

import io
import json
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import looks_right
from tests.browser.test_story import Story, today, well_done

NEWS = "الصفحة منشورة"
MORE = "يمكن لكل واحد أن يقرأها في الهاتف."
CAPTION = "الصفحة على هاتف"
DOUBT = "الصفحة لا تظهر فيها أرقام هذه السنة."
REPLY = "Les chiffres de l’année y seront le mois prochain."
IN_TWO_YEARS = str(int(today()[:4]) + 2)
LATE = "La piste est coupée depuis l’hiver."
NEIGHBOURS = "جمعية الجيران"
LESSON = "تعلمنا أن نتحقق بأنفسنا."
OURS = "Nous avons appris à publier tôt."
WHY = "Trois douars attendent encore le guichet."


class TwoYears(Story):
    def phone(self, name: str) -> Page:
        """The person's own telephone, signed in."""
        if name not in self.people:
            self.people[name] = self.visitors.signed_in(
                f"{name}-{self.mark}@remacto.example"
            )
        return self.people[name]

    def project(self, key: str, path: str, language: str = "ar") -> str:
        number = self.facts[key]["project"]
        return self.portal.url(language, f"projects/{number}/{path}")

    def milestone(self, key: str, path: str = "", language: str = "ar") -> str:
        number = self.facts[key]["milestone"]
        return self.portal.url(language, f"milestones/{number}/{path}")


@pytest.fixture
def story(portal, visitors):
    told = TwoYears(portal, visitors)
    told.facts = json.loads(told.stage(f"set_up_adopted({told.mark!r})"))
    return told


def photograph() -> Any:
    content = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(content, "JPEG")
    return {
        "name": "page.jpg",
        "mimeType": "image/jpeg",
        "buffer": content.getvalue(),
    }


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"main [name={name}][value='{value}']").check()


def send(page: Page) -> None:
    page.locator("main form .remacto-button[type=submit]").first.click()


def says(within: Locator | Page, ours: str, theirs: str) -> None:
    """Each voice stands there with how far it says that it is."""
    voices = within.locator("dl.remacto-says > div")
    for number, completion in enumerate((ours, theirs)):
        expect(
            voices.nth(number).locator(f".remacto-completion--{completion}")
        ).to_be_visible()


def the_lead_says_on_a_telephone_that_it_is_done(story):
    page = story.phone("responsable")
    page.goto(story.project("budget", "update/"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    looks_right(page)
    page.locator("[name=title]").fill(NEWS)
    choose(page, "milestone", story.facts["budget"]["milestone"])
    choose(page, "completion", "completed")
    page.locator("[name=text]").fill(MORE)
    page.locator("[name=file_1]").set_input_files(photograph())
    page.locator("[name=caption_1]").fill(CAPTION)
    send(page)
    expect(page.locator("h1")).to_have_text(NEWS)
    story.facts["update"] = page.url


def everyone_sees_her_photograph(story):
    page = story.visitors.come()
    page.goto(story.facts["update"])
    expect(page.locator("main")).to_contain_text(MORE)
    picture = page.get_by_alt_text(CAPTION)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("each => each.naturalWidth") > 0
    expect(page.locator("main .remacto-completion--completed")).to_be_visible()
    looks_right(page)


def of_a_project_that_is_not_hers_she_says_nothing(story):
    story.visitors.expect("403")
    page = story.phone("responsable")
    answer = page.goto(story.project("desk", "update/"))
    assert answer.status == 403
    expect(page.locator("[name=title]")).to_have_count(0)
    looks_right(page)


def the_association_contradicts_her(story):
    page = story.phone("association")
    page.goto(story.milestone("budget"))
    page.locator("main a[href$='/note/']").click()
    expect(page.locator("main .remacto-completion--completed")).to_be_visible()
    looks_right(page)
    choose(page, "stance", "contradicts")
    choose(page, "completion", "limited")
    page.locator("[name=text]").fill(DOUBT)
    send(page)
    note = page.locator(".remacto-entry--theirs")
    expect(note).to_contain_text(DOUBT)
    expect(note).to_contain_text("جمعية الحي")
    voices = page.locator(".remacto-voice")
    expect(voices.nth(0).locator(".remacto-completion--completed")).to_be_visible()
    expect(voices.nth(1).locator(".remacto-completion--limited")).to_be_visible()


def the_officer_replies_and_neither_voice_changes(story):
    page = story.who("focal")
    page.goto(story.admin("monitoring-notes/"))
    page.locator("main .remacto-follow__row h2 a").first.click()
    expect(page.locator("main blockquote")).to_contain_text(DOUBT)
    story.looks_right(page)
    page.locator("main [name=text]").fill(REPLY)
    page.locator("main form [type=submit]").last.click()
    well_done(page)

    page = story.visitors.come()
    page.goto(story.milestone("budget"))
    expect(page.locator("[id^=reply-]")).to_contain_text(REPLY)
    expect(page.locator(".remacto-entry--theirs")).to_contain_text(DOUBT)
    voices = page.locator(".remacto-voice")
    expect(voices.nth(0).locator(".remacto-completion--completed")).to_be_visible()
    expect(voices.nth(1).locator(".remacto-completion--limited")).to_be_visible()
    looks_right(page)


def another_milestone_is_postponed_and_keeps_its_first_date(story):
    page = story.phone("arabe")
    page.goto(story.milestone("desk", "postpone/"))
    looks_right(page)
    page.locator("[name=due]").fill(f"{IN_TWO_YEARS}-06")
    page.locator("[name=words]").fill(LATE)
    send(page)
    milestone = page.locator(f"#milestone-{story.facts['desk']['milestone']}")
    expect(milestone.locator("s")).to_be_visible()
    expect(milestone).to_contain_text(IN_TWO_YEARS)

    page = story.visitors.come()
    page.goto(story.milestone("desk", language="fr"))
    expect(page.locator("main")).to_contain_text(LATE)
    looks_right(page)


def a_neighbour_offers_her_association_as_a_partner(story):
    page = story.phone("voisine")
    page.goto(story.project("desk", "partner/"))
    looks_right(page)
    page.locator("[name=organisation_ar]").fill(NEIGHBOURS)
    choose(page, "role", "support")
    page.locator("[name=brings]").fill(MORE)
    page.locator("[name=consent]").check()
    send(page)
    page.wait_for_url(re.compile(r"/partnerships/\d+/"))
    expect(page.locator("main")).to_contain_text(NEIGHBOURS)
    looks_right(page)

    # Nobody else reads of it before the other side has confirmed.
    stranger = story.visitors.come()
    stranger.goto(story.project("desk", "progress/"))
    expect(stranger.locator("h1")).to_be_visible()
    expect(stranger.locator("main")).not_to_contain_text(NEIGHBOURS)


def the_association_evaluates_on_its_telephone(story):
    page = story.phone("association")
    page.goto(story.programme("evaluate/", "ar"))
    looks_right(page)
    page.locator("#final ol a").first.click()
    for key, completion in (("budget", "limited"), ("desk", "not_started")):
        number = story.facts[key]["project"]
        expect(page.locator("h1")).to_have_text(story.facts[key]["title_ar"])
        choose(page, f"p{number}-completion", completion)
        choose(page, f"p{number}-transparency", "unchanged")
        page.locator(f"[name=p{number}-lessons]").fill(LESSON)
        looks_right(page)
        send(page)
    page.locator("[name=whole-summary]").fill(LESSON)
    looks_right(page)
    send(page)
    page.locator("#final [name=sure]").check()
    page.locator("#final form [type=submit]").click()
    page.wait_for_url(re.compile(r"/evaluations/\d+/"))
    expect(page.locator("main")).to_contain_text(LESSON)
    looks_right(page)


def and_the_administration_at_its_desk(story):
    page = story.who("focal")
    page.goto(story.admin("evaluations/"))
    begin = page.locator("main form[action$='/begin/']")
    final = begin.filter(has=page.locator("[name=moment][value=final]"))
    final.filter(has=page.locator("[value=administration]")).locator("button").click()
    for key, completion in (("budget", "completed"), ("desk", "limited")):
        number = story.facts[key]["project"]
        page.locator(f"[name=p{number}-completion]").select_option(completion)
        page.locator(f"[name=p{number}-transparency]").select_option("marginal")
        page.locator(f"[name=p{number}-lessons]").fill(OURS)
    page.locator("[name=whole-summary]").fill(OURS)
    page.locator("main form [type=submit]").first.click()
    well_done(page)
    story.looks_right(page)
    page.locator("main [name=sign]").click()
    well_done(page)


def the_focal_point_closes_the_cycle(story):
    page = story.who("focal")
    page.goto(story.admin(f"evaluations/cycle/{story.facts['cycle']}/close/"))
    # Both have signed: nothing has to be explained.
    expect(page.locator("main [name=words]")).to_have_count(0)
    story.looks_right(page)
    page.locator("main [name=close]").click()
    well_done(page)

    page = story.phone("responsable")
    assert page.goto(story.project("budget", "update/")).status == 403
    expect(page.locator("[name=title]")).to_have_count(0)


def and_opens_the_next_with_what_is_unfinished(story):
    page = story.who("focal")
    page.goto(story.admin(f"next-cycle/{story.facts['cycle']}/open/"))
    page.locator("[name=identifier]").fill("recit-2")
    page.locator("main [name=title]").fill("Deuxième cycle")
    page.locator("main form [type=submit]").click()
    well_done(page)
    story.facts["next"] = re.search(r"/next-cycle/(\d+)/", page.url)[1]
    number = story.facts["desk"]["project"]
    page.locator(f"[name=project][value='{number}']").check()
    page.locator("main [name=words]").fill(WHY)
    page.locator("main [name=carry]").click()
    well_done(page)
    line = page.locator("main tr", has_text=story.facts["desk"]["title"])
    expect(line).to_contain_text(WHY)
    expect(line.locator("[name=project]")).to_have_count(0)
    story.looks_right(page)
    carried = line.locator("a[href*='/pages/']").get_attribute("href")
    page.goto(story.portal.root + carried)
    expect(page.locator("[name=title]")).to_have_value(story.facts["desk"]["title"])


def and_everyone_sees_where_it_was_begun(story):
    carried = json.loads(story.stage(f"publish_next({story.facts['next']})"))
    before = story.facts["desk"]
    page = story.visitors.come()
    page.goto(story.portal.root + carried["url"])
    expect(page.locator("h1")).to_contain_text(before["title"])
    page.locator(".remacto-card > a", has_text=before["title"]).click()
    # What was adopted stands as it stood, under the address that it had.
    expect(page.locator("h1")).to_contain_text(before["title"])
    expect(page.locator(f"#milestone-{before['milestone']}")).to_be_visible()
    for language, name in (("ar", "title_ar"), ("fr", "title")):
        page.goto(story.portal.url(language, f"projects/{carried['project']}/journey/"))
        expect(page.locator("main")).to_contain_text(before[name])
        looks_right(page)


def everyone_reads_both_voices_of_a_project(story):
    page = story.visitors.come()
    for language, name in (("ar", "title_ar"), ("fr", "title")):
        fact = story.facts["budget"]
        page.goto(story.project("budget", "progress/", language))
        expect(page.locator("h1")).to_contain_text(fact[name])
        milestone = page.locator(f"#milestone-{fact['milestone']}")
        says(milestone, "completed", "limited")
        expect(milestone.locator(".remacto-differ")).to_be_visible()
        expect(page.locator(".remacto-updates")).to_contain_text(NEWS)
        looks_right(page)


def and_of_the_programme(story):
    page = story.visitors.come()
    for language, name in (("ar", "title_ar"), ("fr", "title")):
        page.goto(story.programme("progress/", language))
        row = page.locator("main tr", has_text=story.facts["budget"][name])
        expect(row.locator(".remacto-completion--completed")).to_be_visible()
        expect(row.locator(".remacto-completion--limited")).to_be_visible()
        expect(row.locator(".remacto-differ")).to_be_visible()
        other = page.locator("main tr", has_text=story.facts["desk"][name])
        expect(other.locator(".remacto-completion--not_started")).to_be_visible()
        looks_right(page)
        page.locator("main a[href$='/evaluations/']").first.click()
        # Side by side, and neither beneath the other.
        main = page.locator("main")
        expect(main.locator("li.remacto-says-it--administration")).not_to_have_count(0)
        expect(main.locator("li.remacto-says-it--civil_society")).not_to_have_count(0)
        for words in (LESSON, OURS):
            expect(main).to_contain_text(words)
        looks_right(page)


SENTENCES = [
    the_lead_says_on_a_telephone_that_it_is_done,
    everyone_sees_her_photograph,
    of_a_project_that_is_not_hers_she_says_nothing,
    the_association_contradicts_her,
    the_officer_replies_and_neither_voice_changes,
    another_milestone_is_postponed_and_keeps_its_first_date,
    a_neighbour_offers_her_association_as_a_partner,
    the_association_evaluates_on_its_telephone,
    and_the_administration_at_its_desk,
    the_focal_point_closes_the_cycle,
    and_opens_the_next_with_what_is_unfinished,
    and_everyone_sees_where_it_was_begun,
    everyone_reads_both_voices_of_a_project,
    and_of_the_programme,
]


def test_two_years_can_be_lived_on_the_screens(story):
    for sentence in SENTENCES:
        sentence(story)
