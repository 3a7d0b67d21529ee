"""What is known about a cycle or a project, and where it was read.

Both lists are fixed: a host does not extend them, so they are ordinary
StreamFields and their blocks are part of the migrations.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from wagtail_remacto.fields.dates import PartialDate

LANGUAGES = [("fr", "Français"), ("ar", "العربية"), ("en", "English")]


class FactKind(models.TextChoices):
    STEP = "step", _("Step of the cycle")
    CONSULTATION = "consultation", _("Consultation")
    PARTNER = "partner", _("Partner")
    CONTEXT = "context", _("Context")
    IMPLEMENTATION = "implementation", _("Implementation")
    EVALUATION = "evaluation", _("Evaluation")
    EVENT = "event", _("Event")
    MILESTONE = "milestone", _("Milestone")


class FactStatus(models.TextChoices):
    PREPARED = "prepared", _("prepared")
    LAUNCHED = "launched", _("launched")
    IN_PROGRESS = "in_progress", _("in progress")
    DELIVERED_WITH_GAPS = "delivered_with_gaps", _("delivered with gaps")
    # How OGP's assessments put the completion of a milestone.
    NOT_STARTED = "not_started", _("not started")
    LIMITED = "limited", _("limited progress")
    SUBSTANTIAL = "substantial", _("substantial progress")
    COMPLETED = "completed", _("completed")


class PartialDateBlock(blocks.FieldBlock):
    """A date known by the year, the month or the day."""

    def __init__(self, required: bool = False, help_text: Any = None, **kwargs: Any):
        from django.forms import CharField

        self.field = CharField(
            required=required,
            max_length=10,
            help_text=help_text
            or _("As much as is known: 2026, 2026-11 or 2026-11-29."),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return PartialDate(value) if value else ""

    def get_prep_value(self, value: Any) -> str:
        return str(value or "")

    def value_from_form(self, value: Any) -> Any:
        try:
            return PartialDate(value.strip()) if value else ""
        except ValueError:
            return value

    def clean(self, value: Any) -> Any:
        value = super().clean(str(value or ""))
        try:
            return PartialDate(value) if value else ""
        except ValueError as error:
            raise ValidationError(
                _(
                    "“%(value)s” is not a date we can read. Write the year (2026), the "
                    "month (2026-11) or the day (2026-11-29)."
                ),
                params={"value": value},
            ) from error


class SourceBlock(blocks.StructBlock):
    """One page where the facts were read."""

    url = blocks.URLBlock(required=False, max_length=2000, label=_("Address"))
    note = blocks.CharBlock(required=False, label=_("Note"))

    class Meta:
        icon = "link"
        label = _("Source")


class FindingBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    result = blocks.CharBlock(label=_("Answer"))


class FactBlock(blocks.StructBlock):
    """One dated fact, with its sources."""

    kind = blocks.ChoiceBlock(choices=FactKind.choices, label=_("Kind"))
    date = PartialDateBlock(label=_("Date"))
    end = PartialDateBlock(label=_("End"))
    title = blocks.CharBlock(required=False, label=_("Title"))
    text = blocks.TextBlock(required=False, label=_("Text"))
    text_lang = blocks.ChoiceBlock(
        choices=LANGUAGES,
        required=False,
        label=_("Language of the text"),
        help_text=_("Only if the text is not in the language of the page."),
    )
    place = blocks.CharBlock(required=False, label=_("Place"))
    status = blocks.ChoiceBlock(
        choices=FactStatus.choices, required=False, label=_("Status")
    )
    findings = blocks.ListBlock(FindingBlock(), required=False, label=_("Findings"))
    sources = blocks.ListBlock(SourceBlock(), required=False, label=_("Sources"))

    class Meta:
        icon = "calendar-check"
        label = _("Fact")


class SourcesField(StreamField):
    """Where the content of the page was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("verbose_name", _("sources"))
        super().__init__([("source", SourceBlock())], **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class FactsField(StreamField):
    """The dated facts known about a cycle, a programme or a project."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("verbose_name", _("facts"))
        super().__init__([("fact", FactBlock())], **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
