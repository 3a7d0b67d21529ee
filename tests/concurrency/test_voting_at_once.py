"""One session has one deliberation of a programme, and it is voted once."""

from django.db import connection, transaction

from tests.citizens import UserFactory
from tests.deciding import everyone
from tests.programmes.council import VOTE, another_session, before_council, on_agenda
from wagtail_remacto.committees.errors import CouncilHasAdopted
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.committees.services import deciding
from wagtail_remacto.models import CouncilSession, Deliberation, ProgrammeVersion
from wagtail_remacto.programmes import errors
from wagtail_remacto.programmes.services import council


def outcomes(answers, error):
    """How many went through, and how many were told why not."""
    return (
        sum(isinstance(each, Deliberation) for each in answers),
        sum(isinstance(each, error) for each in answers),
    )


class TestAnAgenda:
    def test_takes_a_programme_once(self, at_once):
        world = before_council()
        answers = at_once(
            lambda _number: council.put_on_agenda(
                session=CouncilSession.objects.get(pk=world.session.pk),
                version=ProgrammeVersion.objects.get(pk=world.version.pk),
                by=world.focal,
            ),
            list(range(6)),
        )
        assert outcomes(answers, errors.OnTheAgenda) == (1, 5)
        assert Deliberation.objects.count() == 1

    def test_of_two_sessions_does_not_take_it_twice(self, at_once):
        world = before_council()
        sessions = [world.session.pk, another_session(world).pk]
        answers = at_once(
            lambda pk: council.put_on_agenda(
                session=CouncilSession.objects.get(pk=pk),
                version=ProgrammeVersion.objects.get(pk=world.version.pk),
                by=world.focal,
            ),
            sessions,
        )
        assert outcomes(answers, errors.OnTheAgenda) == (1, 1)


class TestAVote:
    def test_is_recorded_once(self, at_once):
        world = before_council()
        item = on_agenda(world)
        answers = at_once(
            lambda outcome: council.record_vote(
                deliberation=Deliberation.objects.get(pk=item.pk),
                by=world.focal,
                outcome=outcome,
                reasons="Une raison.",
                **VOTE,
            ),
            ["adopted", "postponed", "adopted", "postponed"],
        )
        assert outcomes(answers, errors.AlreadyDecided) == (1, 3)

    def test_is_superseded_once(self, at_once):
        world = before_council()
        item = on_agenda(world)
        council.record_vote(
            deliberation=item, by=world.focal, outcome="adopted", **VOTE
        )
        answers = at_once(
            lambda number: council.supersede(
                deliberation=Deliberation.objects.get(pk=item.pk),
                by=world.focal,
                outcome="adopted",
                reasons="Mal recopié.",
                **{**VOTE, "number": str(number)},
            ),
            list(range(4)),
        )
        assert outcomes(answers, errors.AlreadyDecided) == (1, 3)
        assert Deliberation.objects.count() == 2


class TestAVoteAndASignOff:
    """On one version: the council adopts it, or the committee validates it no more."""

    def before(self):
        world = before_council()
        item, by = on_agenda(world), UserFactory(is_superuser=True)
        seats = list(world.ours.committee.seats.all())
        draft = deciding.supersede(
            decision=world.decision,
            by=by,
            kind="other",
            subject="Calendrier",
            consensus=True,
            attendance=everyone(seats),
        )

        def vote():
            return council.record_vote(
                deliberation=Deliberation.objects.get(pk=item.pk),
                by=world.focal,
                outcome="adopted",
                **VOTE,
            )

        def sign():
            return deciding.sign(
                decision=Decision.objects.get(pk=draft.pk),
                by=by,
                accept_broken_rule=True,
            )

        return world, vote, sign

    def test_do_not_both_hold(self, at_once):
        _world, vote, sign = self.before()
        answers = at_once(lambda deed: deed(), [vote, sign])
        adopted = any(isinstance(each, Deliberation) for each in answers)
        taken_back = any(isinstance(each, Decision) for each in answers)
        assert adopted != taken_back, answers
        lost = next(each for each in answers if isinstance(each, Exception))
        assert type(lost) is (CouncilHasAdopted if adopted else errors.NotValidated)

    def test_wait_for_whoever_holds_the_version(self, at_once):
        """Each alone, so that a lock which only one of them takes is seen."""
        world, vote, sign = self.before()

        def waits(deed):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                deed()

        with transaction.atomic():
            rows = ProgrammeVersion.objects.filter(pk=world.version.pk)
            list(rows.select_for_update().values_list("pk"))
            answers = at_once(waits, [vote, sign])
        assert [type(each).__name__ for each in answers] == ["OperationalError"] * 2
        assert all("lock timeout" in str(each) for each in answers)
