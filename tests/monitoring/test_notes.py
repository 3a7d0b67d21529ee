"""The second voice: notes, replies, and that neither voice touches the other."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.carrying_out import PartnerFactory, adopted_commune, with_milestones
from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.factories import SeatFactory, day
from tests.monitoring.test_milestones import close, not_adopted, says
from tests.monitoring.test_updates import photograph
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.models import (
    Milestone,
    MonitoringNote,
    NoteReply,
    Postponement,
    ProjectProgress,
    Update,
)
from wagtail_remacto.monitoring.models import Completion, PartnerState, Stance
from wagtail_remacto.monitoring.services import leads, milestones, notes, updates
from wagtail_remacto.people.models import RecordError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TEXT = "J’y suis passée mardi : le guichet est fermé."


@pytest.fixture
def commune(db):
    return with_milestones(adopted_commune(), 2)


def note(commune, who=None, **words):
    return notes.note(
        **{
            "milestone": commune.milestones[0],
            "who": who or commune.civil,
            "stance": "contradicts",
            "completion": "limited",
            "text": TEXT,
            **words,
        }
    )


def reply(note, by, text="Le guichet ouvre le jeudi.", **words):
    return notes.reply(note=note, by=by, text=text, **words)


def update(commune, completion="substantial", **words):
    return updates.publish(
        project=commune.project,
        by=commune.officer,
        title="Le guichet est prêt",
        milestone=commune.milestones[0],
        completion=completion,
        **words,
    )


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def field_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as wrong:
        call(*args, **kwargs)
    (field,) = wrong.value.message_dict
    return field


def test_a_seat_says_how_far_it_sees_a_milestone(commune, told):
    said = update(commune)
    made = note(commune)
    assert (made.seat, made.partner) == (commune.civil_seat, None)
    assert (made.of_completion, made.of_update) == ("substantial", said)
    assert made.author.user == commune.civil
    milestone = fresh(commune.milestones[0])
    assert (milestone.completion, milestone.civil_completion) == (
        "substantial",
        "limited",
    )
    progress = ProjectProgress.objects.get(project=commune.project)
    assert (progress.civil_completion, progress.differing) == ("limited", 1)
    assert [kind for kind, _facts in told] == ["update", "note"]


@pytest.mark.parametrize("factory", [ParticipantFactory, EmailParticipantFactory])
def test_a_partner_speaks_with_an_account_or_a_confirmed_address(commune, factory):
    partner = PartnerFactory(project=commune.project, participant=factory())
    made = note(commune, partner.participant)
    assert (made.seat, made.partner) == (None, partner)
    assert made.author == partner.participant


def test_who_confirms_says_what_the_administration_says(commune):
    update(commune, "completed")
    assert note(commune, stance="confirms", completion="").completion == "completed"
    assert note(commune, stance="confirms", completion="limited").completion == (
        "completed"
    )


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"stance": ""}, "stance"),
        ({"stance": "likes"}, "stance"),
        ({"completion": ""}, "completion"),
        ({"stance": "doubts", "completion": "done"}, "completion"),
        ({"completion": "not_started"}, "completion"),
        ({"text": " \u200b "}, "text"),
        ({"text": "a" * 5001}, "text"),
    ],
)
def test_what_is_missing_is_named_by_its_field(commune, words, field):
    assert field_of(note, commune, **words) == field
    assert not MonitoringNote.objects.exists()


def test_the_newest_note_of_each_holder_counts_and_the_older_ones_stay(commune):
    partner = PartnerFactory(project=commune.project)
    first = note(commune, completion="substantial")
    theirs = note(commune, partner.participant, completion="completed")
    second = note(commune, completion="limited")
    assert fresh(first).superseded_at is not None
    assert fresh(first).text == TEXT
    assert {row.pk for row in MonitoringNote.objects.filter(superseded_at=None)} == {
        theirs.pk,
        second.pk,
    }
    # Of as many positions the more cautious one counts.
    assert fresh(commune.milestones[0]).civil_completion == "limited"


def test_a_form_sent_twice_is_one_note(commune, told):
    key = uuid.uuid4()
    first = note(commune, key=key)
    assert note(commune, key=key) == first
    assert MonitoringNote.objects.count() == 1
    assert len(told) == 1


def test_the_key_of_somebody_else_s_form_is_not_theirs(commune):
    key = uuid.uuid4()
    note(commune, key=key)
    partner = PartnerFactory(project=commune.project)
    with pytest.raises(ValidationError):
        note(commune, partner.participant, key=key)


def test_evidence_is_kept_once_under_a_name_that_nobody_guesses(
    commune, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path)
    files = [(photograph(), "Le  guichet"), (photograph(), "Encore")]
    (row,) = note(commune, files=files).evidence.all()
    assert (row.name, row.caption) == ("chantier.jpg", "Le guichet")
    assert "chantier" not in row.file.name


def test_a_seat_speaks_only_within_its_mandate_and_its_words_stay(commune):
    note(commune)
    commune.civil_seat.mandate_end = day(-1)
    commune.civil_seat.save()
    with pytest.raises(Refused):
        note(commune, completion="completed")
    assert fresh(commune.milestones[0]).civil_completion == "limited"


def test_a_partner_that_has_ended_speaks_no_longer_and_its_words_stay(commune):
    partner = PartnerFactory(project=commune.project)
    note(commune, partner.participant)
    type(partner).objects.update(state=PartnerState.ENDED)
    with pytest.raises(Refused):
        note(commune, partner.participant, completion="completed")
    assert fresh(commune.milestones[0]).civil_completion == "limited"


def test_an_officer_with_a_civil_seat_has_no_second_voice(commune):
    SeatFactory(
        committee=commune.committee, college="civil_society", user=commune.officer
    )
    with pytest.raises(Refused) as refused:
        note(commune, commune.officer)
    assert "offer to be a partner" in str(refused.value)


def test_who_leads_the_project_has_no_second_voice(commune):
    lead = UserFactory()
    leads.name_lead(project=commune.project, user=lead, by=commune.officer)
    SeatFactory(committee=commune.committee, college="civil_society", user=lead)
    with pytest.raises(Refused):
        note(commune, lead)


def test_drafts_and_withdrawn_milestones_are_not_spoken_of(commune):
    draft = milestones.draft(
        project=commune.project, by=commune.officer, title="Plus tard", due="2027"
    )
    says("This milestone is a draft", note, commune, milestone=draft)
    milestones.withdraw(
        milestone=commune.milestones[0], by=commune.officer, words="Trop cher."
    )
    says("This milestone is withdrawn", note, commune)


def test_nobody_speaks_once_the_cycle_is_closed(commune):
    said = note(commune)
    close(commune)
    says("This cycle is closed", note, commune)
    says("This cycle is closed", reply, said, commune.officer)


def test_nobody_speaks_before_the_council_has_adopted(commune):
    not_adopted(commune)
    says("The council has not adopted", note, commune)


def test_a_reply_stands_beside_the_note_and_is_told(commune, told):
    said = note(commune)
    made = reply(said, commune.officer)
    assert list(said.replies.all()) == [made]
    assert made.words == "Le guichet ouvre le jeudi."
    assert [kind for kind, _facts in told] == ["note", "reply"]


def test_the_same_reply_twice_is_one(commune):
    said = note(commune)
    first = reply(said, commune.officer)
    assert reply(said, commune.officer) == first
    assert reply(said, commune.officer, "Et le lundi.") != first


def test_an_empty_reply_is_none(commune):
    assert field_of(reply, note(commune), commune.officer, text="  ") == "text"


def test_who_speaks_for_civil_society_does_not_reply(commune):
    with pytest.raises(Refused):
        reply(note(commune), commune.civil)


def test_nothing_of_a_note_or_a_reply_is_rewritten_or_deleted(commune):
    said = note(commune)
    answer = reply(said, commune.officer)
    for row in (said, answer):
        row.text = "Autre chose"
        with pytest.raises(RecordError):
            row.save()
        with pytest.raises(RecordError):
            row.save(update_fields=["text"])
        with pytest.raises(RecordError):
            row.delete()


# The two voices never alter each other.

OURS = {
    Milestone: ("title", "due", "due_last", "weight", "completion", "updated_on"),
    Update: None,
    Postponement: None,
    NoteReply: None,
}
THEIRS: dict[type[models.Model], tuple[str, ...] | None] = {
    Milestone: ("civil_completion",),
    MonitoringNote: None,
}
PROGRESS = {field.name for field in ProjectProgress._meta.concrete_fields}
# What is counted of both.
SHARED = {"project", "differing"}
CIVIL = {name for name in PROGRESS if name.startswith("civil_")}


def everything(of, progress):
    said = {
        model.__name__: list(model.objects.order_by("pk").values(*(fields or ())))
        for model, fields in of.items()
    }
    return {**said, "progress": list(ProjectProgress.objects.values(*sorted(progress)))}


def ours():
    """Every column in which the administration speaks."""
    return everything(OURS, PROGRESS - CIVIL - SHARED)


def theirs():
    return everything(THEIRS, CIVIL)


COMPLETIONS = st.sampled_from(Completion.values)
DEEDS = st.one_of(
    st.tuples(st.just("update"), st.integers(0, 1), COMPLETIONS | st.just("")),
    st.tuples(st.just("supersede"), st.integers(0, 1), COMPLETIONS),
    st.tuples(st.just("postpone"), st.integers(0, 1), st.just("")),
    st.tuples(st.just("reply"), st.integers(0, 1), st.just("")),
    st.tuples(st.sampled_from(["seat", "partner"]), st.integers(0, 1), COMPLETIONS),
)


class TestTheTwoVoices(TestCase):
    def setUp(self):
        self.commune = with_milestones(adopted_commune(), 2)
        self.partner = PartnerFactory(project=self.commune.project)

    @settings(max_examples=12, deadline=None)
    @given(st.lists(DEEDS, min_size=2, max_size=8))
    def test_neither_changes_a_column_of_the_other(self, deeds):
        for deed, which, completion in deeds:
            other = ours if deed in ("seat", "partner") else theirs
            before = other()
            self.do(deed, fresh(self.commune.milestones[which]), completion)
            assert other() == before, deed

    def do(self, deed, milestone, completion):
        commune = self.commune
        if deed in ("seat", "partner"):
            who = commune.civil if deed == "seat" else self.partner.participant
            same = completion == milestone.completion
            notes.note(
                milestone=milestone,
                who=who,
                stance=Stance.CONFIRMS if same else Stance.CONTRADICTS,
                completion=completion,
                text=TEXT,
            )
        elif deed == "reply":
            said = MonitoringNote.objects.filter(milestone=milestone).first()
            if said is not None:
                reply(said, commune.officer, text=f"{timezone.now()}")
        elif deed == "postpone":
            if milestone.completion != Completion.COMPLETED:
                later = milestone.due_last + dt.timedelta(days=1)
                milestones.postpone(
                    milestone=milestone,
                    by=commune.officer,
                    due=later.isoformat(),
                    words="Plus tard.",
                )
        else:
            said = Update.objects.filter(milestone=milestone, superseded_at=None)
            updates.publish(
                project=commune.project,
                by=commune.officer,
                title="Des nouvelles",
                milestone=milestone,
                completion=completion,
                supersedes=said.first() if deed == "supersede" else None,
            )
