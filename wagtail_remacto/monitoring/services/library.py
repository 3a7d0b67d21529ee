"""What the network’s officers recommend to other towns, and why."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.cycles import gate
from wagtail_remacto.monitoring.errors import WordsMissing
from wagtail_remacto.monitoring.models import LibraryEntry
from wagtail_remacto.monitoring.services.locking import lock
from wagtail_remacto.monitoring.services.succession.errors import NotPublished
from wagtail_remacto.programmes.models import ProjectPage


@transaction.atomic
def recommend(
    *,
    project: ProjectPage,
    by: Any,
    words: str,
    language: str = "",
    now: dt.datetime | None = None,
) -> LibraryEntry:
    """Put a public project into the library; twice is once, with the newer words.

    Raises ``gate.Refused``, ``NotPublished``, ``WordsMissing``.
    """
    now = now or timezone.now()
    ground = lock(project)
    gate.require(by, gate.Deed.RECOMMEND, ground.project, now)
    if not ground.project.live:
        raise NotPublished
    words = clean(words).strip()
    if not words:
        raise WordsMissing
    entry, made = LibraryEntry.objects.get_or_create(
        project=ground.project,
        withdrawn_at=None,
        defaults={
            "words": words,
            "language": language or conf.content_language(),
            "by": by,
            "at": now,
        },
    )
    if not made and entry.words != words:
        entry.words = words
        entry.language = language or conf.content_language()
        entry.save(update_fields=["words", "language"])
    log(ground.project, "wagtail_remacto.recommend", user=by)
    return entry


@transaction.atomic
def withdraw(
    *, entry: LibraryEntry, by: Any, now: dt.datetime | None = None
) -> LibraryEntry:
    """Take it out of the library; what was begun from it keeps its origin.

    Raises ``gate.Refused``.
    """
    now = now or timezone.now()
    ground = lock(entry.project)
    gate.require(by, gate.Deed.RECOMMEND, ground.project, now)
    entry = LibraryEntry.objects.get(pk=entry.pk)
    if entry.withdrawn_at is None:
        entry.withdrawn_at = now
        entry.save(update_fields=["withdrawn_at"])
        log(ground.project, "wagtail_remacto.unrecommend", user=by)
    return entry
