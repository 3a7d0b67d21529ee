"""Several people write in one draft: nobody’s words are lost to an older form."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from tests.citizens import UserFactory
from tests.factories import SeatFactory
from tests.monitoring.test_evaluation_screens import WHOLE, address, answers, step
from tests.monitoring.test_evaluations import OURS, THEIRS, begun, commune, complete
from tests.officers import focal_point, signed_in
from wagtail_remacto.committees.models import College
from wagtail_remacto.models import Evaluation, ProjectEvaluation
from wagtail_remacto.monitoring.errors import NotAsRead
from wagtail_remacto.monitoring.services import evaluations

__all__ = ["commune"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

MINE, OTHERS = "Il faut des bancs.", "Il faut de l’ombre."
SEEN = re.compile(r'name="((?:p\d+-|whole-)?seen)" value="(\w+)"')


def marks_in(answer):
    """The marks of the parts that a screen shows, as a browser sends them back."""
    found = dict(SEEN.findall(answer.content.decode()))
    assert found
    return found


def another_seat(commune):
    account = UserFactory()
    SeatFactory(
        committee=commune.committee, college=College.CIVIL_SOCIETY, user=account
    )
    return signed_in(account)


def lessons():
    return ProjectEvaluation.objects.get().lessons


class TestTwoSeats:
    @pytest.fixture
    def seats(self, commune):
        return signed_in(commune.civil), another_seat(commune)

    @pytest.mark.parametrize("has_begun", [False, True])
    def test_who_saves_an_old_step_keeps_what_both_have_typed(
        self, commune, seats, has_begun
    ):
        if has_begun:
            complete(commune, begun(commune, THEIRS))
        url = step(commune, commune.project.pk)
        mine, other = seats
        opened = marks_in(mine.get(url))
        saved = other.post(
            url, answers(commune, lessons=OTHERS) | marks_in(other.get(url))
        )
        assert saved.status_code == 302
        refused = mine.post(url, answers(commune, lessons=MINE) | opened)
        assert refused.status_code == 422
        assert lessons() == OTHERS
        page = refused.content.decode()
        assert "Somebody else has saved this while you were writing." in page
        assert MINE in page
        assert OTHERS in page
        # Whoever has read both decides.
        both = f"{OTHERS} {MINE}"
        sent = mine.post(url, answers(commune, lessons=both) | marks_in(refused))
        assert sent.status_code == 302
        assert lessons() == both

    def test_whoever_saves_the_same_words_twice_is_not_refused(self, commune, seats):
        url = step(commune, commune.project.pk)
        opened = marks_in(seats[0].get(url))
        for _twice in range(2):
            sent = seats[0].post(url, answers(commune, lessons=MINE) | opened)
            assert sent.status_code == 302
        assert lessons() == MINE

    def test_whoever_has_typed_nothing_new_takes_nothing_back(self, commune, seats):
        complete(commune, begun(commune, THEIRS))
        url = step(commune, commune.project.pk)
        opened = marks_in(seats[0].get(url))
        seats[1].post(
            url, answers(commune, lessons=OTHERS) | marks_in(seats[1].get(url))
        )
        sent = seats[0].post(url, answers(commune, lessons="Écrire plus tôt.") | opened)
        assert sent.status_code == 302
        assert lessons() == OTHERS

    def test_of_different_steps_are_both_kept(self, commune, seats):
        first, second = step(commune, commune.project.pk), step(commune, "whole")
        opened = marks_in(seats[0].get(first))
        seats[1].post(second, WHOLE | marks_in(seats[1].get(second)))
        sent = seats[0].post(first, answers(commune, lessons=MINE) | opened)
        assert sent.status_code == 302
        assert (lessons(), Evaluation.objects.get().summary) == (
            MINE,
            WHOLE["whole-summary"],
        )

    def test_of_the_whole_are_refused_as_well(self, commune, seats):
        url = step(commune, "whole")
        opened = marks_in(seats[0].get(url))
        seats[1].post(
            url, {**WHOLE, "whole-summary": OTHERS, **marks_in(seats[1].get(url))}
        )
        refused = seats[0].post(url, {**WHOLE, "whole-summary": MINE, **opened})
        assert refused.status_code == 422
        assert Evaluation.objects.get().summary == OTHERS
        page = refused.content.decode()
        assert MINE in page
        assert OTHERS in page

    def test_an_old_form_survives_a_session_that_has_ended(self, commune, seats):
        url = step(commune, commune.project.pk)
        opened = marks_in(seats[0].get(url))
        seats[1].post(
            url, answers(commune, lessons=OTHERS) | marks_in(seats[1].get(url))
        )
        seats[0].logout()
        seats[0].post(url, answers(commune, lessons=MINE) | opened)
        seats[0].force_login(commune.civil)
        found = seats[0].get(url)
        assert MINE in found.content.decode()
        assert marks_in(found) == opened

    def test_nobody_signs_what_they_have_not_read(self, commune, seats):
        draft = complete(commune, begun(commune, THEIRS))
        overview = address("evaluate", commune.programme.pk)
        opened = marks_in(seats[0].get(overview))
        url = step(commune, commune.project.pk)
        seats[1].post(
            url, answers(commune, lessons=OTHERS) | marks_in(seats[1].get(url))
        )
        signature = {"act": "sign", "moment": "final", "sure": "yes"}
        refused = seats[0].post(overview, signature | opened)
        assert refused.status_code == 422
        assert "changed the draft since you opened it" in refused.content.decode()
        assert Evaluation.objects.get(pk=draft.pk).signed_at is None
        seats[0].post(overview, signature | marks_in(refused))
        assert Evaluation.objects.get(pk=draft.pk).signed_at


class TestTwoOfficers:
    @pytest.fixture
    def officers(self, commune):
        found = []
        for account in (commune.focal, focal_point(commune, "second")):
            UserProfile.objects.create(user=account, preferred_language="en")
            found.append(signed_in(account))
        return found

    @pytest.fixture
    def url(self, commune):
        draft = complete(commune, begun(commune, OURS, language="fr"))
        return reverse("remacto_evaluation", args=[draft.pk])

    def test_whoever_is_later_reads_what_the_other_has_written(
        self, commune, officers, url
    ):
        opened = marks_in(officers[0].get(url))
        officers[1].post(url, {**WHOLE, **answers(commune, lessons=OTHERS), **opened})
        mine = {**WHOLE, **answers(commune, lessons=MINE)}
        refused = officers[0].post(url, mine | opened)
        assert refused.status_code == 422
        assert lessons() == OTHERS
        page = refused.content.decode()
        assert page.count("Somebody else has saved this while you were writing.") == 1
        assert MINE in page
        assert OTHERS in page
        assert officers[0].post(url, mine | marks_in(refused)).status_code == 302
        assert lessons() == MINE

    def test_what_only_one_has_changed_is_kept(self, commune, officers, url):
        opened = marks_in(officers[0].get(url))
        officers[1].post(
            url,
            {
                **WHOLE,
                "whole-summary": "",
                **answers(commune, lessons=OTHERS),
                **opened,
            },
        )
        unchanged = answers(commune, lessons="Écrire plus tôt.")
        sent = officers[0].post(
            url, {**WHOLE, "whole-summary": MINE, **unchanged, **opened}
        )
        assert sent.status_code == 302
        assert (lessons(), Evaluation.objects.get().summary) == (OTHERS, MINE)

    def test_nobody_signs_what_they_have_not_read(self, commune, officers, url):
        opened = marks_in(officers[0].get(url))
        officers[1].post(
            url,
            {
                **WHOLE,
                "whole-summary": "",
                **answers(commune, lessons=OTHERS),
                **opened,
            },
        )
        unchanged = answers(commune, lessons="Écrire plus tôt.")
        sent = officers[0].post(
            url, {**WHOLE, "whole-summary": MINE, **unchanged, **opened, "sign": "1"}
        )
        assert sent.url == url
        draft = Evaluation.objects.get()
        assert (draft.signed_at, draft.summary) == (None, MINE)
        page = officers[0].get(url).content.decode()
        assert "changed the draft since you opened it" in page
        assert OTHERS in page


def test_a_mark_is_the_same_however_a_browser_ends_its_lines(commune):
    said = evaluations.Said("limited", "Un.\nDeux.")
    typed = evaluations.Said("limited", "Un.\r\nDeux.\r\n")
    marks = [evaluations.marks.of_said(commune.project, each) for each in (said, typed)]
    assert marks[0] == marks[1]


def test_a_service_signs_only_what_was_read(commune):
    draft = complete(commune, begun(commune, OURS))
    seen = evaluations.mark(draft)
    with override("fr"):
        complete(commune, draft, completion="completed")
    with pytest.raises(NotAsRead):
        evaluations.sign(evaluation=draft, by=commune.focal, seen=seen)
    evaluations.sign(evaluation=draft, by=commune.focal, seen=evaluations.mark(draft))
