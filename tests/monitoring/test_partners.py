"""Partnerships: both sides confirm, either declines or ends with words."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageLogEntry

from tests.carrying_out import PartnerFactory, adopted_commune
from tests.citizens import EmailParticipantFactory, ParticipantFactory, UserFactory
from tests.monitoring.test_milestones import close, says
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.models import Participant, Partner
from wagtail_remacto.monitoring.models import PartnerState
from wagtail_remacto.monitoring.services import leads, partners
from wagtail_remacto.people import confirmations
from wagtail_remacto.people.links import DeadLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

EMAIL = "bureau@association.ma"


@pytest.fixture
def commune(db):
    return adopted_commune()


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Do something and read the messages that it sends."""

    def do(call, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            call(*args, **kwargs)
        return mail.outbox

    return do


def offer(commune, participant=None, **words):
    return partners.offer(
        **{
            "project": commune.project,
            "participant": participant or ParticipantFactory(),
            "organisation": "Les amis du marché",
            "brings": "Deux bénévoles le samedi.",
            **words,
        }
    )


def invite(commune, **words):
    return partners.invite(
        **{
            "project": commune.project,
            "by": commune.officer,
            "organisation": "Les amis du marché",
            "email": EMAIL,
            **words,
        }
    )


def opened(commune, **words):
    """An invitation whose link somebody has opened."""
    partner = invite(commune, **words)
    participant, _way = follow(link_in(partner))
    partner.refresh_from_db()
    return partner, participant


def link_in(partner):
    return confirmations.path("partnership", partner.pk).rstrip("/").split("/")[-1]


def follow(token):
    confirmation, subject = confirmations.read(token)
    return confirmation.confirm(subject)


def state_of(partner):
    return Partner.objects.get(pk=partner.pk).state


@pytest.mark.parametrize("factory", [ParticipantFactory, EmailParticipantFactory])
def test_an_offer_counts_once_the_administration_confirms(commune, factory, told, sent):
    partner = offer(commune, factory(), role="co_lead")
    assert partner.state == PartnerState.PROPOSED
    assert told == []
    (message,) = sent(
        partners.confirm,
        partner=partner,
        by=commune.officer,
        administration_brings="Le local.",
    )
    partner.refresh_from_db()
    assert partner.state == PartnerState.CONFIRMED
    assert partner.confirmed_by == commune.officer
    assert [kind for kind, _facts in told] == ["partner"]
    assert "Le local." in message.body


def test_confirming_twice_is_once(commune, told):
    partner = offer(commune)
    for _time in range(2):
        partners.confirm(partner=partner, by=commune.officer)
    assert len(told) == 1


def test_an_offer_sent_twice_is_one(commune):
    person = ParticipantFactory()
    assert offer(commune, person) == offer(commune, person)


def test_who_was_declined_may_offer_again(commune):
    person = ParticipantFactory()
    first = offer(commune, person)
    partners.decline(partner=first, by=commune.officer, words="Pas cette année.")
    assert offer(commune, person) != first


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"organisation": " "}, "organisation"),
        ({"organisation": "a" * 201}, "organisation"),
        ({"brings": " \u200b"}, "brings"),
        ({"role": "boss"}, "role"),
    ],
)
def test_what_is_missing_in_an_offer_is_named_by_its_field(commune, words, field):
    with pytest.raises(ValidationError) as wrong:
        offer(commune, **words)
    assert list(wrong.value.message_dict) == [field]


def test_an_arabic_name_is_enough(commune):
    partner = offer(commune, organisation="", organisation_ar="جمعية السوق")
    assert str(partner) == "جمعية السوق"


@pytest.mark.parametrize("role", ["officer", "focal", "lead"])
def test_nobody_of_the_administration_offers_to_be_a_partner(commune, role):
    user = UserFactory()
    leads.name_lead(project=commune.project, user=user, by=commune.officer)
    user = {"lead": user}.get(role) or getattr(commune, role)
    with pytest.raises(Refused):
        offer(commune, ParticipantFactory(user=user))


def test_an_invitation_goes_to_the_association_in_its_language(commune, sent):
    (message,) = sent(invite, commune, brings="Un regard", language="ar")
    assert message.to == [EMAIL]
    assert commune.pages_ar["project"].title in message.subject
    assert "/ar/" in message.body or "/fr/" in message.body
    token = re.search(r"confirm/([^/\s]+)/", message.body)[1]
    assert confirmations.read(token)[0].purpose == "partnership"


def test_opening_the_link_says_who_speaks_and_agrees_to_nothing(commune, told):
    partner, participant = opened(commune)
    assert partner.state == PartnerState.INVITED
    assert partner.participant == participant
    assert participant.confirmed_at is not None
    assert told == []


def test_a_link_opened_again_is_no_key(commune):
    partner, _participant = opened(commune)
    someone, way = follow(link_in(partner))
    assert someone is None
    assert way.endswith(f"/partnerships/{partner.pk}/")


