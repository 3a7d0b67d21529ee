"""The administration’s voice: dated news about a project or one of its milestones."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.monitoring.models.completion import Completion
from wagtail_remacto.monitoring.models.milestone import Milestone
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models import ProjectPage


class Update(Record):
    """News about a project; with a milestone, also how far that is from this day on.

    ``on`` is the civil day it is about, ``at`` when it was published. What was said
    wrongly is superseded by another update; the newest by ``(on, at, pk)`` that is not
    superseded says how far the milestone is.
    """

    later: ClassVar[frozenset[str]] = frozenset({"superseded_at"})

    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="updates"
    )
    milestone = models.ForeignKey(
        Milestone,
        verbose_name=_("milestone"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="updates",
    )
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    on = models.DateField(_("date"))
    # Empty: it says nothing about how far the milestone is.
    completion = models.CharField(
        _("completion"), max_length=12, choices=Completion.choices, blank=True
    )
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("supersedes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What makes a form sent twice one update.
    key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-on", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(completion="") | models.Q(milestone__isnull=False),
                name="remacto_update_completion_of_milestone",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> Words:
        return Words(self.title, self.language)

    @property
    def words(self) -> Words:
        return Words(self.text, self.language)
