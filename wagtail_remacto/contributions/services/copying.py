"""An idea that is put again, word for word, in a later cycle."""

import datetime as dt
from typing import Any

from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.contributions.models.contribution import CARRIED
from wagtail_remacto.contributions.services.composing import attach, free_reference
from wagtail_remacto.contributions.services.wordings import keep_wording
from wagtail_remacto.cycles.models import Axis, PhasePage


def share_claim(contribution: Contribution) -> None:
    """Whoever has claimed an idea has claimed what repeats it in later cycles.

    The code of a slip opens only the idea that is printed on it.
    """
    reference = contribution.reference
    while True:
        copies = Contribution.objects.filter(external_key=f"{CARRIED}{reference}")
        again = copies.first()
        if again is None:
            return
        copies.filter(author__isnull=True).update(
            author=contribution.author, claimed_at=contribution.claimed_at
        )
        reference = again.reference


def carried_copy(
    old: Contribution,
    *,
    phase: PhasePage,
    cycle: Any,
    collectivite: Any,
    now: dt.datetime,
) -> Contribution:
    """The same idea by the same author in another phase, without its supports.

    What was written is copied as it stands, never cleaned or rendered anew (domain
    rule 1), and stays what the room has given where it was. The caller has asked the
    gate and holds both the phase and the old idea, which is public.
    """
    contribution = Contribution(
        reference=free_reference(),
        nature=old.nature,
        phase=phase,
        cycle=cycle,
        collectivite=collectivite,
        axis=_axis(old, cycle),
        title=old.title,
        text=old.text,
        html=old.html,
        search_text=old.search_text,
        language=old.language,
        origin=old.origin,
        collected_by=old.collected_by,
        external_key=f"{CARRIED}{old.reference}",
        author_kind=old.author_kind,
        author=old.author,
        author_name=old.author_name,
        claimed_at=old.claimed_at,
        place=old.place,
        latitude=old.latitude,
        longitude=old.longitude,
        standing=Standing.PUBLIC,
        published_at=now,
    )
    contribution.save()
    contribution.themes.set(old.themes.all())
    attach(contribution, old.attachments.all())
    keep_wording(contribution, old.author)
    return contribution


def _axis(old: Contribution, cycle: Any) -> Axis | None:
    """The axis of the new cycle that has the same title, if there is one."""
    if old.axis is None:
        return None
    found: Axis | None = Axis.objects.filter(
        cycle=cycle,
        locale=old.axis.locale_id,
        title__iexact=old.axis.title,
        active=True,
    ).first()
    return found
