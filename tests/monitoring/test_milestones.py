import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.carrying_out import MilestoneFactory, adopted_commune, with_milestones
from tests.citizens import UserFactory
from tests.officers import AL_HOCEIMA, signed_in
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import Milestone
from wagtail_remacto.monitoring import queries
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.models import (
    CycleClosing,
    Postponement,
    ProjectProgress,
)
from wagtail_remacto.monitoring.services import leads, milestones, updates
from wagtail_remacto.people.models import RecordError
from wagtail_remacto.programmes.models import Deliberation, ProjectPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


def drafted(commune, **words):
    words = {"title": "Ouvrir le guichet", "due": "2027-06", **words}
    return milestones.draft(project=commune.project, by=commune.officer, **words)


def postponed(commune, due="2027-09", words="Le local est en travaux.", **more):
    return milestones.postpone(
        **{
            "milestone": commune.milestones[0],
            "by": commune.officer,
            "due": due,
            "words": words,
            **more,
        }
    )


def not_adopted(commune):
    """As if the vote had never been recorded."""
    rows = Deliberation.objects.filter(pk=commune.deliberation.pk)
    rows.update(outcome="", sources=[])


def close(commune):
    CycleClosing.objects.create(
        cycle=commune.cycle, by=commune.focal, at=timezone.now()
    )


def says(sentence, call, *args, **kwargs):
    with pytest.raises(MonitoringError) as refusal:
        call(*args, **kwargs)
    assert refusal.value.sentence.startswith(sentence)


def test_a_draft_keeps_its_date_as_precise_as_it_is_known(commune):
    made = drafted(commune, due="2027-06", title="  Ouvrir\u200b le   guichet ")
    made.refresh_from_db()
    assert made.due == PartialDate("2027-06")
    assert made.due_last == dt.date(2027, 6, 30)
    assert made.title == "Ouvrir le guichet"
    assert made.position == 2
    assert made.announced_at is None


def test_a_draft_is_seen_by_nobody_and_counts_nothing(commune):
    drafted(commune, weight=50)
    assert len(queries.milestones_of(commune.project)) == 2
    assert ProjectProgress.objects.get(project=commune.project).weight == 2


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": " ", "title_ar": ""}, "title"),
        ({"due": ""}, "due"),
        ({"due": "2027-13"}, "due"),
        ({"weight": 0}, "weight"),
        ({"weight": 101}, "weight"),
        ({"title": "x" * 251}, "title"),
    ],
)
def test_what_is_missing_is_named_by_its_field(commune, words, field):
    with pytest.raises(ValidationError) as wrong:
        drafted(commune, **words)
    assert list(wrong.value.message_dict) == [field]


def test_drafts_are_written_before_the_council_has_voted_and_announced_after(commune):
    not_adopted(commune)
    drafted(commune)
    says(
        "The council has not adopted this programme yet",
        milestones.announce,
        project=commune.project,
        by=commune.officer,
    )


def test_a_draft_can_be_changed_and_thrown_away(commune):
    made = drafted(commune)
    milestones.change(milestone=made, by=commune.focal, title_ar="شباك", due="2027")
    made.refresh_from_db()
    assert (made.title, made.title_ar, made.due) == (
        "Ouvrir le guichet",
        "شباك",
        "2027",
    )
    milestones.delete(milestone=made, by=commune.focal)
    assert not Milestone.objects.filter(pk=made.pk).exists()


def test_all_drafts_are_announced_at_once_and_told_once(commune, told):
    drafted(commune)
    second = drafted(commune)
    announced = milestones.announce(project=commune.project, by=commune.officer)
    assert len(announced) == 2
    assert [(kind, facts["number"]) for kind, facts in told] == [("milestones", 2)]
    assert second in queries.milestones_of(commune.project)
    assert ProjectProgress.objects.get(project=commune.project).milestones == 4
    says(
        "There is no drafted milestone left",
        milestones.announce,
        project=commune.project,
        by=commune.officer,
    )


def test_one_draft_is_announced_alone(commune):
    drafted(commune)
    second = drafted(commune)
    made = milestones.announce(
        project=commune.project, by=commune.officer, milestones=[second]
    )
    assert made == [second]
    assert Milestone.objects.filter(announced_at__isnull=True).count() == 1


def test_nothing_is_announced_on_a_page_that_nobody_can_read(commune):
    drafted(commune)
    ProjectPage.objects.filter(pk=commune.project.pk).update(live=False)
    says(
        "The project’s page is not published",
        milestones.announce,
        project=commune.project,
        by=commune.officer,
    )


