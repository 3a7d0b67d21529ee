"""Two officers in one grid, and a button that is pressed twice."""

import uuid

from django.contrib.auth import get_user_model

from tests.citizens import open_phase
from tests.factories import WorkshopFactory, day
from wagtail_remacto.models import Contribution, EntryRow, PhasePage, WorkshopPage
from wagtail_remacto.workshops.entry import grid


def a_workshop():
    phase = open_phase()
    workshop = WorkshopFactory(parent=phase, date=day(-1))
    officer = get_user_model().objects.create_superuser("saisie")
    return phase, workshop, officer


def save(phase, workshop, officer, key, title="Un banc"):
    return grid.save_row(
        workshop=WorkshopPage.objects.get(pk=workshop.pk),
        phase=PhasePage.objects.get(pk=phase.pk),
        key=key,
        typed={"title": title, "text": "À l’ombre."},
        by=officer,
    )


def test_rows_added_at_once_get_numbers_of_their_own(at_once):
    phase, workshop, officer = a_workshop()
    answers = at_once(
        lambda key: save(phase, workshop, officer, key),
        [uuid.uuid4() for _row in range(20)],
    )
    assert sorted(row.number for row in answers) == list(range(1, 21))


def test_one_row_saved_twice_at_once_is_one_row(at_once):
    phase, workshop, officer = a_workshop()
    key = uuid.uuid4()
    answers = at_once(lambda _n: save(phase, workshop, officer, key), list(range(8)))
    assert {row.number for row in answers} == {1}
    assert EntryRow.objects.count() == 1


def test_rows_published_and_rewritten_at_once_are_each_one_idea(at_once):
    phase, workshop, officer = a_workshop()
    keys = [uuid.uuid4() for _row in range(6)]
    for key in keys:
        save(phase, workshop, officer, key)

    def act(step):
        if step % 2:
            return save(phase, workshop, officer, keys[step // 2], "Deux bancs")
        page = WorkshopPage.objects.get(pk=workshop.pk)
        return grid.publish(workshop=page, by=officer).count

    answers = at_once(act, list(range(12)))
    assert not [each for each in answers if isinstance(each, Exception)]
    grid.publish(workshop=workshop, by=officer)
    assert Contribution.objects.count() == 6
    assert not EntryRow.objects.filter(contribution=None).exists()
    assert not EntryRow.objects.exclude(data={}).exists()
