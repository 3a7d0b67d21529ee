"""Who has a place, who waits, who is told."""

import datetime as dt
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from tests.citizens import (
    EmailParticipantFactory,
    ParticipantFactory,
    open_phase,
)
from tests.factories import (
    CycleFactory,
    PhaseFactory,
    WorkshopFactory,
    day,
    moment,
    publish,
    translate,
)
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.models import Consent, Registration, WorkshopPage
from wagtail_remacto.people import confirmations, links
from wagtail_remacto.people.erasure import erase
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import participant_at
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState as State
from wagtail_remacto.workshops.registrations import (
    HasBegun,
    NoPhase,
    NoRegistration,
    TooLate,
    cancel,
    confirm,
    governing_phase,
    move_up,
    register_by_email,
)
from wagtail_remacto.workshops.registrations.messages import CONFIRM, LINK

pytestmark = pytest.mark.django_db


def register(workshop, participant=None, **fields):
    return registrations.register(
        workshop=workshop,
        participant=participant or ParticipantFactory(),
        name=fields.pop("name", "Salma"),
        **fields,
    )


SESSION = "wagtail_remacto_participant"


def links_to(answer):
    """The registration that an answer leads on to."""
    token = answer["Location"].rstrip("/").rpartition("/")[2]
    return uuid.UUID(links.read(LINK, token, days=1))


def states(workshop):
    rows = Registration.objects.filter(workshop=workshop).order_by("pk")
    return [row.state for row in rows]


class TestRegister:
    def test_gives_a_place_and_a_code(self, workshop):
        registration = register(workshop, needs="Une rampe")
        assert registration.state == State.REGISTERED
        assert len(registration.code) == 6
        assert (registration.name, registration.needs) == ("Salma", "Une rampe")

    def test_records_the_consent_in_its_words(self, workshop):
        registration = register(workshop)
        consent = Consent.objects.get(participant=registration.participant)
        assert consent.purpose == "register"
        assert "09-08" in consent.notice

    def test_puts_on_the_waiting_list_what_exceeds_the_places(self, workshop):
        for _person in range(4):
            register(workshop)
        assert states(workshop) == [State.REGISTERED] * 2 + [State.WAITING] * 2

    def test_knows_no_limit_without_a_capacity(self, workshop):
        publish(workshop, capacity=None)
        for _person in range(4):
            register(workshop)
        assert set(states(workshop)) == {State.REGISTERED}

    def test_makes_everybody_wait_where_there_is_no_place_at_all(self, workshop):
        publish(workshop, capacity=0)
        assert register(workshop).state == State.WAITING

    def test_gives_the_same_registration_the_second_time(self, workshop):
        person = ParticipantFactory()
        first = register(workshop, person)
        assert register(workshop, person) == first
        assert Registration.objects.count() == 1

    def test_is_possible_again_after_cancelling(self, workshop):
        person = ParticipantFactory()
        first = register(workshop, person)
        cancel(registration=first)
        second = register(workshop, person)
        assert second.pk != first.pk
        assert second.state == State.REGISTERED

    def test_stands_at_the_canonical_page_whatever_the_language(self, workshop):
        arabic = translate(workshop, "ar")
        assert register(arabic).workshop_id == workshop.pk

    def test_wants_a_name(self, workshop):
        with pytest.raises(ValidationError):
            register(workshop, name=" \u200b ")

    def test_writes_no_invisible_signs(self, workshop):
        assert register(workshop, name="Sal\u202ema\x00").name == "Salma"

    def test_codes_differ_within_a_workshop(self, workshop):
        publish(workshop, capacity=None)
        codes = {register(workshop).code for _person in range(20)}
        assert len(codes) == 20

    def test_tells_what_is_so(self, workshop, said, mailoutbox):
        with said():
            one = register(workshop)
            register(workshop)
            register(workshop)
        assert [mail.to for mail in mailoutbox[:1]] == [[one.participant.user.email]]
        placed, _other, waiting = (mail.body for mail in mailoutbox)
        assert one.code in placed
        assert "Maison des associations" in placed
        assert "/registrations/" in placed
        assert f"/calendar/workshop-{workshop.pk}.ics" in placed
        assert Registration.objects.get(state=State.WAITING).code not in waiting

    def test_writes_in_the_language_of_the_person(self, workshop, said, mailoutbox):
        translate(workshop, "ar", title="ورشة الشباب")
        with said(), override("fr"):
            register(workshop, ParticipantFactory(language="ar"))
        assert "ورشة الشباب" in mailoutbox[0].subject
        assert "/ar/registrations/" in mailoutbox[0].body

    def test_title_with_an_ampersand_is_written_as_it_is(
        self, workshop, said, mailoutbox
    ):
        publish(workshop, title="Eau & forêts")
        with said():
            register(workshop, name="L’Hôte <b>")
        assert "Eau & forêts" in mailoutbox[0].subject
        assert "L’Hôte <b>" in mailoutbox[0].body

    def test_says_nothing_of_what_was_rolled_back(self, workshop, said, mailoutbox):
        publish(workshop, registers=False)
        with said(), pytest.raises(NoRegistration):
            register(workshop)
        assert not mailoutbox


