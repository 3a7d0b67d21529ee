"""The second half of the method: carried out, followed and evaluated in two voices.

It goes on where ``test_the_story`` ends, with an adopted programme, and ends with
another cycle that begins from what was learnt.
"""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from tests.citizens import ParticipantFactory, UserFactory
from tests.officers import network_officer
from tests.test_the_story import SENTENCES as UNTIL_THE_ADOPTION
from tests.test_the_story import on, phase, story
from wagtail_remacto.committees.models import College
from wagtail_remacto.contributions.services.following import follow
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action, PhaseKind
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.journey.invariants import verify
from wagtail_remacto.models import Activity, ProjectPage, Seat
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.errors import CycleClosed, EvaluationsOwed
from wagtail_remacto.monitoring.services import (
    closing,
    evaluations,
    leads,
    library,
    milestones,
    notes,
    partners,
    succession,
    updates,
)
from wagtail_remacto.programmes.standing import standing_of

pytestmark = pytest.mark.django_db

__all__ = ["story"]


def progress(project: Any) -> tuple[str, str]:
    """What both voices say of a project, as it is in the database."""
    found = ProjectPage.objects.get(pk=project.pk).progress
    return found.completion, found.civil_completion


def the_implementation_is_launched_at_the_beginning_of_2024(story):
    story.implementation = phase(
        story.cycle,
        PhaseKind.IMPLEMENTATION,
        dt.date(2024, 1, 2),
        dt.date(2025, 12, 31),
    )
    # As the adoption has published them.
    story.budget_project.refresh_from_db()
    story.desk_project.refresh_from_db()
    story.page_online = milestones.draft(
        project=story.budget_project,
        by=story.comms,
        title="La page est en ligne",
        title_ar="الصفحة على الإنترنت",
        due="2024-09",
        weight=2,
        evidence="L’adresse de la page.",
        now=on(2024, 1, 8),
    )
    story.panel = milestones.draft(
        project=story.budget_project,
        by=story.comms,
        title="Un panel l’a relue",
        due="2025-03-31",
        now=on(2024, 1, 8),
    )
    story.rounds = milestones.draft(
        project=story.desk_project,
        by=story.comms,
        title="Onze douars desservis",
        due="2025-06",
        now=on(2024, 1, 8),
    )
    for project in (story.budget_project, story.desk_project):
        milestones.announce(project=project, by=story.comms, now=on(2024, 1, 10))
    assert progress(story.budget_project) == ("not_started", "")


def each_project_has_a_lead_who_needs_no_right_to_pages(story):
    story.lead = UserFactory()
    leads.name_lead(
        project=story.budget_project,
        user=story.lead,
        by=story.comms,
        now=on(2024, 1, 15),
    )
    with pytest.raises(gate.Refused):
        updates.publish(
            project=story.desk_project,
            by=story.lead,
            title="Pas le mien",
            now=on(2024, 1, 16),
        )


def civil_society_is_involved_in_the_implementation(story):
    story.association = ParticipantFactory()
    story.partner = partners.offer(
        project=story.budget_project,
        participant=story.association,
        organisation="Association des usagers",
        brings="Vingt relecteurs.",
        now=on(2024, 2, 1),
    )
    with pytest.raises(gate.Refused):
        notes.note(
            milestone=story.page_online,
            who=story.association,
            stance="confirms",
            text="Trop tôt.",
            now=on(2024, 2, 2),
        )
    partners.confirm(
        partner=story.partner,
        by=story.comms,
        administration_brings="Une salle.",
        now=on(2024, 2, 10),
    )


def the_administration_says_how_far_it_is(story):
    follow(participant=story.author, target=story.desk_project)
    updates.publish(
        project=story.budget_project,
        milestone=story.page_online,
        by=story.lead,
        title="الصفحة على الإنترنت",
        completion="completed",
        language="ar",
        on=dt.date(2024, 9, 20),
        now=on(2024, 9, 21),
    )
    updates.publish(
        project=story.desk_project,
        milestone=story.rounds,
        by=story.comms,
        title="Huit douars sur onze",
        completion="substantial",
        now=on(2025, 2, 3),
    )
    assert progress(story.budget_project) == ("substantial", "")


