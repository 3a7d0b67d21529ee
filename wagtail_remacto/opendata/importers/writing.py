"""How values reach the fields of pages and rows."""

import json
from typing import Any

from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Page

from wagtail_remacto.opendata.importers.raw_blocks import Blocks, merged

Values = dict[str, Any]


def free_slug(parent: Page, slug: str) -> str:
    """The slug, with a number if another child of ``parent`` has it."""
    taken = set(
        parent.get_children()
        .filter(slug__startswith=slug)
        .values_list("slug", flat=True)
        if parent.numchild
        else ()
    )
    name, number = slug, 1
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    return name


def short_slug(*texts: str) -> str:
    """An ASCII slug of at most 60 characters."""
    return slugify(" ".join(texts))[:60].strip("-")


def _is_stream(model: Any, name: str) -> bool:
    return hasattr(model._meta.get_field(name), "stream_block")


def as_stored(model: Any, values: Values) -> Values:
    """Streams as their JSON; what belongs to children is left for later."""
    return {
        name: merged(None, value) if _is_stream(model, name) else value
        for name, value in values.items()
        if name != "children"
    }


def assign(target: Any, values: Values) -> None:
    for name, value in values.items():
        if name == "children":
            continue
        if _is_stream(type(target), name):
            value = merged(getattr(target, name), value)
        setattr(target, name, value)


def where_empty(target: Any, values: Values) -> Values:
    return {
        name: value
        for name, value in values.items()
        if name != "children"
        and value not in ("", None, [])
        and (_is_stream(type(target), name) or not getattr(target, name))
    }


def plain(values: Values) -> Values:
    """The values as JSON keeps them: what was written, to compare with later."""
    text = json.dumps(
        values, default=lambda value: getattr(value, "pk", None) or str(value)
    )
    found: Values = json.loads(text)
    return found


def said(**values: Any) -> Values:
    """The values that the file has: a missing field means not found, never none."""
    return {
        name: value for name, value in values.items() if value not in ("", None, [])
    }


def remembered(values: Values, before: Values) -> Values:
    """What was written, now or earlier where the file is silent now."""
    return {
        **before,
        **plain(
            {
                name: value.with_kept(before.get(name) or [])
                if isinstance(value, Blocks)
                else value
                for name, value in values.items()
            }
        ),
    }


def news(values: Values, before: Values) -> Values:
    """What the file did not say before; officers' edits of the rest stay."""
    now = remembered(values, before)
    return {
        name: value
        for name, value in values.items()
        if name not in before or now[name] != before[name]
    }


def update_page(page: Any, values: Values) -> None:
    """Change the published page, and the draft that somebody may be writing on it."""
    if not values:
        return
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else None
    had_draft = page.has_unpublished_changes
    assign(page, values)
    if "title" in values:
        page.draft_title = page.title
    page.save()
    if draft is None:
        log(instance=page, action="wagtail.edit", content_changed=True)
        return
    assign(draft, values)
    revision = draft.save_revision(clean=False, log_action=True)
    if page.live and not had_draft:
        revision.publish(log_action=False)
    page.refresh_from_db()


def write_children(row: Any, values: Values) -> None:
    """Rows that live and die with their parent, such as the phases of a template."""
    for relation, children in (values.get("children") or {}).items():
        related = row._meta.get_field(relation)
        model, field = related.related_model, related.field.name
        model.objects.filter(**{field: row}).delete()
        for number, child in enumerate(children):
            model(**{field: row}, sort_order=number, **as_stored(model, child)).save()