class TestRules:
    def refused(self, workshop, now=None, **fields):
        with pytest.raises(gate.Refused) as refusal:
            register(workshop, now=now, **fields)
        verdict = refusal.value.verdict
        assert verdict.sentence
        assert verdict.remedy
        assert not Registration.objects.exists()
        return refusal.value

    def test_a_meeting_without_registration(self, workshop):
        publish(workshop, registers=False)
        assert isinstance(self.refused(workshop), NoRegistration)

    def test_an_unpublished_meeting(self, workshop):
        WorkshopPage.objects.filter(pk=workshop.pk).update(live=False)
        assert isinstance(self.refused(workshop), NoRegistration)

    def test_a_meeting_that_has_begun(self, workshop):
        publish(workshop, date=day(0), start_time=dt.time(0, 0))
        assert isinstance(self.refused(workshop), HasBegun)

    def test_until_the_very_moment_it_begins(self, workshop):
        publish(workshop, start_time=dt.time(18, 0))
        begins = workshop.period.start
        publish(workshop.get_parent().specific, end=begins + dt.timedelta(days=1))
        assert isinstance(self.refused(workshop, begins), HasBegun)
        assert register(workshop, now=begins - dt.timedelta(seconds=1)).pk

    def test_the_closing_date_of_the_registration(self, workshop):
        until = moment(2)
        publish(workshop, register_until=until)
        assert isinstance(
            self.refused(workshop, until + dt.timedelta(seconds=1)), TooLate
        )
        assert register(workshop, now=until).pk

    def test_the_page_in_the_database_counts_and_not_the_one_in_hand(self, workshop):
        stale = WorkshopPage.objects.get(pk=workshop.pk)
        publish(workshop, register_until=moment(-1))
        assert isinstance(self.refused(stale), TooLate)

    def test_a_closed_phase_says_when_it_closed(self, workshop):
        publish(workshop.get_parent().specific, end=moment(-1))
        refusal = self.refused(workshop)
        assert refusal.verdict.reason == gate.Reason.CLOSED
        assert "Co-création" in refusal.verdict.sentence

    def test_a_phase_that_lets_nobody_register(self, workshop):
        publish(workshop.get_parent().specific, actions=[Action.COMMENT])
        assert self.refused(workshop).verdict.reason == gate.Reason.NOT_PART

    def test_somebody_who_has_proved_nothing(self, workshop):
        nobody = Participant.objects.create(kind="email", email="x@exemple.ma")
        refusal = self.refused(workshop, participant=nobody)
        assert refusal.verdict.kind is gate.Kind.YES_ONCE_SIGNED_IN

    def test_too_often(self, workshop, settings):
        settings.WAGTAIL_REMACTO_RATES = {"register": ("1/h", "100/h")}
        sender = Sender("p1", "192.0.2.1")
        register(workshop, sender=sender)
        with pytest.raises(gate.Refused) as refusal:
            register(workshop, sender=sender)
        assert refusal.value.verdict.reason == gate.Reason.TOO_OFTEN


