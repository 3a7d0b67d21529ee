"""What a council announces and votes is written here, and nowhere else."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.programmes.models import (
    CouncilSession,
    Deliberation,
    ProgrammePage,
)


class AlreadyDecided(Exception):
    """The council's vote is recorded, and a record is not rewritten (domain rule 3)."""


def record_session(
    *,
    collectivite: CollectivitePage,
    kind: str = "",
    label: str = "",
    label_lang: str = "fr",
    sitting: str = "",
    place: str = "",
    sources: Any = None,
    session: CouncilSession | None = None,
) -> CouncilSession:
    """A session of the council, as far as it is known.

    With ``session``, one that was recorded before is said more precisely: an announced
    session gets its day. Raises ``ValidationError``.
    """
    session = session or CouncilSession()
    session.collectivite = canonical_page(collectivite)
    session.kind = kind
    session.label = label
    session.label_lang = label_lang
    session.sitting = sitting
    session.place = place
    if sources is not None:
        session.sources = sources
    session.full_clean()
    session.save()
    return session


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

    An announced item takes its outcome, and a vote the numbers that were not known.
    Raises :class:`AlreadyDecided` for anything that contradicts what is recorded, and
    ``ValidationError`` for numbers that do not add up.
    """
    programme = canonical_page(programme)
    deliberation = (
        Deliberation.objects.select_for_update()
        .filter(session=session, programme=programme)
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
    for name, value in said.items():
        recorded = getattr(deliberation, name)
        if decided and recorded not in ("", None) and value != recorded:
            raise AlreadyDecided(
                _(
                    "The vote of the council on “%(programme)s” is recorded: a "
                    "record is not rewritten."
                )
                % {"programme": programme.title}
            )
        setattr(deliberation, name, value)
    if sources is not None:
        deliberation.sources = sources
    deliberation.full_clean()
    deliberation.save()
    return deliberation