def test_the_association_accepts_in_its_own_words(commune, told):
    partner, participant = opened(commune, brings="Un regard")
    partners.accept(partner=partner, participant=participant, brings="Trois bénévoles")
    partner.refresh_from_db()
    assert partner.state == PartnerState.CONFIRMED
    assert (partner.brings, partner.email) == ("Trois bénévoles", "")
    assert [kind for kind, _facts in told] == ["partner"]
    partners.accept(partner=partner, participant=participant)
    assert len(told) == 1


def test_who_accepts_says_what_the_association_contributes(commune):
    partner, participant = opened(commune)
    with pytest.raises(ValidationError):
        partners.accept(partner=partner, participant=participant)


def test_nobody_else_accepts(commune):
    partner, _participant = opened(commune)
    says(
        "The other side",
        partners.accept,
        partner=partner,
        participant=ParticipantFactory(),
        brings="Moi",
    )


def test_neither_side_answers_for_the_other(commune):
    theirs, participant = opened(commune)
    says("The other side", partners.confirm, partner=theirs, by=commune.officer)
    mine = offer(commune, ParticipantFactory())
    says(
        "The other side",
        partners.accept,
        partner=mine,
        participant=mine.participant,
        brings="Moi",
    )
    assert {state_of(theirs), state_of(mine)} == {"invited", "proposed"}


def test_the_same_address_is_invited_once(commune):
    invite(commune)
    says("This association is a partner", invite, commune, email=EMAIL.upper())


def test_an_invitation_that_was_taken_back_opens_nothing(commune, sent):
    partner = invite(commune)
    partners.decline(partner=partner, by=commune.officer)
    with pytest.raises(DeadLink):
        follow(link_in(partner))
    partner.refresh_from_db()
    assert (partner.state, partner.email) == ("declined", "")


def test_an_invitation_is_nothing_for_who_is_a_partner_already(commune):
    person = EmailParticipantFactory(email=EMAIL)
    offer(commune, person)
    partner = invite(commune)
    with pytest.raises(DeadLink):
        follow(link_in(partner))


def test_an_officer_who_declines_an_offer_says_why(commune, sent):
    partner = offer(commune)
    says("Say why", partners.decline, partner=partner, by=commune.officer)
    (message,) = sent(
        partners.decline, partner=partner, by=commune.officer, words="Le lot est pris."
    )
    assert state_of(partner) == "declined"
    assert "Le lot est pris." in message.body


def test_an_association_declines_or_takes_back_without_a_reason(commune, sent):
    mine = offer(commune)
    theirs, participant = opened(commune)
    for partner, person in ((mine, mine.participant), (theirs, participant)):
        assert sent(partners.decline, partner=partner, participant=person) == []
        assert state_of(partner) == "declined"


@pytest.mark.parametrize("side", ["by", "participant"])
def test_either_side_ends_it_and_says_why(commune, side):
    partner = PartnerFactory(project=commune.project)
    who = {"by": commune.officer, "participant": partner.participant}[side]
    says("Say why", partners.end, partner=partner, words=" ", **{side: who})
    partners.end(partner=partner, words="Le projet est fini.", **{side: who})
    partner.refresh_from_db()
    assert (partner.state, partner.closed_words) == ("ended", "Le projet est fini.")
    assert partner.closed_at is not None


def test_only_the_two_sides_decline_or_end(commune):
    waiting, partner = offer(commune), PartnerFactory(project=commune.project)
    stranger = ParticipantFactory()
    says("The other side", partners.decline, partner=waiting, participant=stranger)
    says(
        "The other side", partners.end, partner=partner, participant=stranger, words="x"
    )
    with pytest.raises(Refused):
        partners.decline(partner=waiting, by=commune.civil, words="Non")
    with pytest.raises(Refused):
        partners.end(partner=partner, by=commune.civil, words="Non")


def test_what_is_answered_is_answered(commune):
    partner = PartnerFactory(project=commune.project)
    says(
        "This has been answered", partners.decline, partner=partner, by=commune.officer
    )
    waiting = offer(commune)
    says(
        "Only a confirmed", partners.end, partner=waiting, by=commune.officer, words="x"
    )


def test_a_closed_cycle_takes_nobody_in(commune):
    waiting = offer(commune)
    close(commune)
    says("This cycle is closed", offer, commune)
    says("This cycle is closed", invite, commune)
    says("This cycle is closed", partners.confirm, partner=waiting, by=commune.officer)


def test_the_database_knows_no_partner_that_one_side_has_not_confirmed(commune):
    partner = offer(commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(state="confirmed")


def test_deeds_of_officers_are_in_the_log(commune):
    partner = offer(commune)
    partners.confirm(partner=partner, by=commune.officer)
    partners.end(partner=partner, by=commune.officer, words="Fini.")
    invited = invite(commune)
    partners.decline(partner=invited, by=commune.officer)
    said = PageLogEntry.objects.filter(action__startswith="wagtail_remacto.")
    assert [row.action.partition(".")[2] for row in said.order_by("pk")][-4:] == [
        "confirm_partner",
        "end_partner",
        "invite_partner",
        "decline_partner",
    ]
    assert Participant.objects.filter(email=EMAIL).exists() is False