def a_milestone_is_postponed_with_a_reason_and_keeps_its_first_date(story):
    assert story.panel in queries.overdue_milestones(dt.date(2025, 4, 1))
    assert story.panel not in queries.overdue_milestones(dt.date(2025, 3, 31))
    postponed = milestones.postpone(
        milestone=story.panel,
        by=story.comms,
        due="2025-10",
        words="Le tirage au sort est refait.",
        now=on(2025, 4, 2),
    )
    assert (postponed.before, postponed.after) == ("2025-03-31", "2025-10")
    assert story.panel not in queries.overdue_milestones(dt.date(2025, 4, 2))


def civil_society_monitors_it_and_disagrees(story):
    story.civil = Seat.objects.filter(
        committee=story.committee, college=College.CIVIL_SOCIETY
    )[0].user
    notes.note(
        milestone=story.page_online,
        who=story.association,
        stance="confirms",
        text="La page est claire.",
        now=on(2024, 10, 1),
    )
    before = progress(story.desk_project)[0]
    story.doubt = notes.note(
        milestone=story.rounds,
        who=story.civil,
        stance="contradicts",
        completion="limited",
        text="Trois douars n’ont jamais vu le guichet.",
        now=on(2025, 3, 1),
    )
    assert progress(story.desk_project) == (before, "limited")
    assert progress(story.budget_project) == ("substantial", "completed")
    with pytest.raises(gate.Refused):
        notes.note(
            milestone=story.rounds,
            who=story.comms,
            stance="confirms",
            text="Tout va bien.",
            now=on(2025, 3, 2),
        )


def the_administration_replies_and_changes_nothing_of_it(story):
    notes.reply(
        note=story.doubt,
        by=story.comms,
        text="Le véhicule était en panne.",
        now=on(2025, 3, 5),
    )
    assert progress(story.desk_project) == ("substantial", "limited")


def what_was_postponed_is_done_in_the_end(story):
    updates.publish(
        project=story.budget_project,
        milestone=story.panel,
        by=story.lead,
        title="Le panel l’a relue",
        completion="completed",
        now=on(2025, 9, 30),
    )
    assert progress(story.budget_project) == ("completed", "completed")
    assert Activity.objects.filter(kind="completed").count() == 1


def without_news_for_ninety_days_everyone_is_told(story):
    quiet = queries.quiet_projects(dt.date(2025, 5, 5))
    assert story.desk_project in quiet
    assert story.desk_project not in queries.quiet_projects(dt.date(2025, 5, 4))


def the_authors_of_the_ideas_hear_along_the_lineage(story):
    of_budget = Activity.objects.filter(project=story.budget_project)
    heard = set(of_budget.values_list("kind", flat=True))
    assert {"validated", "voted", "milestones", "update", "postponed"} <= heard
    concerned = set(
        of_budget.filter(kind="update").values_list("concerns__contribution", flat=True)
    )
    # The idea that leads, and the one in Arabic that was merged into it.
    assert concerned == {story.online.pk, story.in_arabic.pk}


def both_sides_evaluate_the_programme(story):
    phase(
        story.cycle,
        PhaseKind.EVALUATION,
        dt.date(2025, 11, 1),
        dt.date(2025, 12, 31),
    )
    said = {
        "administration": (story.focal, "completed", "substantial"),
        "civil_society": (story.civil, "completed", "limited"),
    }
    for voice, (account, budget, desks) in said.items():
        draft = evaluations.draft(
            programme=story.programme,
            moment="final",
            voice=voice,
            by=account,
            summary="En deux ans.",
            now=on(2025, 11, 20),
        )
        with pytest.raises(EvaluationsOwed):
            closing.close(cycle=story.cycle, by=story.focal, now=on(2025, 11, 21))
        evaluations.change(
            evaluation=draft,
            by=account,
            projects={
                project: evaluations.Said(
                    completion, "", dict.fromkeys(project.values, "marginal")
                )
                for project, completion in (
                    (ProjectPage.objects.get(pk=story.budget_project.pk), budget),
                    (ProjectPage.objects.get(pk=story.desk_project.pk), desks),
                )
            },
            now=on(2025, 11, 25),
        )
        evaluations.sign(evaluation=draft, by=account, now=on(2025, 12, 1))
    assert closing.missing(story.cycle) == []


