"""A vote of the council, and what replaces a record of it that was made wrongly."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.contributions.branches import Place, place_of
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.programmes import canonical
from wagtail_remacto.programmes.errors import (
    AlreadyAdopted,
    AlreadyDecided,
    NotDecided,
    NothingChanged,
    VersionUnknown,
)
from wagtail_remacto.programmes.models import (
    Deliberation,
    Outcome,
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    Purpose,
)
from wagtail_remacto.programmes.services import adoption
from wagtail_remacto.programmes.services.council.agenda import hold, may_be_voted
from wagtail_remacto.programmes.services.council.plausible import Vote, problems
from wagtail_remacto.programmes.services.versions import (
    lock,
    make_version,
    tell_of_projects,
)
from wagtail_remacto.programmes.standing import standing_of


def check_vote(
    deliberation: Deliberation, vote: Vote, now: dt.datetime | None = None
) -> dict[str, list[str]]:
    """What cannot be so about this vote, by field: for a form, all at once.

    Numbers that are missing are a mistake, unless only a public source tells of it.
    """
    place = place_of(deliberation.programme)
    today = day_of(now or timezone.now())
    return problems(
        vote,
        sitting=vote.sitting or deliberation.session.sitting,
        council_size=place.collectivite.council_size,
        today=today,
        complete=deliberation.version_id is not None,
    )


@transaction.atomic
def record_vote(
    *,
    deliberation: Deliberation,
    by: Any,
    outcome: str,
    projects: Iterable[ProjectPage] | None = None,
    now: dt.datetime | None = None,
    **said: Any,
) -> Deliberation:
    """What the council voted on an item of its agenda.

    ``said`` are the other fields of :class:`Vote`. An adoption publishes the adopted
    words and freezes them (see ``services.adoption``). *Adopted with changes* keeps the
    drafts of the pages, as they are now, as another version; ``projects`` are those
    that the council left in it (the ones of the version before it, unless given).
    *Postponed* leaves the version free for a later session; *rejected* gives it back to
    the committee.

    As many votes for as against adopt nothing by themselves: the chair's casting vote
    does, and then ``reasons`` has to say so.

    Raises ``gate.Refused``, ``ValidationError`` by field, and the errors of
    ``programmes.errors``.
    """
    now = now or timezone.now()
    programme, deliberation = _held(deliberation)
    gate.require(by, gate.Deed.DELIBERATE, programme, now)
    if deliberation.outcome:
        raise AlreadyDecided
    if deliberation.version is None:
        raise VersionUnknown
    may_be_voted(standing_of(programme), deliberation.version)
    vote = Vote(outcome=outcome, **said)
    _write(deliberation, vote, by=by, now=now)
    if outcome == Outcome.ADOPTED_WITH_CHANGES:
        deliberation.result = _changed(deliberation, place_of(programme), by, projects)
    _take_effect(deliberation, by=by)
    deliberation.save()
    _tell(deliberation, now)
    _log(deliberation, "wagtail_remacto.vote", by)
    return deliberation


@transaction.atomic
def supersede(
    *,
    deliberation: Deliberation,
    by: Any,
    outcome: str,
    reasons: str,
    confirm_unadopts: bool = False,
    projects: Iterable[ProjectPage] | None = None,
    now: dt.datetime | None = None,
    **said: Any,
) -> Deliberation:
    """Another record in the place of one that was made wrongly; both stay readable.

    ``reasons`` say what was wrong. Whatever takes an adoption back – that it was none,
    or that another version was adopted – needs ``confirm_unadopts``: the commitments
    open again, and the pages stay published as they are until the council has adopted
    something else. So what was in truth adopted *with changes* is superseded twice:
    as postponed, to write the changes into the pages, then as what it was.

    Raises ``gate.Refused``, ``ValidationError`` by field, and the errors of
    ``programmes.errors``.
    """
    now = now or timezone.now()
    programme, old = _held(deliberation)
    gate.require(by, gate.Deed.DELIBERATE, programme, now, even_closed=True)
    if not old.outcome:
        raise NotDecided
    same = outcome == old.outcome
    errors = {}
    if not reasons.strip():
        errors["reasons"] = _("Say what was wrong with the record.")
    if old.is_adopted and not same and not confirm_unadopts:
        errors["confirm_unadopts"] = _(
            "This takes the adoption back, and the commitments open again. Confirm it."
        )
    if errors:
        raise ValidationError(errors)
    new = Deliberation(
        session=old.session,
        programme=programme,
        version=old.version,
        agenda_item=old.agenda_item,
        document=old.document,
        sources=old.sources,
        result=old.result if same else None,
        supersedes=old,
    )
    _write(new, Vote(outcome=outcome, reasons=reasons, **said), by=by, now=now)
    old.superseded_at = now
    old.save(update_fields=["superseded_at"])
    if new.is_adopted and not same:
        standing = standing_of(programme)
        if new.version is not None:
            may_be_voted(standing, new.version)
        elif standing.is_adopted:
            raise AlreadyAdopted
        if new.version is not None and outcome == Outcome.ADOPTED_WITH_CHANGES:
            new.result = _changed(new, place_of(programme), by, projects)
        _take_effect(new, by=by)
    new.save()
    _tell(new, now)
    _log(new, "wagtail_remacto.supersede_vote", by, before=old)
    return new


def _held(deliberation: Deliberation) -> tuple[ProgrammePage, Deliberation]:
    """The programme under lock, and the item as it is in the database now."""
    programme = lock(deliberation.programme)
    found = (
        Deliberation.objects.select_for_update(of=("self",))
        .select_related("session__collectivite", "version", "result", "document")
        .get(pk=deliberation.pk)
    )
    if found.superseded_at is not None:
        raise AlreadyDecided
    found.programme = programme
    if found.version_id is not None:
        hold(found.version_id)
    return programme, found


def _write(
    deliberation: Deliberation, vote: Vote, *, by: Any, now: dt.datetime
) -> None:
    """The vote's fields on the row, which is checked and not saved."""
    errors = check_vote(deliberation, vote, now)
    if errors:
        raise ValidationError(errors)
    deliberation.outcome = Outcome(vote.outcome)
    for name in (
        "present",
        "votes_for",
        "votes_against",
        "abstained",
        "visa_date",
    ):
        setattr(deliberation, name, getattr(vote, name))
    deliberation.unanimous = vote.is_unanimous
    deliberation.number = clean(vote.number).strip()
    deliberation.changes = clean(vote.changes).strip()
    deliberation.reasons = clean(vote.reasons).strip()
    deliberation.language = vote.language or _language()
    deliberation.document = vote.document or deliberation.document
    if vote.sources is not None:
        deliberation.sources = vote.sources
    deliberation.recorded_by, deliberation.recorded_at = by, now
    session = deliberation.session
    if vote.sitting and not session.sitting:
        session.sitting = vote.sitting
        session.full_clean()
        session.save(update_fields=["sitting"])
    deliberation.full_clean(validate_constraints=deliberation.supersedes_id is None)


