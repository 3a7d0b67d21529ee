"""What the services keep equals what the rows say, whatever happens in which order."""

import datetime as dt
from collections import Counter
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from wagtail_remacto.models import Milestone, MonitoringNote, Update
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.models import (
    Completion,
    Postponement,
    ProjectProgress,
)
from wagtail_remacto.monitoring.services import milestones, updates
from wagtail_remacto.monitoring.services.notes import note

ORDER = list(Completion.values)
FIRST_VOICE = ("completion", "updated_on")
SECOND_VOICE = ("civil_completion",)
OURS = (
    "milestones",
    "weight",
    "limited_weight",
    "substantial_weight",
    "completed_weight",
    "completion",
    "updates",
    "updated_on",
)
THEIRS = (
    "civil_milestones",
    "civil_weight",
    "civil_limited_weight",
    "civil_substantial_weight",
    "civil_completed_weight",
    "civil_completion",
)


def said_by_us(milestone):
    """From the rows alone, and not as the package counts it."""
    rows = [
        row
        for row in Update.objects.filter(milestone=milestone)
        if not Update.objects.filter(supersedes=row).exists()
    ]
    words = sorted(
        (row.on, row.at, row.pk, row.completion) for row in rows if row.completion
    )
    days = [row.on for row in rows]
    return (words[-1][-1] if words else "not_started", max(days, default=None))


def said_by_them(milestone):
    """The newest note of each; most win, and of as many the more cautious."""
    newest = {}
    for row in MonitoringNote.objects.filter(milestone=milestone).order_by("at", "pk"):
        newest[(row.seat_id, row.partner_id)] = row.completion
    votes = Counter(newest.values())
    best = max(votes.values(), default=0)
    return next((word for word in ORDER if votes[word] == best and best), "")


def whole(weights):
    total = sum(weights.values())
    if not total:
        return ""
    if weights["completed"] == total:
        return "completed"
    if weights["completed"] + weights["substantial"] >= total / 2:
        return "substantial"
    return "not_started" if weights["not_started"] == total else "limited"


def recomputed(project):
    ours, theirs = Counter(), Counter()
    number = differing = spoken = 0
    for each in Milestone.objects.filter(project=project, withdrawn_at=None):
        if each.announced_at is None:
            continue
        number += 1
        mine, yours = said_by_us(each)[0], said_by_them(each)
        ours[mine] += each.weight
        if yours:
            spoken += 1
            theirs[yours] += each.weight
            differing += mine != yours
    news = [
        row
        for row in Update.objects.filter(project=project)
        if not Update.objects.filter(supersedes=row).exists()
    ]
    found = {
        "milestones": number,
        "weight": sum(ours.values()),
        "completion": whole(ours),
        "civil_milestones": spoken,
        "civil_weight": sum(theirs.values()),
        "civil_completion": whole(theirs),
        "differing": differing,
        "updates": len(news),
        "updated_on": max((row.on for row in news), default=None),
    }
    for word in ("limited", "substantial", "completed"):
        found[f"{word}_weight"] = ours[word]
        found[f"civil_{word}_weight"] = theirs[word]
    return found


def columns(row, names):
    return {name: getattr(row, name) for name in names}


def voices(commune):
    """Each voice of every milestone and of the project, apart."""
    rows = list(Milestone.objects.filter(project=commune.project).order_by("pk"))
    progress = ProjectProgress.objects.get(project=commune.project)
    ours = [columns(row, FIRST_VOICE) for row in rows]
    theirs = [columns(row, SECOND_VOICE) for row in rows]
    return (
        [*ours, columns(progress, OURS)],
        [*theirs, columns(progress, THEIRS)],
    )


def on_day(number):
    return dt.date(2025, 1 + number, 1)


def draft(commune, which, word, number):
    milestones.draft(
        project=commune.project,
        by=commune.officer,
        title=f"Jalon {number}",
        due="2027",
        weight=1 + number,
    )


def announce(commune, which, word, number):
    milestones.announce(project=commune.project, by=commune.officer)


def postpone(commune, which, word, number):
    milestones.postpone(
        milestone=which, by=commune.officer, due=str(2027 + number), words="Retard."
    )


def withdraw(commune, which, word, number):
    milestones.withdraw(milestone=which, by=commune.officer, words="Sans objet.")


