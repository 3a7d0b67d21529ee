"""Numbered versions of a programme: what was read, decided and voted, word for word."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models.programme import ProgrammePage
from wagtail_remacto.programmes.models.project import ProjectPage


class Purpose(models.TextChoices):
    """What a version was made for."""

    CONSULTATION = "consultation", _("draft for consultation")
    VALIDATION = "validation", _("draft for the committee")
    ADOPTION = "adoption", _("as the council has changed it")


class ProgrammeVersion(Record):
    """A programme and its projects as they stood at a moment, in every language.

    ``content`` is the canonical text (see ``programmes/canonical.py``): JSON with
    sorted keys and no spaces, in UTF-8. ``digest`` is its SHA-256, which anyone can
    recompute from the file that the site offers. The text names the digest of each
    project, so one digest vouches for all.
    """

    programme = models.ForeignKey(
        ProgrammePage,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    purpose = models.CharField(_("made for"), max_length=14, choices=Purpose.choices)
    # The second consultation in which this version is read.
    phase = models.ForeignKey(
        PhasePage,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="programme_versions",
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("version of a programme")
        verbose_name_plural = _("versions of programmes")
        ordering = ["programme_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="remacto_version_number"
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("version %(number)d, %(purpose)s")
            % {"number": self.number, "purpose": self.get_purpose_display()}
        )


class ProjectVersion(Record):
    """One project of a version, in every language; ``content`` as above.

    ``revision`` is the revision of the canonical page from which it was read.
    """

    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.PROTECT, related_name="projects"
    )
    project = models.ForeignKey(
        ProjectPage, on_delete=models.PROTECT, related_name="versions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    content = models.TextField()
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a project")
        verbose_name_plural = _("versions of projects")
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "project"], name="remacto_project_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} – {self.project_id}"

    @property
    def section_anchor(self) -> str:
        """Where the reading view of the version shows it."""
        return f"project-{self.project_id}"
