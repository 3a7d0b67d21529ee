"""The axes, seats and polls of a cycle that was closed stay as they are."""

import pytest
from django.urls import reverse

from tests.carrying_out import adopted_commune
from tests.factories import locale
from tests.officers import posted, signed_in
from wagtail_remacto.cycles import gate
from wagtail_remacto.models import Axis, Poll, Seat
from wagtail_remacto.monitoring.services import closing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune():
    return adopted_commune()


def close(commune):
    closing.close(cycle=commune.cycle, by=commune.focal, override="Le mandat finit.")


def screen(row, name, *keys):
    return reverse(
        f"wagtailsnippets_wagtail_remacto_{row._meta.model_name}:{name}", args=keys
    )


def sent(client, address, **values):
    form = client.get(address).context["form"]
    return client.post(address, posted(form, **values))


def is_refused(answer):
    return (
        answer.status_code == 200
        and gate.cycle_closed().sentence in answer.content.decode()
    )


def rows_of(commune):
    return {
        "axis": (commune.axis, {"title": "Autre chose"}),
        "seat": (commune.civil_seat, {"organisation": "Autre chose"}),
    }


@pytest.mark.parametrize("kind", ["axis", "seat"])
def test_nothing_of_them_changes(commune, kind):
    row, said = rows_of(commune)[kind]
    client = signed_in(commune.focal)
    address = screen(row, "edit", row.pk)
    assert sent(client, address, **said).status_code == 302

    close(commune)
    (name,) = said
    assert is_refused(sent(client, address, **{name: "Encore autre chose"}))
    row.refresh_from_db()
    assert getattr(row, name) == "Autre chose"


def test_no_axis_is_added(commune):
    close(commune)
    client = signed_in(commune.focal)
    answer = sent(
        client,
        screen(Axis, "add"),
        cycle=commune.cycle.pk,
        title="Nouveau",
        order=77,
        active="on",
    )

    assert is_refused(answer)
    assert not Axis.objects.filter(title="Nouveau").exists()


def test_no_seat_is_added(commune):
    close(commune)
    answer = sent(
        signed_in(commune.focal),
        screen(Seat, "add"),
        committee=commune.committee.pk,
        college="civil_society",
        role="member",
        person="Samira",
        active="on",
    )

    assert is_refused(answer)
    assert not Seat.objects.filter(person="Samira").exists()


def test_who_sits_there_may_still_leave_the_desk(commune):
    close(commune)
    seat = commune.civil_seat
    answer = sent(signed_in(commune.focal), screen(seat, "edit", seat.pk), user="")

    assert answer.status_code == 302
    seat.refresh_from_db()
    assert seat.user is None


def test_no_poll_comes_into_one_of_its_phases(commune):
    poll = Poll.objects.create(
        collectivite=commune.page, question="Le marché ?", locale=locale("fr")
    )
    close(commune)
    client = signed_in(commune.officer)
    answer = sent(client, screen(poll, "edit", poll.pk), phase=commune.phase.pk)

    assert is_refused(answer)
    assert Poll.objects.get(pk=poll.pk).phase is None