def publish(commune, which, word, number):
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Nouvelles",
        milestone=which if number else None,
        completion=word if number else "",
        on=on_day(number),
    )


def supersede(commune, which, word, number):
    before = Update.objects.filter(project=commune.project).order_by("pk").last()
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Correction",
        milestone=which,
        completion=word,
        on=on_day(number),
        supersedes=before,
    )


def with_partners(commune):
    commune.partners = [
        PartnerFactory(project=commune.project).participant for _number in range(2)
    ]
    return commune


def say(commune, which, word, number):
    who = [commune.civil, commune.partners[0], commune.partners[1]][number % 3]
    which = Milestone.objects.get(pk=which.pk)
    note(
        milestone=which,
        who=who,
        stance="confirms" if word == which.completion else "contradicts",
        completion=word,
        text="Nous y étions.",
    )


BY_US = [draft, announce, postpone, withdraw, publish, supersede]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from([*BY_US, publish, say, say]),
        st.integers(0, 3),
        st.sampled_from(ORDER),
        st.integers(0, 5),
    ),
    max_size=14,
)


class AnyOrder(TestCase):
    def setUp(self):
        self.commune = with_partners(with_milestones(adopted_commune(), 2))

    @given(deeds=DEEDS)
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    def test_the_sums_are_what_the_rows_say_and_no_voice_moves_the_other(self, deeds):
        commune = self.commune
        announced = {}
        for deed, place, word, number in deeds:
            rows = list(Milestone.objects.filter(project=commune.project))
            ours, theirs = voices(commune)
            # What is refused has to change nothing either.
            with suppress(MonitoringError):
                deed(commune, rows[place % len(rows)], word, number)
            now_ours, now_theirs = voices(commune)
            if deed is say:
                assert now_ours == ours
            elif deed in (publish, supersede):
                assert now_theirs == theirs
            progress = ProjectProgress.objects.get(project=commune.project)
            truth = recomputed(commune.project)
            assert columns(progress, truth) == truth
            for each in Milestone.objects.filter(project=commune.project):
                assert (each.completion, each.updated_on) == said_by_us(each)
                assert each.civil_completion == said_by_them(each)
                if each.announced_at is not None:
                    fixed = (each.title, each.weight, each.first_due)
                    assert announced.setdefault(each.pk, fixed) == fixed


@pytest.mark.django_db
class TestRecounting:
    def recount(self, *options):
        out = StringIO()
        call_command("remacto_recount", *options, stdout=out)
        return out.getvalue()

    def test_nothing_is_wrong_after_the_services(self):
        commune = with_partners(with_milestones(adopted_commune(), 2))
        publish(commune, commune.milestones[0], "limited", 1)
        say(commune, commune.milestones[0], "completed", 0)
        assert self.recount() == "Every counter is right.\n"

    def test_a_wrong_sum_is_named_and_put_right(self):
        commune = with_milestones(adopted_commune(), 2)
        publish(commune, commune.milestones[0], "limited", 1)
        first = Milestone.objects.filter(pk=commune.milestones[0].pk)
        first.update(completion="completed", civil_completion="limited")
        ProjectProgress.objects.update(weight=7)
        with pytest.raises(CommandError, match="Wrong: 3"):
            self.recount()
        said = self.recount("--fix")
        assert "completion says completed, is limited" in said
        assert "weight says 7, is 2" in said
        assert self.recount() == "Every counter is right.\n"

    def test_a_missing_sum_is_made(self):
        commune = with_milestones(adopted_commune(), 2)
        ProjectProgress.objects.all().delete()
        self.recount("--fix")
        assert ProjectProgress.objects.get(project=commune.project).milestones == 2


def test_the_rule_is_the_one_that_readers_are_told():
    table = [
        ({}, ""),
        ({"not_started": 3}, "not_started"),
        ({"not_started": 3, "limited": 1}, "limited"),
        ({"not_started": 1, "substantial": 1}, "substantial"),
        ({"limited": 3, "completed": 2}, "limited"),
        ({"substantial": 1, "completed": 9}, "substantial"),
        ({"completed": 2}, "completed"),
    ]
    for weights, expected in table:
        assert rollup.roll_up(weights) == expected
        assert whole(Counter(weights)) == expected
    assert Postponement.later == frozenset()
