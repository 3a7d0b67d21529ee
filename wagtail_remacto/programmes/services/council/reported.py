"""Votes that are known from a public source, with what the source does not say."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail_remacto.programmes.errors import AlreadyDecided
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
)
from wagtail_remacto.programmes.services.versions import lock


@transaction.atomic
def record_deliberation(
    *,
    session: CouncilSession,
    programme: ProgrammePage,
    outcome: str = "",
    unanimous: bool | None = None,
    present: int | None = None,
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstained: int | None = None,
    sources: Any = None,
) -> Deliberation:
    """The council's item on a programme; without an outcome it is only announced.

    For what a public source tells. No version is named: which text was before the
    council is not known, so its pages are not frozen. An announced item takes its
    outcome, and a vote the numbers that were not known; what the source leaves out
    stays as it is. Raises :class:`AlreadyDecided` for anything that contradicts what is
    recorded, and ``ValidationError`` for numbers that do not add up.
    """
    programme = lock(programme)
    deliberation = (
        Deliberation.objects.select_for_update(of=("self",))
        .filter(session=session, programme=programme, superseded_at__isnull=True)
        .first()
    ) or Deliberation(session=session, programme=programme)
    said = {
        "outcome": outcome,
        "unanimous": unanimous,
        "present": present,
        "votes_for": votes_for,
        "votes_against": votes_against,
        "abstained": abstained,
    }
    decided = bool(deliberation.outcome)
    if decided and outcome != deliberation.outcome:
        raise _contradiction(programme)
    new = {name for name, value in said.items() if value not in ("", None)}
    for name in new:
        recorded = getattr(deliberation, name)
        if decided and recorded not in ("", None):
            if said[name] != recorded:
                raise _contradiction(programme)
            continue
        setattr(deliberation, name, said[name])
    if sources is not None:
        deliberation.sources = sources
    deliberation.full_clean()
    if decided:
        names = (new - {"outcome"}) | ({"sources"} if sources is not None else set())
        if names:
            deliberation.save(update_fields=sorted(names))
    else:
        deliberation.save()
    return deliberation


def _contradiction(programme: ProgrammePage) -> AlreadyDecided:
    return AlreadyDecided(
        _(
            "The vote of the council on “%(programme)s” is recorded: a record is not "
            "rewritten."
        )
        % {"programme": programme.title}
    )
