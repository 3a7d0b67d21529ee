"""Each side evaluates for itself: drafted, signed once, superseded, never averaged."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.carrying_out import adopted_commune
from tests.citizens import UserFactory
from tests.officers import AL_HOCEIMA, focal_point, network_officer
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.models import Activity, Evaluation, ProjectEvaluation
from wagtail_remacto.monitoring.errors import (
    CycleClosed,
    EvaluationIncomplete,
    EvaluationSigned,
    EvaluationsOwed,
    NotAdopted,
    NotSigned,
    ReopenedAlready,
    WordsMissing,
)
from wagtail_remacto.monitoring.services import closing, evaluations
from wagtail_remacto.monitoring.services.evaluations import Said
from wagtail_remacto.people.models import RecordError

pytestmark = pytest.mark.django_db

OURS, THEIRS = "administration", "civil_society"


@pytest.fixture
def commune():
    commune = adopted_commune()
    commune.project.values = [Value.TRANSPARENCY, Value.INCLUSION]
    commune.project.save()
    commune.who = {OURS: commune.focal, THEIRS: commune.civil}
    return commune


def begun(commune, voice=OURS, moment="final", **words):
    return evaluations.draft(
        programme=commune.programme,
        moment=moment,
        voice=voice,
        by=commune.who[voice],
        **words,
    )


def complete(commune, evaluation, completion="limited", effect="marginal"):
    return evaluations.change(
        evaluation=evaluation,
        by=commune.who[evaluation.voice],
        projects={
            commune.project: Said(
                completion,
                "Écrire plus tôt.",
                dict.fromkeys(commune.project.values, effect),
            )
        },
    )


def signed(commune, voice=OURS, moment="final", **said):
    found = complete(commune, begun(commune, voice, moment), **said)
    return evaluations.sign(evaluation=found, by=commune.who[voice])


class TestADraft:
    def test_is_one_for_all_who_speak_in_a_voice(self, commune):
        first = begun(commune, summary="Trois sur quatre.")
        again = evaluations.draft(
            programme=commune.programme,
            moment="final",
            voice=OURS,
            by=focal_point(commune, "another"),
        )

        assert again.pk == first.pk
        assert Evaluation.objects.get().summary == "Trois sur quatre."

    def test_keeps_what_is_not_written_anew(self, commune):
        evaluation = complete(commune, begun(commune, summary="Bien."))
        evaluations.change(evaluation=evaluation, by=commune.focal, lessons="Plus tôt.")

        evaluation.refresh_from_db()
        assert (evaluation.summary, evaluation.lessons) == ("Bien.", "Plus tôt.")
        assert ProjectEvaluation.objects.get().completion == "limited"

    def test_takes_an_answer_back(self, commune):
        evaluation = complete(commune, begun(commune))
        evaluations.change(
            evaluation=evaluation,
            by=commune.focal,
            projects={commune.project: Said("", "", {Value.INCLUSION: ""})},
        )

        part = ProjectEvaluation.objects.get()
        assert part.completion == ""
        assert [each.value for each in part.effects.all()] == [Value.TRANSPARENCY]

    def test_says_nothing_of_values_that_the_project_does_not_name(self, commune):
        with pytest.raises(ValidationError, match="digitalisation"):
            evaluations.change(
                evaluation=begun(commune),
                by=commune.focal,
                projects={
                    commune.project: Said("limited", "", {"digitalisation": "major"})
                },
            )

    def test_is_not_of_another_programme(self, commune):
        other = adopted_commune(AL_HOCEIMA, commune.directory, "other")

        with pytest.raises(ValidationError):
            evaluations.change(
                evaluation=begun(commune),
                by=commune.focal,
                projects={other.project: Said("limited")},
            )

    def test_waits_for_the_adoption(self, commune):
        type(commune.deliberation).objects.update(outcome="")

        with pytest.raises(NotAdopted):
            begun(commune)


class TestWho:
    @pytest.mark.parametrize(
        ("voice", "who"),
        [
            (OURS, "officer"),
            (OURS, "civil"),
            (THEIRS, "focal"),
            (THEIRS, "elected"),
            (THEIRS, "officer"),
            ("independent", "civil"),
        ],
    )
    def test_speaks_in_no_voice_but_their_own(self, commune, voice, who):
        with pytest.raises(gate.Refused):
            evaluations.draft(
                programme=commune.programme,
                moment="final",
                voice=voice,
                by=getattr(commune, who),
            )

    def test_signs_is_named_with_their_seat(self, commune):
        found = signed(commune, THEIRS)

        assert (found.signed_by, found.seat) == (commune.civil, commune.civil_seat)

    def test_is_of_another_collectivite(self, commune):
        other = adopted_commune(AL_HOCEIMA, commune.directory, "other")

        for account in (other.focal, other.civil, UserFactory()):
            with pytest.raises(gate.Refused):
                evaluations.sign(
                    evaluation=complete(commune, begun(commune)), by=account
                )


class TestSigning:
    def test_names_what_is_missing(self, commune):
        with pytest.raises(EvaluationIncomplete) as refused:
            evaluations.sign(evaluation=begun(commune), by=commune.focal)

        # How far it is, and what it did for each of two values.
        assert len(refused.value.missing) == 3
        assert commune.project.title in refused.value.sentence

    def test_is_for_good(self, commune):
        found = signed(commune)

        with pytest.raises(EvaluationSigned):
            complete(commune, found)
        with pytest.raises(EvaluationSigned):
            begun(commune)
        with pytest.raises(RecordError):
            Evaluation.objects.get().save()
        with pytest.raises(RecordError):
            Evaluation.objects.get().delete()
        with pytest.raises(RecordError):
            ProjectEvaluation.objects.select_related("evaluation").get().save()

    def test_is_for_good_for_whoever_still_holds_the_draft(self, commune):
        draft = complete(commune, begun(commune))
        stale = Evaluation.objects.get(pk=draft.pk)
        part = stale.projects.get()
        evaluations.sign(evaluation=draft, by=commune.focal)

        for row in (stale, part):
            with pytest.raises(RecordError):
                row.save()
            with pytest.raises(RecordError):
                row.delete()
        assert Evaluation.objects.get().signed_by == commune.focal

    def test_is_for_good_for_a_new_object_of_the_same_key(self, commune):
        found = signed(commune)
        part = found.projects.get()
        another = begun(commune, THEIRS)

        for row in (
            Evaluation(
                pk=found.pk,
                programme=found.programme,
                moment="midterm",
                voice=THEIRS,
                created_at=found.created_at,
            ),
            ProjectEvaluation(pk=part.pk, evaluation=another, project=part.project),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()
        assert Evaluation.objects.get(pk=found.pk).signed_by == commune.focal
        assert part.evaluation_id == found.pk

    def test_leaves_the_other_voice_alone(self, commune):
        ours = signed(commune, OURS, completion="completed")
        theirs = signed(commune, THEIRS, completion="limited")

        assert ours.projects.get().completion == "completed"
        assert theirs.projects.get().completion == "limited"

    def test_half_way_and_at_the_end_are_two(self, commune):
        signed(commune, OURS, "midterm")
        signed(commune, OURS, "final")

        assert Evaluation.objects.filter(superseded_at=None).count() == 2


class TestSuperseding:
    def test_begins_with_all_that_was_said(self, commune):
        before = signed(commune)
        after = evaluations.supersede(evaluation=before, by=commune.focal)

        assert after.projects.get().effects.count() == 2
        assert evaluations.supersede(evaluation=before, by=commune.focal) == after
        before.refresh_from_db()
        assert before.superseded_at is None

    def test_counts_from_its_signing(self, commune):
        before = signed(commune)
        after = evaluations.supersede(evaluation=before, by=commune.focal)
        complete(commune, after, completion="completed")
        evaluations.sign(evaluation=after, by=commune.focal)

        before.refresh_from_db()
        assert before.superseded_at is not None
        assert before.projects.get().completion == "limited"

    def test_is_of_what_is_signed(self, commune):
        with pytest.raises(NotSigned):
            evaluations.supersede(evaluation=begun(commune), by=commune.focal)


class TestClosing:
    def test_wants_both_final_evaluations(self, commune):
        signed(commune, OURS)
        signed(commune, THEIRS, "midterm")

        with pytest.raises(EvaluationsOwed) as refused:
            closing.close(cycle=commune.cycle, by=commune.focal)

        assert refused.value.voices == [THEIRS]

    def test_with_both_needs_no_reason_and_keeps_none(self, commune):
        signed(commune, OURS)
        signed(commune, THEIRS)

        made = closing.close(cycle=commune.cycle, by=commune.focal, override="Vite.")

        assert made.override == ""
        assert closing.current(commune.pages_ar["cycle"]) == made

    def test_all_the_same_says_why(self, commune):
        made = closing.close(
            cycle=commune.cycle, by=commune.focal, override="Le comité est dissous."
        )

        assert (made.override, made.language) == ("Le comité est dissous.", "fr")

    def test_ends_what_is_said(self, commune):
        draft = complete(commune, begun(commune))
        closing.close(cycle=commune.cycle, by=commune.focal, override="Fini.")

        with pytest.raises(CycleClosed):
            evaluations.sign(evaluation=draft, by=commune.focal)
        with pytest.raises(CycleClosed):
            closing.close(cycle=commune.cycle, by=commune.focal, override="Encore.")

    def test_is_taken_back_with_words(self, commune):
        made = closing.close(cycle=commune.cycle, by=commune.focal, override="Fini.")
        with pytest.raises(WordsMissing):
            closing.reopen(closing=made, by=commune.focal, words=" ")
        closing.reopen(closing=made, by=commune.focal, words="Trop tôt.")

        assert closing.current(commune.cycle) is None
        with pytest.raises(ReopenedAlready):
            closing.reopen(closing=made, by=commune.focal, words="Encore.")

    def test_is_for_the_focal_point_and_the_network(self, commune):
        for account in (commune.officer, commune.civil, commune.elected):
            with pytest.raises(gate.Refused):
                closing.close(cycle=commune.cycle, by=account, override="Fini.")

        assert closing.close(
            cycle=commune.cycle, by=network_officer(), override="Fini."
        )


def test_followers_will_hear_of_it(commune):
    signed(commune, THEIRS)

    assert Activity.objects.filter(kind="evaluated", project=commune.project).exists()
