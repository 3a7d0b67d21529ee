import datetime as dt

from django.db import transaction
from django.db.models import F

from wagtail_remacto.contributions.errors import NotShown, OwnIdea
from wagtail_remacto.contributions.models import Contribution, Support
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant


@transaction.atomic
def support(
    *,
    contribution: Contribution,
    participant: Participant,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Support:
    """Back a contribution; a second time changes nothing.

    Raises ``gate.Refused``, ``NotShown``, ``OwnIdea``.
    """
    phase = gate.lock(contribution.phase)
    gate.require(participant, Action.SUPPORT, phase, now, sender=sender)
    contribution.refresh_from_db(fields=["standing"])
    if not contribution.is_public:
        raise NotShown
    if contribution.author_id == participant.pk:
        raise OwnIdea
    given, made = Support.objects.get_or_create(
        contribution=contribution, participant=participant
    )
    if made:
        _move(contribution, +1)
    return given


@transaction.atomic
def undo_support(
    *,
    contribution: Contribution,
    participant: Participant,
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> bool:
    """Take a support back while the phase is open; whether there was one.

    Raises ``gate.Refused``.
    """
    phase = gate.lock(contribution.phase)
    gate.require(
        participant, Action.SUPPORT, phase, now, sender=sender, even_closed=True
    )
    deleted, _by_model = Support.objects.filter(
        contribution=contribution, participant=participant
    ).delete()
    if deleted:
        _move(contribution, -1)
    return bool(deleted)


def _move(contribution: Contribution, change: int) -> None:
    Contribution.objects.filter(pk=contribution.pk).update(
        supports_count=F("supports_count") + change
    )
    contribution.refresh_from_db(fields=["supports_count"])
