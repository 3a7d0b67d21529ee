"""What one cycle takes from another, and what one town takes from the next."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.cycles.models import CyclePage
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models import ProjectPage


class CarryChoice(models.TextChoices):
    CARRIED = "carried", _("carried over")
    LEFT = "left", _("not carried over")


class CarryOver(Record):
    """What was chosen about one unfinished project or set-aside idea, and why.

    ``cycle`` is the new one. Of what is carried over, ``new_project`` or
    ``new_contribution`` is the draft or idea that it became. A choice is changed by
    another row; the newest counts, and what was carried over is never left again.
    """

    later: ClassVar[frozenset[str]] = frozenset({"superseded_at"})

    cycle = models.ForeignKey(
        CyclePage, on_delete=models.PROTECT, related_name="carry_overs"
    )
    project = models.ForeignKey(
        ProjectPage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_over",
    )
    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_over",
    )
    choice = models.CharField(_("choice"), max_length=8, choices=CarryChoice.choices)
    words = models.TextField(_("why"), blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    new_project = models.ForeignKey(
        ProjectPage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_from",
    )
    new_contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_from",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("choice about carrying over")
        verbose_name_plural = _("choices about carrying over")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=True)
                ^ models.Q(contribution__isnull=True),
                name="remacto_carry_over_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["cycle", "project"],
                condition=models.Q(superseded_at__isnull=True, project__isnull=False),
                name="remacto_carry_project_once",
            ),
            models.UniqueConstraint(
                fields=["cycle", "contribution"],
                condition=models.Q(
                    superseded_at__isnull=True, contribution__isnull=False
                ),
                name="remacto_carry_contribution_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id or self.contribution_id} → {self.cycle_id}"

    @property
    def reason(self) -> Words:
        return Words(self.words, self.language)


class ProjectOrigin(Record):
    """The project from which another was begun: carried over, or copied from a town."""

    project = models.OneToOneField(
        ProjectPage, on_delete=models.PROTECT, related_name="origin"
    )
    source = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="begun_from_it"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("origin of a project")
        verbose_name_plural = _("origins of projects")

    def __str__(self) -> str:
        return f"{self.source_id} → {self.project_id}"


class LibraryEntry(models.Model):
    """A project that the network’s officers find worth copying, and why."""

    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="library_entries"
    )
    words = models.TextField(_("why it is worth copying"))
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, default="fr"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("project worth copying")
        verbose_name_plural = _("projects worth copying")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="remacto_library_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}"

    @property
    def reason(self) -> Words:
        return Words(self.words, self.language)
