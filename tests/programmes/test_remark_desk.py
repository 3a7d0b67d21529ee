"""Who answers remarks in the admin, one by one and many at once; and who cannot."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.citizens import UserFactory
from tests.consulting import consult, remark_on
from tests.contributions.screens import words
from tests.factories import SeatFactory
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    refused,
    signed_in,
)
from wagtail_remacto.committees.models import SeatRole
from wagtail_remacto.models import RemarkAnswer

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    found = consult(commune_with_everything(TETOUAN, directory))
    found.remark = remark_on(
        found.version, found.frozen, kind="amendment", text="Et le samedi ?"
    )
    return found


@pytest.fixture
def neighbour(directory):
    return consult(commune_with_everything(AL_HOCEIMA, directory))


def addresses(commune):
    return [
        reverse("remacto_remarks_version", args=[commune.version.pk]),
        reverse("remacto_remark", args=[commune.remark.pk]),
    ]


def keeper(commune, role=SeatRole.SECRETARY):
    """Somebody with a seat, without any right to pages."""
    account = UserFactory(username=f"siege-{role}")
    account.user_permissions.add(
        Permission.objects.get(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
    )
    SeatFactory(committee=commune.committee, user=account, role=role)
    return account


def denied(response):
    """What is not found under a language is looked for without one first."""
    chain = response.redirect_chain
    return refused(response) or chain[-1][0].endswith(reverse("wagtailadmin_home"))


@pytest.mark.parametrize("who", ["focal", "network", "keeper"])
def test_who_may_answer_reads_the_remarks(commune, who):
    account = {
        "focal": lambda: commune.officer,
        "network": network_officer,
        "keeper": lambda: keeper(commune),
    }[who]()
    client = signed_in(account)
    index = client.get(reverse("remacto_remarks"))
    assert addresses(commune)[0] in index.content.decode()
    for address in addresses(commune):
        assert "Et le samedi ?" in words(client.get(address))


@pytest.mark.parametrize("who", ["comms", "neighbour", "member", "other keeper"])
def test_nobody_else_does(commune, neighbour, who):
    account = {
        "comms": lambda: comms_officer(commune),
        "neighbour": lambda: neighbour.officer,
        "member": lambda: keeper(commune, SeatRole.MEMBER),
        "other keeper": lambda: keeper(neighbour),
    }[who]()
    client = signed_in(account)
    for address in addresses(commune):
        assert denied(client.get(address, follow=True)), address
        data = {
            "remark": commune.remark.pk,
            "verdict": "declined",
            "words": "Non.",
            "language": "fr",
        }
        assert denied(client.post(address, data, follow=True)), address
    assert not RemarkAnswer.objects.exists()
    index = client.get(reverse("remacto_remarks"))
    assert refused(index) or addresses(commune)[0] not in index.content.decode()


def test_one_is_accepted_with_the_change(commune):
    client, (_list, one) = signed_in(commune.officer), addresses(commune)
    data = {"verdict": "accepted", "language": "fr"}
    again = client.post(one, {**data, "words": "Merci."})
    assert again.status_code == 422
    assert "Merci." in again.content.decode()
    client.post(one, {**data, "change": "Le guichet ouvre le samedi."})
    made = RemarkAnswer.objects.get()
    assert (made.verdict, made.by) == ("accepted", commune.officer)
    assert "samedi" in made.change


def test_many_are_declined_at_once(commune):
    other = remark_on(commune.version, commune.frozen)
    address = addresses(commune)[0]
    client = signed_in(commune.officer)
    data = {
        "remark": [commune.remark.pk, other.pk],
        "verdict": "declined",
        "words": "Le budget ne suffit pas.",
        "language": "fr",
    }
    client.post(address, data)
    assert RemarkAnswer.objects.filter(words="Le budget ne suffit pas.").count() == 2


def test_a_bulk_answer_without_a_reason_keeps_what_was_ticked(commune):
    data = {"remark": commune.remark.pk, "verdict": "declined", "language": "fr"}
    response = signed_in(commune.officer).post(addresses(commune)[0], data)
    assert response.status_code == 422
    assert f'value="{commune.remark.pk}" checked' in response.content.decode()
    assert not RemarkAnswer.objects.exists()


def test_a_remark_of_another_draft_is_not_answered_along(commune, neighbour):
    foreign = remark_on(neighbour.version)
    data = {
        "remark": [commune.remark.pk, foreign.pk],
        "verdict": "declined",
        "words": "Non.",
        "language": "fr",
    }
    signed_in(commune.officer).post(addresses(commune)[0], data)
    assert [each.remark for each in RemarkAnswer.objects.all()] == [commune.remark]


def test_what_is_not_public_is_not_shown(commune):
    held = remark_on(commune.version, standing="held", text="Texte retenu")
    client = signed_in(focal_point(commune, "autre-focal"))
    assert "Texte retenu" not in words(client.get(addresses(commune)[0]))
    address = reverse("remacto_remark", args=[held.pk])
    assert denied(client.get(address, follow=True))
