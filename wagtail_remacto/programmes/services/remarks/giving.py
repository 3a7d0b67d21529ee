"""A remark on a frozen version, from the screen or from the room."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wagtail_remacto import conf
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import (
    AuthorKind,
    Nature,
    Origin,
)
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import Participant
from wagtail_remacto.programmes.canonical import read
from wagtail_remacto.programmes.edition import said
from wagtail_remacto.programmes.models import (
    ProgrammeVersion,
    ProjectVersion,
    Purpose,
    Remark,
    RemarkKind,
    Section,
)
from wagtail_remacto.programmes.remarks.errors import (
    NotConsulted,
    OlderVersion,
)

TITLE_LENGTH = 120


@transaction.atomic
def remark(
    *,
    version: ProgrammeVersion,
    author: Participant,
    kind: str,
    text: str,
    project: ProjectVersion | None = None,
    section: str = "",
    title: str = "",
    confirmed: bool = True,
    language: str = "",
    association: str = "",
    display_name: str = "",
    submission_key: uuid.UUID | None = None,
    suspicion: Sequence[str] = (),
    now: dt.datetime | None = None,
    sender: Sender | None = None,
) -> Remark:
    """What a citizen says of a version while it is consulted on; see ``submit``.

    About the programme as a whole without a ``project``. The same ``submission_key``
    gives the same remark. Raises ``gate.Refused``, ``NotConsulted``, ``OlderVersion``
    and ``ValidationError`` (by field).
    """
    phase = gate.lock(phase_of(version))
    if submission_key is not None:
        sent = Remark.objects.filter(contribution__submission_key=submission_key)
        known = sent.select_related("contribution").first()
        if known is not None:
            return known
    now = now or timezone.now()
    verdict = gate.check(author, Action.REMARK, phase, now)
    if verdict.kind is gate.Kind.NO:
        raise gate.Refused(verdict)
    about = _about(version, phase, kind, project, section)
    language = language or guess_language(text, conf.content_language())
    contribution = services.submit(
        phase=phase,
        author=author,
        title=clean(title).strip() or made_title(kind, project, language),
        text=text,
        nature=Nature.REMARK,
        confirmed=confirmed,
        language=language,
        association=association,
        display_name=display_name,
        submission_key=submission_key,
        suspicion=suspicion,
        now=now,
        sender=sender,
    )
    return Remark.objects.create(contribution=contribution, **about)


@transaction.atomic
def enter_remark(
    *,
    version: ProgrammeVersion,
    by: Any,
    kind: str,
    text: str,
    project: ProjectVersion | None = None,
    section: str = "",
    title: str = "",
    workshop: Any = None,
    origin: str = Origin.WORKSHOP,
    language: str = "",
    themes: Iterable[Any] = (),
    author_kind: str = AuthorKind.GROUP,
    author_name: str = "",
    collected_by: str = "",
    external_key: str = "",
    reference: str = "",
    now: dt.datetime | None = None,
) -> tuple[Remark, bool]:
    """A remark given on paper, entered by an officer; and whether it is new.

    As ``enter`` does for ideas; paper comes in after the phase too. What was entered
    under the same ``external_key`` is returned as it stands. Raises ``gate.Refused``,
    ``NotConsulted``, ``OlderVersion`` and ``ValidationError``.
    """
    phase = gate.lock(phase_of(version))
    now = now or timezone.now()
    # An officer may not take part as one; only what the phase asks for matters here.
    asked = gate.check(by, Action.REMARK, phase, now)
    if asked.reason is gate.Reason.NOT_PART:
        raise gate.Refused(asked)
    if external_key:
        known = _known(phase, clean(external_key))
        if known is not None:
            gate.require(by, gate.Deed.ENTER, phase, now)
            return known, False
    about = _about(version, phase, kind, project, section)
    language = language or guess_language(text, conf.fallback_language())
    contribution, _is_new = services.enter(
        phase=phase,
        by=by,
        title=clean(title).strip() or made_title(kind, project, language),
        text=text,
        nature=Nature.REMARK,
        workshop=workshop,
        origin=origin,
        language=language,
        themes=themes,
        author_kind=author_kind,
        author_name=author_name,
        collected_by=collected_by,
        external_key=external_key,
        reference=reference,
        now=now,
    )
    return Remark.objects.create(contribution=contribution, **about), True


def phase_of(version: ProgrammeVersion) -> PhasePage:
    """The second consultation in which it is read. Raises ``NotConsulted``."""
    if version.purpose != Purpose.CONSULTATION or version.phase is None:
        raise NotConsulted
    return version.phase


def read_in(
    phase: PhasePage, programme_id: int | None = None
) -> ProgrammeVersion | None:
    """The version that the public reads in a canonical phase now; one query."""
    versions = ProgrammeVersion.objects.filter(
        phase_id=phase.pk, purpose=Purpose.CONSULTATION
    )
    if programme_id is not None:
        versions = versions.filter(programme_id=programme_id)
    return versions.defer("content").order_by("-number", "-pk").first()


def made_title(kind: str, project: ProjectVersion | None, language: str) -> str:
    """What names a remark whose author has given it no title, in its own language."""
    known = dict(settings.LANGUAGES)
    with override(language if language in known else conf.fallback_language()):
        label = str(RemarkKind(kind).label)
        label = label[:1].upper() + label[1:]
        if project is None:
            return _("%(kind)s: the whole programme") % {"kind": label}
        name = str(said(read(project), "title", language))
        title = _("%(kind)s: %(project)s") % {"kind": label, "project": name}
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"


def _about(
    version: ProgrammeVersion,
    phase: PhasePage,
    kind: str,
    project: ProjectVersion | None,
    section: str,
) -> dict[str, Any]:
    """What the row of the remark says, checked."""
    latest = read_in(phase, version.programme_id)
    if latest is not None and latest.pk != version.pk:
        raise OlderVersion(latest.number)
    wrong: dict[str, str] = {}
    if kind not in RemarkKind:
        wrong["kind"] = _("Say what kind of remark it is.")
    if project is not None and project.version_id != version.pk:
        wrong["project"] = _("This project is not in the draft that is read now.")
    if section not in Section or (section and project is None):
        wrong["section"] = _("Choose a part of a project, or the whole of it.")
    if wrong:
        raise ValidationError(wrong)
    return {"version": version, "project": project, "section": section, "kind": kind}


def _known(phase: PhasePage, external_key: str) -> Remark | None:
    return (
        Remark.objects.filter(
            contribution__phase=phase, contribution__external_key=external_key
        )
        .select_related("contribution")
        .first()
    )
