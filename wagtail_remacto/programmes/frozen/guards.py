"""Who is told no: every write of a row or a revision, whoever makes it."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import pre_page_move

from wagtail_remacto.collectivites.models import CollectivitePage, DirectoryPage
from wagtail_remacto.collectivites.pages import privacy_guards
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.models import Axis, CyclePage
from wagtail_remacto.cycles.models.axis import title_guards
from wagtail_remacto.programmes.errors import (
    BranchHasRecords,
    CommitmentFrozen,
    CycleHasRecords,
    NotAdopted,
    ProgrammeError,
    StaysPublished,
)
from wagtail_remacto.programmes.frozen.adopted import (
    GUARDED,
    WORDS,
    adoption_below,
    adoption_over,
    frozen,
    is_held,
    kind_of,
    mistaken,
    names_axis,
)
from wagtail_remacto.programmes.models import (
    Deliberation,
    ProgrammeMixin,
    ProgrammePage,
    ProgrammeVersion,
    ProjectMixin,
)


def guard(
    page: Any, adoption: Deliberation, among: Iterable[str] | None = None
) -> None:
    """Raise unless the page, as it is about to be written, keeps what was adopted."""
    is_new = page._state.adding
    another = [] if is_new else mistaken(page)
    if another:
        raise CommitmentFrozen(another)
    here = frozen(page, adoption)
    if here is None:
        return
    if here.is_reported:
        if here.kind is ProgrammeMixin and _would_go(page):
            raise StaysPublished
        return
    if here.is_left_out:
        if is_new or page.live:
            raise NotAdopted
        return
    differing = here.differing(page, among)
    if differing:
        raise CommitmentFrozen(differing)
    if here.words is None or is_new or page.alias_of_id:
        return
    if not page.live or page.expire_at:
        raise StaysPublished


def _would_go(page: Any) -> bool:
    """Whether this write takes a published page from the public."""
    if page._state.adding or page.live:
        return False
    return bool(Page.objects.filter(pk=page.pk, live=True).exists())


def before_save(
    sender: Any,
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    if raw or kind_of(instance) is None or not instance.path:
        return
    if update_fields is not None:
        # A column may be named instead of its field.
        fields = instance._meta.get_field
        update_fields = {fields(name).name for name in update_fields}
        if not GUARDED & update_fields:
            return
    adoption = adoption_over(instance)
    if adoption is not None:
        guard(instance, adoption, update_fields)


def before_revision(
    sender: Any,
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    """No draft says otherwise either, and no older one is scheduled."""
    if raw or (update_fields is not None and not instance.approved_go_live_at):
        return
    model = ContentType.objects.get_for_id(instance.content_type_id).model_class()
    if model is None or not issubclass(model, tuple(WORDS)):
        return
    page = instance.content_object
    adoption = None if page is None else adoption_over(page)
    if adoption is None:
        return
    draft = page.with_content_json(instance.content)
    draft._state.adding = page._state.adding
    guard(draft, adoption)


def before_delete(sender: Any, instance: Any, **_kwargs: Any) -> None:
    if is_held(instance):
        raise StaysPublished


def before_move(
    sender: Any,
    instance: Any,
    parent_page_before: Any,
    parent_page_after: Any,
    **_: Any,
) -> None:
    """Projects may change their order; nothing leaves, and nothing comes in."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    refused = rooted_by_records(instance)
    if refused is not None:
        raise refused
    if kind_of(instance) is None:
        return
    if is_held(instance):
        raise StaysPublished
    if kind_of(parent_page_after) is ProgrammeMixin:
        adoption = adoption_over(parent_page_after)
        if adoption is not None and adoption.counted_id is not None:
            raise NotAdopted


def rooted_by_records(page: Any) -> ProgrammeError | None:
    """Why a cycle or a collectivité stays below the page where it is, if it does."""
    model = page.specific_class or type(page)
    for kind, name, refusal in (
        (CyclePage, "cycle", CycleHasRecords),
        (CollectivitePage, "collectivite", BranchHasRecords),
    ):
        if issubclass(model, kind) and _has_records(page, name):
            return refusal()
    return None


