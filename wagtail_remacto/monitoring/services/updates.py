"""News in the administration’s voice: published, superseded, never rewritten."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto import conf
from wagtail_remacto.contributions.attachments import CheckedFile
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.cycles.gate import Deed
from wagtail_remacto.monitoring import rollup
from wagtail_remacto.monitoring.errors import (
    AnotherProject,
    MilestoneMissing,
    MonitoringError,
    NotAnnounced,
    NotYet,
    SupersededAlready,
    Withdrawn,
)
from wagtail_remacto.monitoring.models import (
    Milestone,
    Update,
)
from wagtail_remacto.monitoring.services import evidence, finishing
from wagtail_remacto.monitoring.services.locking import (
    ground_of,
    lock,
    require_running,
)
from wagtail_remacto.people.happened import Event, tell
from wagtail_remacto.programmes.models import ProjectPage

TITLE_LENGTH = 150


@transaction.atomic
def publish(
    *,
    project: ProjectPage,
    by: Any,
    title: str,
    text: str = "",
    on: dt.date | None = None,
    milestone: Milestone | None = None,
    completion: str = "",
    language: str = "",
    files: Sequence[tuple[CheckedFile, str]] = (),
    key: uuid.UUID | None = None,
    supersedes: Update | None = None,
    now: dt.datetime | None = None,
) -> Update:
    """Publish news of a project; with a milestone also how far that is from ``on``.

    ``on`` is a civil day, today where it is left out. ``files`` are checked, each with
    its caption. Under one ``key``, sent twice is one update: the second call returns
    it. ``supersedes`` is what this one says better; it stays readable and counts no
    more. Raises ``gate.Refused``, ``NotAdopted``, ``CycleClosed``, ``NotYet``,
    ``AnotherProject``, ``NotAnnounced``, ``Withdrawn``, ``MilestoneMissing``,
    ``SupersededAlready`` and ``ValidationError``.
    """
    now = now or timezone.now()
    ground = lock(project)
    gate.require(by, Deed.UPDATE, ground.project, now)
    sent = sent_before(ground.project, key)
    if sent is not None:
        return sent
    if key is not None and Update.objects.filter(key=key).exists():
        # The key of a form about another project.
        key = None
    require_running(ground)
    day = on or day_of(now)
    if day > day_of(now):
        raise NotYet
    if milestone is not None:
        milestone = _milestone(ground.project, milestone, supersedes)
    elif completion:
        raise MilestoneMissing
    title, text = " ".join(clean(title).split()), clean(text).strip()
    before = None
    if supersedes is not None:
        before = _supersede(ground.project, supersedes, now)
    update = Update(
        project=ground.project,
        milestone=milestone,
        title=title,
        text=text,
        language=language or guess_language(f"{title} {text}", conf.content_language()),
        on=day,
        completion=completion,
        supersedes=before,
        key=key,
        by=by,
        at=now,
    )
    _check(update, len(files))
    update.save()
    evidence.keep(files, update=update)
    for each in _moved(update, before):
        rollup.recount_milestone(each)
    is_done_now = finishing.recount(ground.project)
    facts = {
        "update": update.pk,
        "milestone": milestone.pk if milestone else None,
        "completion": completion,
        "supersedes": before.pk if before else None,
    }
    tell(
        Event(
            kind="update",
            key=f"update:{update.pk}",
            at=now,
            page=ground.project,
            project=ground.project,
            facts=facts,
        )
    )
    if is_done_now:
        finishing.tell_completed(ground.project, f"{update.pk}", now, update=update.pk)
    log(
        ground.project,
        "wagtail_remacto.supersede_update" if before else "wagtail_remacto.update",
        user=by,
        data={**facts, "title": title},
    )
    return update


def sent_before(project: ProjectPage, key: uuid.UUID | None) -> Update | None:
    """What the form with this key has become, if it was sent before."""
    if key is None:
        return None
    return Update.objects.filter(key=key, project=project.pk).first()


def why_not(project: ProjectPage) -> str:
    """Why nobody publishes news of it now; empty if its programme runs. For screens."""
    try:
        require_running(ground_of(project))
    except MonitoringError as error:
        return error.sentence
    return ""


def _milestone(
    project: ProjectPage, milestone: Milestone, supersedes: Update | None
) -> Milestone:
    """As it is now that the project is held."""
    found = Milestone.objects.get(pk=milestone.pk)
    if found.project_id != project.pk:
        raise AnotherProject
    if found.announced_at is None:
        raise NotAnnounced
    # What was said of it before it was given up may still be corrected.
    if found.is_withdrawn and (
        supersedes is None or supersedes.milestone_id != found.pk
    ):
        raise Withdrawn
    return found


def _supersede(project: ProjectPage, update: Update, now: dt.datetime) -> Update:
    found = Update.objects.get(pk=update.pk)
    if found.project_id != project.pk:
        raise AnotherProject
    if found.superseded_at is not None:
        raise SupersededAlready
    found.superseded_at = now
    found.save(update_fields=["superseded_at"])
    return found


def _check(update: Update, files: int) -> None:
    wrong: dict[str, str] = {}
    if not update.title:
        wrong["title"] = _("Say it in one line: what has happened?")
    most = conf.get("CONTRIBUTION_MAX_LENGTH")
    if len(update.text) > most:
        wrong["text"] = _("This has %(length)d characters; %(most)d fit.") % {
            "length": len(update.text),
            "most": most,
        }
    if files > conf.get("ATTACHMENTS_MAX"):
        wrong["files"] = _("At most %(most)d files can be attached.") % {
            "most": conf.get("ATTACHMENTS_MAX")
        }
    if wrong:
        raise ValidationError(wrong)
    update.full_clean(
        exclude={"project", "milestone", "supersedes", "by", "key"},
        validate_constraints=False,
    )


def _moved(update: Update, before: Update | None) -> list[Milestone]:
    """The milestones of which the administration’s voice says something else now."""
    keys = [each.milestone_id for each in (update, before) if each is not None]
    found = Milestone.objects.filter(pk__in=[key for key in keys if key is not None])
    return list(found.order_by("pk"))
