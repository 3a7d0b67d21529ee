"""Places in a workshop, while people register, cancel and are let in at once."""

from tests.citizens import ParticipantFactory, open_phase
from tests.factories import WorkshopFactory, day, moment
from wagtail_remacto.models import Registration, WorkshopPage
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState as State


class TestPlaces:
    def test_are_never_too_many_and_never_empty_while_somebody_waits(self, at_once):
        workshop = WorkshopFactory(
            parent=open_phase(), registers=True, capacity=4, date=day(10)
        )
        early = [
            registrations.register(workshop=workshop, participant=person, name="Avant")
            for person in ParticipantFactory.create_batch(6)
        ]
        late = ParticipantFactory.create_batch(6)

        def act(step):
            if step < 4:
                # Each cancels twice, on two connections.
                return registrations.cancel(registration=early[step % 2])
            if step < 10:
                return registrations.register(
                    workshop=workshop, participant=late[step - 4], name="Après"
                )
            WorkshopPage.objects.filter(pk=workshop.pk).update(capacity=5)
            return registrations.move_up(workshop=workshop)

        answers = at_once(act, list(range(11)))
        assert not [each for each in answers if isinstance(each, Exception)]
        rows = Registration.objects.filter(workshop=workshop)
        assert rows.filter(state=State.REGISTERED).count() == 5
        assert rows.filter(state=State.WAITING).count() == 5
        assert set(rows.filter(name="Avant").values_list("state", flat=True)) == {
            State.REGISTERED,
            State.CANCELLED,
        }

    def test_one_person_who_sends_the_form_ten_times_has_one(self, at_once):
        workshop = WorkshopFactory(
            parent=open_phase(), registers=True, capacity=4, date=day(10)
        )
        person = ParticipantFactory()
        at_once(
            lambda _number: registrations.register(
                workshop=workshop, participant=person, name="Salma"
            ),
            list(range(10)),
        )
        assert Registration.objects.get().state == State.REGISTERED


class TestReminders:
    def test_of_two_machines_tell_each_person_once(self, at_once):
        workshop = WorkshopFactory(
            parent=open_phase(), registers=True, date=day(10), capacity=None
        )
        for person in ParticipantFactory.create_batch(5):
            registrations.register(workshop=workshop, participant=person, name="N")
        now = moment(9)
        assert sum(at_once(lambda _n: registrations.remind(now), list(range(4)))) == 5
