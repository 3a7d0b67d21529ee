"""Whatever people do in whatever order: no place too many, nobody passed over."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.citizens import ParticipantFactory, open_phase
from tests.factories import WorkshopFactory, day, publish
from wagtail_remacto.models import Registration
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.models import RegistrationState as State

PEOPLE = 6

steps = st.lists(
    st.one_of(
        st.tuples(st.just("register"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("ask"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("confirm"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("cancel"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("capacity"), st.integers(0, 4)),
    ),
    max_size=25,
)


def do(verb, number, workshop, people):
    if verb == "capacity":
        # Officers who take places away move nobody: people come whom they told so.
        taken = of(workshop, State.REGISTERED).count()
        publish(workshop, capacity=max(number, taken))
        registrations.move_up(workshop=workshop)
        return
    person = people[number]
    current = (
        Registration.objects.filter(participant=person)
        .exclude(state=State.CANCELLED)
        .first()
    )
    if verb in ("register", "ask"):
        registrations.register(
            workshop=workshop,
            participant=person,
            name="Habitante",
            confirmed=verb == "register",
        )
    elif current is not None and verb == "confirm":
        registrations.confirm(registration=current)
    elif current is not None and verb == "cancel":
        registrations.cancel(registration=current)


def of(workshop, state):
    return Registration.objects.filter(workshop=workshop, state=state)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(capacity=st.integers(0, 3), steps=steps)
def test_no_place_too_many_and_nobody_passed_over(capacity, steps, world):
    workshop, people = world
    Registration.objects.all().delete()
    publish(workshop, capacity=capacity)
    for verb, number in steps:
        do(verb, number, workshop, people)
        registered = of(workshop, State.REGISTERED)
        waiting = of(workshop, State.WAITING)
        assert registered.count() <= workshop.capacity
        if waiting.exists():
            assert registered.count() == workshop.capacity
            # Whoever has a place came before all who wait.
            for row in registered:
                assert row.queued_at <= min(each.queued_at for each in waiting)
        active = Registration.objects.exclude(state=State.CANCELLED)
        assert active.values("participant").distinct().count() == active.count()


@pytest.fixture
def world(db):
    workshop = WorkshopFactory(
        parent=open_phase(), registers=True, capacity=2, date=day(10)
    )
    return workshop, ParticipantFactory.create_batch(PEOPLE)
