"""What every verb shares that gives a contribution its words, place and files."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail_remacto import conf
from wagtail_remacto.conf import content_language
from wagtail_remacto.contributions import attachments, references
from wagtail_remacto.contributions.models import Attachment, Contribution, Standing
from wagtail_remacto.contributions.models.contribution import CheckedUpload
from wagtail_remacto.contributions.services.standing import decide
from wagtail_remacto.contributions.text import clean, guess_language, render
from wagtail_remacto.cycles.models import Axis, PhasePage
from wagtail_remacto.normalise import normalise
from wagtail_remacto.people.models import Participant


def locked(contribution: Contribution) -> Contribution:
    return (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("phase", "phase__locale", "cycle", "author__user")
        .get(pk=contribution.pk)
    )


def free_reference() -> str:
    while True:
        reference = references.new()
        if not Contribution.objects.filter(reference=reference).exists():
            return reference


def give_words(
    contribution: Contribution, title: str, text: str, language: str
) -> Contribution:
    """Give it its words; raises ``ValidationError`` by field."""
    title, text = clean(title).replace("\n", " ").strip(), clean(text)
    most = conf.get("CONTRIBUTION_MAX_LENGTH")
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = _("Give it a title: a few words.")
    elif len(title) > 120:
        errors["title"] = _("The title has %(length)d characters; 120 fit.") % {
            "length": len(title)
        }
    if not text:
        errors["text"] = _("Say what you propose.")
    elif len(text) > most:
        errors["text"] = _("The text has %(length)d characters; %(most)d fit.") % {
            "length": len(text),
            "most": most,
        }
    if errors:
        raise ValidationError(errors)
    contribution.title = title
    contribution.text = text
    contribution.html = render(text)
    contribution.language = language or guess_language(
        f"{title} {text}", content_language()
    )
    contribution.search_text = normalise(f"{title} {text}")
    return contribution


def fitting(field: str, words: str) -> str:
    """The words as a short field keeps them; too long is an error, never a cut.

    Two keys that begin alike would be taken for one, and an idea lost.
    """
    words = clean(words)
    column: Any = Contribution._meta.get_field(field)
    most = column.max_length
    if len(words) > most:
        raise ValidationError(
            {
                field: _("The text has %(length)d characters; %(most)d fit.")
                % {"length": len(words), "most": most}
            }
        )
    return words


def axis_of(axis: Axis | None, cycle: Any) -> Axis | None:
    """The axis as rows point at it: of this cycle, in the fallback language."""
    if axis is None:
        return None
    if axis.cycle_id != cycle.pk or not axis.active:
        raise ValidationError({"axis": _("This axis is not one of the cycle’s.")})
    if axis.locale.language_code == conf.fallback_language():
        return axis
    found = Axis.objects.filter(
        translation_key=axis.translation_key,
        locale__language_code=conf.fallback_language(),
    ).first()
    return found or axis


def judge(
    contribution: Contribution,
    phase: PhasePage,
    author: Participant,
    suspicion: Sequence[str],
    now: dt.datetime,
) -> list[str]:
    """Decide its standing; returns what it is held for."""
    standing, grounds = decide(
        phase,
        f"{contribution.title}\n{contribution.text}",
        author,
        suspicion,
        other_than=contribution.pk,
    )
    contribution.standing = standing
    if standing == Standing.PUBLIC and contribution.published_at is None:
        contribution.published_at = now
    return grounds


def attach(contribution: Contribution, files: Iterable[CheckedUpload]) -> None:
    """The files become the contribution’s; the stored file is the same.

    It goes when nobody names it any more.
    """
    Attachment.objects.bulk_create(
        Attachment(
            contribution=contribution,
            file=file.file.name,
            **attachments.facts_of(file),
        )
        for file in files
    )