class TestGoverningPhase:
    def test_is_the_phase_above_even_if_another_is_open(self):
        cycle = CycleFactory()
        open_phase(parent=cycle)
        closed = open_phase(parent=cycle, start=moment(-9), end=moment(-2))
        workshop = WorkshopFactory(parent=closed)
        assert governing_phase(workshop, timezone.now()) == closed

    def test_below_a_cycle_is_the_open_one_that_lets_people_register(self):
        cycle = CycleFactory()
        PhaseFactory(parent=cycle, actions=[Action.COMMENT])
        open_phase(parent=cycle, live=False)
        open_phase(parent=cycle, start=moment(-9), end=moment(-2))
        wanted = open_phase(parent=cycle)
        workshop = WorkshopFactory(parent=cycle, registers=True)
        assert governing_phase(workshop, timezone.now()) == wanted
        assert register(workshop).pk

    def test_below_a_cycle_is_else_the_next_one(self):
        cycle = CycleFactory()
        open_phase(parent=cycle, start=moment(-9), end=moment(-2))
        coming = open_phase(parent=cycle, start=moment(2), end=moment(9))
        workshop = WorkshopFactory(parent=cycle, registers=True)
        assert governing_phase(workshop, timezone.now()) == coming

    def test_below_a_cycle_without_any_nobody_registers(self):
        workshop = WorkshopFactory(parent=CycleFactory(), registers=True)
        with pytest.raises(NoPhase):
            register(workshop)

    def test_of_another_cycle_says_nothing(self):
        open_phase()
        workshop = WorkshopFactory(parent=CycleFactory(), registers=True)
        assert governing_phase(workshop, timezone.now()) is None


class TestWithoutAnAccount:
    def by_email(self, workshop, email="amina@exemple.ma"):
        return register_by_email(workshop=workshop, email=email, name="Amina")

    def test_takes_no_place_until_it_is_confirmed(self, workshop, said, mailoutbox):
        with said():
            waiting = self.by_email(workshop)
        assert waiting.state == State.UNCONFIRMED
        assert waiting.code not in mailoutbox[0].body
        assert "/confirm/" in mailoutbox[0].body
        register(workshop)
        register(workshop)
        assert confirm(registration=waiting).state == State.WAITING
        assert Consent.objects.filter(participant=waiting.participant).count() == 1

    def test_has_the_place_of_the_moment_of_confirming(self, workshop):
        publish(workshop, capacity=1)
        first, second = (
            self.by_email(workshop, f"{name}@exemple.ma") for name in ("un", "deux")
        )
        confirm(registration=second)
        confirm(registration=first)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (State.WAITING, State.REGISTERED)

    def test_confirming_twice_changes_nothing(self, workshop, said, mailoutbox):
        registration = self.by_email(workshop)
        with said():
            confirm(registration=registration)
            confirm(registration=registration)
        assert len(mailoutbox) == 1

    def test_confirming_what_was_cancelled_gives_no_place(self, workshop):
        registration = self.by_email(workshop)
        cancel(registration=registration)
        assert confirm(registration=registration).state == State.CANCELLED

    def test_what_was_sent_in_time_is_confirmed_after_the_phase(self, workshop):
        registration = self.by_email(workshop)
        publish(workshop.get_parent().specific, end=moment(-1))
        assert confirm(registration=registration).state == State.REGISTERED

    def test_nothing_is_confirmed_once_the_meeting_has_begun(self, workshop):
        registration = self.by_email(workshop)
        publish(workshop, date=day(-1))
        with pytest.raises(HasBegun):
            confirm(registration=registration)

    def test_asking_twice_sends_the_link_twice(self, workshop, said, mailoutbox):
        with said():
            assert self.by_email(workshop) == self.by_email(workshop)
        assert len(mailoutbox) == 2

    def test_who_is_registered_already_is_told_by_mail_alone(
        self, workshop, said, mailoutbox
    ):
        registration = self.by_email(workshop)
        confirm(registration=registration)
        with said():
            self.by_email(workshop)
        assert registration.code in mailoutbox[0].body
        registration.refresh_from_db()
        assert registration.state == State.REGISTERED

    def test_of_the_address_of_a_refused_form_nothing_is_kept(self, workshop):
        publish(workshop, registers=False)
        with pytest.raises(NoRegistration):
            self.by_email(workshop)
        assert not Participant.objects.exists()

    def test_the_name_for_the_door_is_never_the_name_shown(self, workshop):
        registration = confirm(registration=self.by_email(workshop))
        assert registration.name == "Amina"
        assert registration.participant.display_name == ""

    def test_the_message_before_says_nothing_that_was_typed(
        self, workshop, said, mailoutbox
    ):
        with said():
            register_by_email(
                workshop=workshop,
                email="amina@exemple.ma",
                name="Gagnez www.exemple.com",
                needs="exemple.com",
            )
        (message,) = mailoutbox
        assert "exemple.com" not in message.subject + message.body

    def test_the_link_signs_in_once(self, workshop, client):
        registration = self.by_email(workshop)
        path = confirmations.path(CONFIRM, registration.key)
        answer = client.post(path)
        assert SESSION in client.session
        other = Client()
        again = other.post(path)
        assert SESSION not in other.session
        assert links_to(again) == links_to(answer) == registration.key

    def test_the_link_does_not_lead_into_an_account(self, workshop, client):
        person = ParticipantFactory()
        EmailAddress.objects.create(
            user=person.user, email="amina@exemple.ma", verified=True
        )
        registration = self.by_email(workshop)
        assert registration.participant == person
        client.post(confirmations.path(CONFIRM, registration.key))
        registration.refresh_from_db()
        assert registration.state == State.REGISTERED
        assert not {SESSION, "_auth_user_id"} & set(client.session.keys())

    def test_leaving_lets_the_place_go_before_it_holds_the_person(self, workshop):
        person = register(workshop).participant
        with CaptureQueriesContext(connection) as queries:
            erase(person)
        said = [query["sql"] for query in queries]
        cancelled = next(
            n for n, sql in enumerate(said) if "\"state\" = 'cancelled'" in sql
        )
        held = next(
            n
            for n, sql in enumerate(said)
            if sql.startswith("SELECT") and 'FROM "wagtail_remacto_participant"' in sql
        )
        assert cancelled < held

    def test_somebody_elses_address_takes_no_place(self, workshop):
        other = EmailParticipantFactory(email="amina@exemple.ma")
        assert participant_at("amina@exemple.ma") == other
        assert self.by_email(workshop).state == State.UNCONFIRMED
        assert register(workshop, other).state == State.REGISTERED