def the_final_evaluation_closes_the_cycle(story):
    closing.close(cycle=story.cycle, by=story.focal, now=on(2025, 12, 15))
    for late in (
        lambda: updates.publish(
            project=story.budget_project,
            by=story.lead,
            title="Encore",
            now=on(2025, 12, 20),
        ),
        lambda: notes.note(
            milestone=story.rounds,
            who=story.civil,
            stance="confirms",
            text="Encore.",
            now=on(2025, 12, 20),
        ),
    ):
        with pytest.raises(CycleClosed):
            late()
    assert not queries.overdue_milestones(dt.date(2026, 6, 1)).exists()


def another_cycle_begins_at_the_end_of_2025(story):
    story.next = succession.open_next(
        cycle=story.cycle,
        by=story.focal,
        identifier="2025",
        title="Deuxième cycle",
        now=on(2025, 12, 16),
    )
    assert story.next.predecessor == story.cycle
    story.next.save_revision().publish()
    phase(
        story.next,
        PhaseKind.CO_CREATION,
        dt.date(2026, 1, 10),
        dt.date(2026, 2, 20),
        Action.CONTRIBUTE,
    )


def what_is_unfinished_is_carried_over_with_its_lineage(story):
    offered = succession.offered(story.next)
    assert [each.project for each in offered.projects] == [story.desk_project]
    carried = succession.carry_project(
        cycle=story.next,
        project=story.desk_project,
        by=story.focal,
        words="Trois douars restent à desservir.",
        now=on(2025, 12, 18),
    )
    draft = carried.new_project
    assert not draft.live
    assert draft.origin.source == story.desk_project
    again = succession.carry_project(
        cycle=story.next,
        project=story.desk_project,
        by=story.focal,
        words="Trois douars restent à desservir.",
        now=on(2025, 12, 18),
    )
    assert again.new_project == draft


def other_towns_may_begin_from_what_worked(story):
    entry = library.recommend(
        project=story.budget_project,
        by=network_officer(),
        words="Compris de tous.",
        now=on(2025, 12, 19),
    )
    assert entry.project == story.budget_project


def the_first_programme_stays_as_it_was(story):
    assert standing_of(story.programme).is_adopted
    page = ProjectPage.objects.get(pk=story.budget_project.pk)
    assert page.live
    assert story.panel.due == PartialDate("2025-03-31")
    story.panel.refresh_from_db()
    assert story.panel.due == PartialDate("2025-10")


def everything_can_still_be_verified(story):
    assert list(verify()) == []


SENTENCES = [
    *UNTIL_THE_ADOPTION,
    the_implementation_is_launched_at_the_beginning_of_2024,
    each_project_has_a_lead_who_needs_no_right_to_pages,
    civil_society_is_involved_in_the_implementation,
    the_administration_says_how_far_it_is,
    a_milestone_is_postponed_with_a_reason_and_keeps_its_first_date,
    civil_society_monitors_it_and_disagrees,
    the_administration_replies_and_changes_nothing_of_it,
    what_was_postponed_is_done_in_the_end,
    without_news_for_ninety_days_everyone_is_told,
    the_authors_of_the_ideas_hear_along_the_lineage,
    both_sides_evaluate_the_programme,
    the_final_evaluation_closes_the_cycle,
    another_cycle_begins_at_the_end_of_2025,
    what_is_unfinished_is_carried_over_with_its_lineage,
    other_towns_may_begin_from_what_worked,
    the_first_programme_stays_as_it_was,
    everything_can_still_be_verified,
]


def test_two_years_can_be_lived_through_the_services(story: SimpleNamespace):
    for sentence in SENTENCES:
        sentence(story)
    assert closing.current(story.cycle) is not None