def _has_records(page: Any, name: str) -> bool:
    """Whether anything that names its collectivité was recorded on or below a page.

    ``name`` is what contributions call the page.
    """
    key = {f"{name}__translation_key": page.translation_key}
    if Contribution.objects.filter(**key).exists():
        return True
    below = ProgrammePage.objects.filter(path__startswith=page.path)
    keys = below.values("translation_key")
    return any(
        model.objects.filter(programme__translation_key__in=keys).exists()
        for model in (ProgrammeVersion, Deliberation)
    )


def hides_adopted(page: Any) -> bool:
    """Whether a restriction on the page would hide what a council has adopted."""
    if adoption_below(page) is not None:
        return True
    if kind_of(page) is not ProjectMixin:
        return False
    here = frozen(page)
    return here is not None and not here.is_left_out


def privacy_guard(page: Any) -> str:
    """The same for the dialog, which shows the sentence instead of the choices."""
    return StaysPublished().sentence if hides_adopted(page) else ""


def before_restriction(
    sender: Any, instance: Any, raw: bool = False, **_kwargs: Any
) -> None:
    """What was adopted is read by everybody."""
    if raw or instance.restriction_type == PageViewRestriction.NONE:
        return
    if hides_adopted(instance.page):
        raise StaysPublished


def before_unpublishing_above(
    sender: Any,
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Nor does a page above an adopted programme leave the public."""
    if raw or instance.live or not instance.path or kind_of(instance) is not None:
        return
    if update_fields is not None and "live" not in update_fields:
        return
    if _would_go(instance) and adoption_below(instance) is not None:
        raise StaysPublished


def before_axis(
    sender: Any,
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    if raw or (update_fields is not None and "title" not in update_fields):
        return
    if keeps_its_title(instance):
        raise CommitmentFrozen(["title"])


def keeps_its_title(axis: Axis) -> bool:
    """Whether a title is about to be changed that a council has adopted."""
    if axis._state.adding:
        return False
    same = Axis.objects.filter(pk=axis.pk, title=axis.title)
    return not same.exists() and names_axis(axis)


def title_guard(axis: Axis) -> str:
    """The same for a form, which shows the sentence at the field."""
    if keeps_its_title(axis):
        return CommitmentFrozen(["title"]).sentence
    return ""


def before_deleting_axis(sender: Any, instance: Any, **_kwargs: Any) -> None:
    if names_axis(instance):
        raise CommitmentFrozen(["title"])


def connect() -> None:
    """Keep watch; called once, when the apps are ready."""
    uid = "wagtail_remacto.frozen"
    above = "wagtail_remacto.frozen.above"
    for model in (Page, DirectoryPage, CollectivitePage, CyclePage):
        pre_save.connect(before_unpublishing_above, sender=model, dispatch_uid=above)
    if privacy_guard not in privacy_guards:
        privacy_guards.append(privacy_guard)
    if title_guard not in title_guards:
        title_guards.append(title_guard)
    pre_save.connect(before_axis, sender=Axis, dispatch_uid=uid)
    pre_delete.connect(before_deleting_axis, sender=Axis, dispatch_uid=uid)
    pre_save.connect(before_save, sender=Page, dispatch_uid=uid)
    pre_save.connect(before_revision, sender=Revision, dispatch_uid=uid)
    pre_save.connect(before_restriction, sender=PageViewRestriction, dispatch_uid=uid)
    pre_page_move.connect(before_move, dispatch_uid=uid)
    for model in apps.get_models():
        if issubclass(model, tuple(WORDS)):
            pre_save.connect(before_save, sender=model, dispatch_uid=uid)
            pre_delete.connect(before_delete, sender=model, dispatch_uid=uid)