class TestCancel:
    def test_gives_the_place_to_whoever_waits_longest(self, workshop, said, mailoutbox):
        first, _second, third, fourth = (register(workshop) for _person in range(4))
        with said():
            cancel(registration=first)
        for row in (first, third, fourth):
            row.refresh_from_db()
        assert first.state == State.CANCELLED
        assert (third.state, fourth.state) == (State.REGISTERED, State.WAITING)
        gone, moved = mailoutbox
        assert gone.to == [first.participant.user.email]
        assert moved.to == [third.participant.user.email]
        assert third.code in moved.body

    def test_twice_changes_nothing(self, workshop, said, mailoutbox):
        first, _second, _third, fourth = (register(workshop) for _person in range(4))
        cancel(registration=first)
        with said():
            cancel(registration=first)
        fourth.refresh_from_db()
        assert fourth.state == State.WAITING
        assert not mailoutbox

    def test_of_somebody_who_waits_moves_nobody(self, workshop):
        _first, _second, third, fourth = (register(workshop) for _person in range(4))
        cancel(registration=third)
        fourth.refresh_from_db()
        assert fourth.state == State.WAITING

    def test_is_possible_after_the_phase(self, workshop):
        registration = register(workshop)
        publish(workshop.get_parent().specific, end=moment(-1))
        assert cancel(registration=registration).state == State.CANCELLED

    def test_is_not_possible_once_the_meeting_has_begun(self, workshop):
        registration = register(workshop)
        publish(workshop, date=day(-1))
        with pytest.raises(HasBegun):
            cancel(registration=registration)


class TestMoveUp:
    def test_more_places_are_filled_in_the_order_of_waiting(self, workshop):
        rows = [register(workshop) for _person in range(5)]
        workshop.capacity = 4
        workshop.save_revision().publish()
        for row in rows:
            row.refresh_from_db()
        assert [row.state for row in rows] == [State.REGISTERED] * 4 + [State.WAITING]
        assert move_up(workshop=workshop) == []

    def test_no_limit_lets_everybody_in(self, workshop):
        rows = [register(workshop) for _person in range(5)]
        publish(workshop, capacity=None)
        assert move_up(workshop=workshop) == rows[2:]

    def test_fewer_places_take_nobodys_away(self, workshop):
        register(workshop)
        register(workshop)
        publish(workshop, capacity=1)
        move_up(workshop=workshop)
        assert states(workshop) == [State.REGISTERED] * 2

    def test_nobody_comes_before_those_who_wait(self, workshop):
        rows = [register(workshop) for _person in range(3)]
        # Somebody wrote the capacity past the services.
        publish(workshop, capacity=3)
        late = register(workshop)
        rows[2].refresh_from_db()
        assert (rows[2].state, late.state) == (State.REGISTERED, State.WAITING)

    def test_not_for_a_meeting_that_is_over(self, workshop):
        for _person in range(3):
            register(workshop)
        publish(workshop, capacity=9, date=day(-1))
        assert move_up(workshop=workshop) == []
