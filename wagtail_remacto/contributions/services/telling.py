"""The author hears what was decided about their text, and may answer."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models import (
    REPORTS,
    Contribution,
    ModerationAct,
    ModerationReason,
    Verb,
)
from wagtail_remacto.contributions.subjects import Subject, collectivite_of
from wagtail_remacto.people import confirmations, mail
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import address_of

# What the confirmed link in the message is for.
PURPOSE = "moderation"
# After these the author may answer, once.
ANSWERABLE = (Verb.HIDE, Verb.HOLD)


def language_of(subject: Subject) -> str:
    """The language in which the author is written to."""
    author = subject.author
    chosen = author.language if author is not None else ""
    return chosen or subject.language or conf.fallback_language()


def in_language(reason: ModerationReason, language: str) -> ModerationReason:
    """The same reason in this language, where the library has it."""
    found = ModerationReason.objects.filter(
        translation_key=reason.translation_key,
        locale__language_code=conf.content_language(language),
    ).first()
    return found or reason


def tell(subject: Subject, act: ModerationAct, verb: str) -> None:
    """Write to the author, if there is one who can be written to."""
    author = subject.author
    if author is None or author.erased_at is not None:
        return
    address = address_of(author)
    if not address:
        return
    language = language_of(subject)
    title = subject.title if isinstance(subject, Contribution) else ""
    mail.send(
        to=address,
        template="moderation",
        context={
            "verb": str(verb),
            "is_idea": isinstance(subject, Contribution),
            "title": title,
            "text": subject.text,
            "words": act.words,
            "reported": REPORTS in act.grounds,
            "collectivite": _name(subject, language),
            "link": _link(subject, act, author, language) if _asks(verb) else "",
        },
        language=language,
    )


def _name(subject: Subject, language: str) -> str:
    """The collectivité’s name in this language, where it has a page in it."""
    own = collectivite_of(subject)
    found = CollectivitePage.objects.filter(
        translation_key=own.translation_key,
        locale__language_code=conf.content_language(language),
    ).first()
    return str((found or own).title)


def _asks(verb: str) -> bool:
    return verb in ANSWERABLE


def _link(
    subject: Subject, act: ModerationAct, author: Participant, language: str
) -> str:
    """Where the author answers: signed in, or by a link that proves the address."""
    with override(language):
        if author.user_id is None:
            path = confirmations.path(PURPOSE, act.pk)
        else:
            path = reverse("wagtail_remacto:moderation_answer", args=[act.pk])
    parts: Any = subject.phase.get_url_parts()
    root = parts[1] if parts else getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    return f"{root}{path}"
