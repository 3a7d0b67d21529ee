from typing import Any

from django.db import transaction
from wagtail.models import Page

from wagtail_remacto.contributions.errors import NotShown
from wagtail_remacto.contributions.models import Contribution, Follow, Standing
from wagtail_remacto.cycles import gate
from wagtail_remacto.people.models import Participant


@transaction.atomic
def follow(*, participant: Participant, target: Contribution | Page) -> Follow:
    """Find a contribution or a page again in my space; a second time changes nothing.

    Of a page the canonical one is followed, whichever language was read. Raises
    ``gate.Refused``, ``NotShown``.
    """
    if isinstance(target, Contribution):
        if target.standing != Standing.PUBLIC and target.author_id != participant.pk:
            raise NotShown
        gate.require(participant, gate.Deed.FOLLOW, target.phase)
    else:
        gate.require(participant, gate.Deed.FOLLOW, target)
    found, _made = Follow.objects.get_or_create(participant=participant, **_of(target))
    return found


def unfollow(*, participant: Participant, target: Contribution | Page) -> None:
    """Find it there no more; possible always, and more than once."""
    Follow.objects.filter(participant=participant, **_of(target)).delete()


def is_followed(participant: Participant, target: Contribution | Page) -> bool:
    return Follow.objects.filter(participant=participant, **_of(target)).exists()


def _of(target: Any) -> dict[str, Any]:
    if isinstance(target, Contribution):
        return {"contribution": target}
    return {"page_id": target.specific.canonical.pk}
