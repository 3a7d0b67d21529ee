"""What an adoption does: the adopted words are the published ones from now on."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from wagtail_remacto.programmes.errors import NotPublishable
from wagtail_remacto.programmes.frozen import Frozen, frozen_by
from wagtail_remacto.programmes.models import (
    ProgrammePage,
    ProgrammeVersion,
    ProjectPage,
    ProjectVersion,
)


def take_effect(
    *, programme: ProgrammePage, version: ProgrammeVersion, by: Any
) -> None:
    """Publish what the version says, in every language it was written in.

    Called by the service that records the vote, within its transaction and before the
    vote is saved: from then on nobody may. What is no commitment – text, pictures, the
    facts of the implementation – stays as it is published, or drafted where nothing
    was; a draft that somebody is writing keeps the rest of its changes. Projects that
    the version leaves out are drafts afterwards. Raises ``NotPublishable``.
    """
    for page in _group(programme):
        _settle(page, frozen_by(version, page, version.content), by)
    adopted = ProjectVersion.objects.filter(version=version).select_related("project")
    keys = set()
    for each in adopted:
        keys.add(each.project.translation_key)
        for page in _group(each.project):
            _settle(page, frozen_by(version, page, each.content), by)
    for path in ProgrammePage.objects.filter(
        translation_key=programme.translation_key
    ).values_list("path", flat=True):
        left_out = ProjectPage.objects.filter(
            path__startswith=path, live=True, alias_of__isnull=True
        ).exclude(translation_key__in=keys)
        for page in left_out:
            page.unpublish(user=by)


def _group(page: Any) -> list[Any]:
    """The page in all its languages, those without a source of their own left out."""
    found = type(page).objects.filter(
        translation_key=page.translation_key, alias_of__isnull=True
    )
    return list(found.select_related("locale").order_by("pk"))


def _settle(page: Any, adopted: Frozen, by: Any) -> None:
    had_draft = page.live and page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    if not page.live:
        _write(draft, adopted, by, publish=adopted.words is not None)
        return
    if _as_it_should(page, adopted):
        if not had_draft or _as_it_should(draft, adopted):
            return
    else:
        _write(page, adopted, by, publish=True)
    if had_draft:
        # Somebody's draft goes on, without what is settled.
        page.refresh_from_db()
        kept = page.with_content_json(draft.serializable_data())
        _write(kept, adopted, by, publish=False)


def _as_it_should(page: Any, adopted: Frozen) -> bool:
    return (
        not adopted.differing(page)
        and not page.expire_at
        and not page.go_live_at
        and not page.approved_schedule
    )


def _write(page: Page, adopted: Frozen, by: Any, *, publish: bool) -> None:
    adopted.apply(page)
    if adopted.words is not None:
        page.expire_at = page.go_live_at = None
    try:
        revision = page.save_revision(user=by, log_action=True, clean=publish)
        if publish:
            revision.publish(user=by, skip_permission_checks=True)
    except ValidationError as error:
        raise NotPublishable(page.title, " ".join(error.messages)) from error
