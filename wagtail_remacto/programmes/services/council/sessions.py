import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.cycles import gate
from wagtail_remacto.programmes.models import CouncilSession, SessionKind
from wagtail_remacto.programmes.session_months import (
    month_name,
    months_of,
    months_words,
)

# What a vote was recorded with: nobody in the admin changes it afterwards.
SETTLED = ("kind", "month", "sitting")


def record_session(
    *,
    collectivite: CollectivitePage,
    kind: str = "",
    label: str = "",
    label_lang: str = "fr",
    month: str = "",
    sitting: str = "",
    place: str = "",
    sources: Any = None,
    session: CouncilSession | None = None,
    by: Any = None,
    now: dt.datetime | None = None,
) -> CouncilSession:
    """A session of the council, as far as it is known.

    With ``session``, one that was recorded before is said more precisely: an announced
    session gets its day. ``by`` is whoever writes it in the admin; nobody for what is
    read from a public source. Raises ``gate.Refused`` and ``ValidationError`` by field.
    """
    collectivite = canonical_page(collectivite)
    if by is not None:
        gate.require(by, gate.Deed.DELIBERATE, collectivite, now or timezone.now())
    session = session or CouncilSession()
    said: dict[str, Any] = {
        "kind": kind,
        "label": label,
        "label_lang": label_lang,
        "month": month,
        "sitting": sitting,
        "place": place,
    }
    if by is not None:
        _not_settled(session, said)
    session.collectivite = collectivite
    for name, value in said.items():
        setattr(session, name, value)
    if sources is not None:
        session.sources = sources
    session.full_clean()
    told: Any = session.month
    if told and told.precision != "month":
        raise ValidationError(
            {"month": _("Give the month of the session, such as 2027-10.")}
        )
    is_new = session.pk is None
    session.save()
    if by is not None:
        log(session, f"wagtail.{'create' if is_new else 'edit'}", user=by)
    return session


def warnings_about(session: CouncilSession) -> list[str]:
    """What is unusual about a session, in sentences; nothing of it is forbidden."""
    found = []
    month: Any = session.month
    sitting: Any = session.sitting
    kind = session.collectivite.kind
    if session.kind == SessionKind.ORDINARY and month:
        months = months_of(kind)
        if months and month.first.month not in {each.month for each in months}:
            found.append(
                _(
                    "This ordinary session is written down for %(month)s, but: "
                    "%(months)s. Check the month, or say that it is extraordinary."
                )
                % {
                    "month": month_name(month.first.month),
                    "months": months_words(kind),
                }
            )
    if month and sitting and sitting.last < month.first:
        found.append(_("It would sit before the month of its session."))
    return found


def _not_settled(session: CouncilSession, said: dict[str, Any]) -> None:
    """What is known of a session with a vote stays; what is unknown may be said."""
    if session.pk is None:
        return
    before = CouncilSession.objects.get(pk=session.pk)
    changed = [
        name
        for name in SETTLED
        if getattr(before, name) and said[name] != getattr(before, name)
    ]
    if changed and before.deliberations.exclude(outcome="").exists():
        raise ValidationError(
            {
                name: _("A vote of this session is recorded: this stays as it is.")
                for name in changed
            }
        )