def test_what_is_announced_is_neither_changed_nor_deleted(commune):
    announced = commune.milestones[0]
    sentence = "This milestone is announced"
    says(sentence, milestones.change, milestone=announced, by=commune.officer, weight=9)
    says(sentence, milestones.delete, milestone=announced, by=commune.officer)


def whole(milestone):
    milestone.title = "Autre chose"
    milestone.save()


def by_field(milestone):
    milestone.weight = 9
    milestone.save(update_fields=["weight"])


def silently(milestone):
    milestone.due = PartialDate("2030")
    milestone.save(update_fields=["due", "due_last"])


def partly_read(milestone):
    found = Milestone.objects.only("title").get(pk=milestone.pk)
    found.title = "Autre chose"
    found.save()


def refreshed(milestone):
    milestone.refresh_from_db()
    whole(milestone)


def through_update_or_create(milestone):
    Milestone.objects.update_or_create(
        pk=milestone.pk, defaults={"title": "Autre chose"}
    )


@pytest.mark.parametrize(
    "path",
    [whole, by_field, silently, partly_read, refreshed, through_update_or_create],
)
def test_no_path_rewrites_what_is_announced(commune, path):
    """``QuerySet.update`` is none: the model says so."""
    announced = commune.milestones[0]
    with pytest.raises(RecordError):
        path(announced)
    found = Milestone.objects.get(pk=announced.pk)
    assert (found.title, found.weight, found.due) == (
        announced_title(found),
        1,
        "2027-06",
    )


def announced_title(milestone):
    return f"Jalon {milestone.title.split()[-1]}"


def test_somebody_who_still_holds_the_draft_does_not_rewrite_it_either(commune):
    stale = drafted(commune)
    milestones.announce(project=commune.project, by=commune.officer)
    stale.title = "Autre chose"
    with pytest.raises(RecordError):
        stale.save()
    with pytest.raises(RecordError):
        stale.delete()


