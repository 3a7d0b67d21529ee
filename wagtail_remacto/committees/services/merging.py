"""Several ideas are one: each stays, and says where it went (domain rule 1)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.committees import objections
from wagtail_remacto.committees.errors import NotMergeable, SomethingAgainst
from wagtail_remacto.committees.models import LeadText, OutcomeReason, OutcomeRecord
from wagtail_remacto.committees.services.recording import Why, locked, why_of, write
from wagtail_remacto.contributions.models import Contribution, Nature, Outcome
from wagtail_remacto.contributions.text import clean, guess_language, render
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import CyclePage


@transaction.atomic
def merge(
    *,
    lead: Contribution,
    others: Iterable[Contribution],
    by: Any,
    words: str = "",
    reason: OutcomeReason | None = None,
    title: str = "",
    text: str = "",
    language: str = "",
    now: dt.datetime | None = None,
) -> list[OutcomeRecord]:
    """One idea speaks for several; each stays, and says where it went (domain rule 1).

    What was merged into one of ``others`` before goes along, so that every merged idea
    points at one that leads. ``text`` is a common wording that the committee writes
    beside the lead’s own, ``title`` its title (the lead’s where it is empty); with it
    alone, without ``others``, a lead is worded anew. Returns a record for each of
    ``others``, then those that went along. Raises ``gate.Refused``, ``NotMergeable``,
    ``OutcomeReasonNeeded``, ``WrongReason``, ``SomethingAgainst``, ``ValidationError``.
    """
    now = now or timezone.now()
    wanted = list(dict.fromkeys(each.pk for each in others))
    why = why_of(Outcome.MERGED, reason, words, language) if wanted else Why()
    # One merger at a time in a cycle: what leads here must not be merged there.
    CyclePage.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.cycle_id)
    rows = {
        row.pk: row
        for row in locked(Q(pk__in=[lead.pk, *wanted]) | Q(merged_into_id__in=wanted))
    }
    leading = rows[lead.pk]
    gate.require(by, gate.Deed.OUTCOME, leading.cycle, now)
    merged = [rows[pk] for pk in wanted]
    _may_lead(leading, merged)
    if not merged and not (text.strip() and leading.merged_ideas.exists()):
        raise NotMergeable(_("Choose the ideas that are merged into this one."))
    along = [row for pk, row in rows.items() if pk != lead.pk and pk not in wanted]
    against = objections.against([*merged, *along], Outcome.MERGED)
    if against:
        raise SomethingAgainst(next(iter(against.values())))
    made = {
        each.contribution_id: each
        for each in write(
            [*merged, *along], Outcome.MERGED, why, by, now, merged_into=leading
        )
    }
    if text.strip() or title.strip():
        _word(leading, title, text, language, by)
    return [made[row.pk] for row in [*merged, *along]]


def _may_lead(lead: Contribution, others: Sequence[Contribution]) -> None:
    for each in (lead, *others):
        if each.nature != Nature.IDEA or not each.is_public:
            raise NotMergeable(
                _("%(idea)s is not a public idea (any more).")
                % {"idea": each.shown_reference}
            )
        if each.cycle_id != lead.cycle_id:
            raise NotMergeable(
                _("%(idea)s belongs to another cycle.") % {"idea": each.shown_reference}
            )
    if lead in others:
        raise NotMergeable(_("An idea cannot be merged into itself."))
    if lead.outcome == Outcome.MERGED:
        raise NotMergeable(
            _("%(idea)s is merged itself; choose the one that leads.")
            % {"idea": lead.shown_reference}
        )


def _word(lead: Contribution, title: str, text: str, language: str, by: Any) -> None:
    """A common wording beside the lead’s own; raises ``ValidationError`` by field."""
    title, text = clean(title).strip() or lead.title, clean(text).strip()
    most = conf.get("CONTRIBUTION_MAX_LENGTH")
    if not text:
        raise ValidationError({"text": _("Write the common text.")})
    if len(text) > most:
        raise ValidationError(
            {
                "text": _("The text has %(length)d characters; %(most)d fit.")
                % {"length": len(text), "most": most}
            }
        )
    fits = LeadText._meta.get_field("title").max_length or 0
    if len(title) > fits:
        raise ValidationError(
            {
                "title": _("The title has %(length)d characters; %(most)d fit.")
                % {"length": len(title), "most": fits}
            }
        )
    numbers = LeadText.objects.filter(contribution=lead).aggregate(last=Max("number"))
    LeadText.objects.create(
        contribution=lead,
        number=(numbers["last"] or 0) + 1,
        title=title,
        text=text,
        html=render(text),
        language=language or guess_language(text, conf.content_language()),
        by=by,
    )
    log(
        lead,
        "wagtail_remacto.word_together",
        user=by,
        title=lead.shown_reference,
        collectivite=lead.collectivite,
    )