def _language() -> str:
    language = conf.content_language()
    return language if language in Language.values else Language.FRENCH


def _changed(
    deliberation: Deliberation,
    place: Place,
    by: Any,
    projects: Iterable[ProjectPage] | None,
) -> ProgrammeVersion:
    """The drafts as the council has changed them, as a version of their own."""
    before: Any = deliberation.version
    if projects is None:
        projects = ProjectPage.objects.filter(versions__version=before)
    after = make_version(
        programme=deliberation.programme,
        place=place,
        purpose=Purpose.ADOPTION,
        by=by,
        now=deliberation.recorded_at or timezone.now(),
        projects=projects,
    )
    if _says(before) == _says(after):
        raise NothingChanged(before.number)
    return after


def _says(version: ProgrammeVersion) -> tuple[Any, ...]:
    """What two versions differ in, whatever the order of their projects."""
    content = canonical.read(version)
    projects = {each["key"]: each["digest"] for each in content["projects"]}
    return content["words"], content["start"], content["end"], projects


def _take_effect(deliberation: Deliberation, *, by: Any) -> None:
    version = deliberation.result or deliberation.version
    if deliberation.is_adopted and version is not None:
        adoption.take_effect(programme=deliberation.programme, version=version, by=by)


def _tell(deliberation: Deliberation, now: dt.datetime) -> None:
    version = deliberation.result or deliberation.version
    if version is not None:
        tell_of_projects(
            "voted",
            f"vote:{deliberation.pk}",
            version,
            now,
            outcome=str(deliberation.outcome),
            vote=deliberation.pk,
        )


def _log(
    deliberation: Deliberation,
    action: str,
    by: Any,
    before: Deliberation | None = None,
) -> None:
    data: dict[str, Any] = {
        "outcome": str(deliberation.outcome),
        "number": deliberation.number,
        "reasons": deliberation.reasons,
    }
    if deliberation.version is not None:
        data["version"] = deliberation.version.number
    if deliberation.result is not None:
        data["result"] = deliberation.result.number
    if before is not None:
        data["before"] = {"pk": before.pk, "outcome": str(before.outcome)}
    log(deliberation, action, user=by, data=data)
    log(deliberation.programme, action, user=by, data=data)