def test_a_new_object_with_the_key_of_a_row_does_not_rewrite_it_either(commune):
    milestone = commune.milestones[0]
    told = updates.publish(project=commune.project, by=commune.officer, title="Vrai")
    for row in (
        Milestone(
            pk=milestone.pk,
            project=commune.project,
            title="Autre chose",
            due=milestone.due,
            created_at=milestone.created_at,
        ),
        type(told)(
            pk=told.pk,
            project=commune.project,
            title="Autre chose",
            on=told.on,
            at=told.at,
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        assert type(row).objects.get(pk=row.pk).title != "Autre chose"


def test_a_postponement_keeps_the_old_date_visible_and_says_why(commune, told):
    made = postponed(commune)
    postponed(commune, due="2027-12", words="ما زالت الأشغال جارية.")
    (milestone,) = [
        each
        for each in queries.milestones_of(commune.project)
        if each.pk == commune.milestones[0].pk
    ]
    assert (milestone.due, milestone.due_last) == ("2027-12", dt.date(2027, 12, 31))
    assert milestone.first_due == "2027-06"
    assert [(p.before, p.after) for p in milestone.postponements.all()] == [
        ("2027-06", "2027-09"),
        ("2027-09", "2027-12"),
    ]
    assert made.reason == "Le local est en travaux."
    assert milestone.postponements.all()[1].language == "ar"
    assert [kind for kind, _facts in told] == ["postponed", "postponed"]


@pytest.mark.parametrize("due", ["2026", "2027-06", "2027-06-30", "2027-05-31"])
def test_an_earlier_date_is_no_postponement(commune, due):
    says("A milestone is only postponed to a day after", postponed, commune, due=due)
    assert not Postponement.objects.exists()


def test_a_year_is_later_than_a_month_in_it(commune):
    assert postponed(commune, due="2027").after == "2027"


@pytest.mark.parametrize("words", ["", " \u200b "])
def test_a_postponement_without_a_reason_is_refused(commune, words):
    says("Say why", postponed, commune, words=words)


@pytest.mark.parametrize("due", ["", "bientôt"])
def test_a_postponement_needs_a_date(commune, due):
    with pytest.raises(ValidationError) as wrong:
        postponed(commune, due=due)
    assert list(wrong.value.message_dict) == ["due"]


def test_only_what_is_announced_and_still_to_do_is_postponed(commune):
    draft = drafted(commune)
    says("This milestone is a draft", postponed, commune, milestone=draft)
    withdrawn = milestones.withdraw(
        milestone=commune.milestones[1], by=commune.officer, words="Sans objet."
    )
    says("This milestone is withdrawn", postponed, commune, milestone=withdrawn)
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="C’est fait",
        milestone=commune.milestones[0],
        completion="completed",
    )
    says("The administration calls this milestone completed", postponed, commune)


def test_withdrawing_the_last_that_is_not_done_completes_the_project(commune, told):
    updates.publish(
        project=commune.project,
        by=commune.officer,
        title="C’est fait",
        milestone=commune.milestones[0],
        completion="completed",
    )
    told.clear()
    for _twice in range(2):
        milestones.withdraw(
            milestone=commune.milestones[1], by=commune.focal, words="Sans objet."
        )

    assert [kind for kind, _facts in told] == ["postponed", "completed"]
    progress = ProjectProgress.objects.get(project=commune.project)
    assert progress.completion == "completed"


def test_what_is_withdrawn_stays_readable_and_counts_no_more(commune, told):
    for _twice in range(2):
        milestones.withdraw(
            milestone=commune.milestones[0],
            by=commune.focal,
            words="Sans objet.",
            language="fr",
        )
    found = queries.milestones_of(commune.project)
    assert len(found) == 2
    assert found[0].is_withdrawn
    assert found[0].why_withdrawn == "Sans objet."
    assert found[0].why_withdrawn.lang == "fr"
    assert ProjectProgress.objects.get(project=commune.project).milestones == 1
    facts = {"milestone": commune.milestones[0].pk, "withdrawn": True}
    assert told == [("postponed", facts)]


def test_giving_up_needs_a_reason(commune):
    says(
        "Say why",
        milestones.withdraw,
        milestone=commune.milestones[0],
        by=commune.focal,
        words="",
    )


def deeds(commune):
    announced, draft = commune.milestones[0], commune.draft
    yield lambda by: milestones.draft(
        project=commune.project, by=by, title="Autre", due="2028"
    )
    yield lambda by: milestones.change(milestone=draft, by=by, weight=2)
    yield lambda by: milestones.delete(milestone=draft, by=by)
    yield lambda by: milestones.announce(project=commune.project, by=by)
    yield lambda by: postponed(commune, by=by)
    yield lambda by: milestones.withdraw(milestone=announced, by=by, words="Non.")


def test_a_neighbours_officer_and_a_member_of_the_committee_do_none_of_it(commune):
    commune.draft = MilestoneFactory(project=commune.project, announced_at=None)
    neighbour = adopted_commune(AL_HOCEIMA, commune.directory)
    for stranger in (
        neighbour.officer,
        neighbour.focal,
        commune.civil,
        commune.elected,
    ):
        for deed in deeds(commune):
            with pytest.raises(Refused):
                deed(stranger)


def test_a_closed_cycle_takes_nothing_more(commune):
    commune.draft = MilestoneFactory(project=commune.project, announced_at=None)
    close(commune)
    for deed in deeds(commune):
        says("This cycle is closed", deed, commune.officer)


class TestPostponing:
    def test_leads_to_a_day_that_is_still_to_come(self, commune):
        milestone = commune.milestones[0]
        Milestone.objects.filter(pk=milestone.pk).update(
            due="2026-01", due_last=dt.date(2026, 1, 31)
        )
        now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
        for due in ("2026-04", "2026-06-01"):
            with pytest.raises(MonitoringError) as refused:
                postponed(commune, due=due, now=now)
            assert "still to come" in refused.value.sentence
        assert postponed(commune, due="2026-06", now=now).after == "2026-06"

    def test_sent_twice_is_once(self, commune):
        first = postponed(commune)

        assert postponed(commune) == first
        assert Postponement.objects.count() == 1
        with pytest.raises(MonitoringError):
            postponed(commune, words="Autre chose.")

    def test_sent_twice_by_the_form_leads_to_the_same_page(self, commune):
        client = signed_in(commune.officer)
        address = reverse(
            "wagtail_remacto:postpone_milestone", args=[commune.milestones[0].pk]
        )
        said = {"due": "2027-09", "words": "Le local est en travaux.", "language": "fr"}
        answers = [client.post(address, said) for _time in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Postponement.objects.count() == 1

    def test_is_not_the_lead_s_who_is_told_whom_to_ask(self, commune):
        lead = UserFactory()
        leads.name_lead(project=commune.project, user=lead, by=commune.officer)
        with pytest.raises(Refused) as refused:
            postponed(commune, by=lead)

        said = str(refused.value)
        assert "officers of the collectivité" in said
        assert "ask the officers to postpone" in said
