import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from wagtail_remacto.collectivites.models import CollectivitePage, Language
from wagtail_remacto.contributions.models.standing import Standing
from wagtail_remacto.cycles.models import Axis, CyclePage, PhasePage, Theme
from wagtail_remacto.people.models import Participant, RecordError

# What names, in its phase, an idea that repeats one of an earlier cycle: this and the
# reference of the earlier one.
CARRIED = "carried-"


class Origin(models.TextChoices):
    ONLINE = "online", _("online")
    WORKSHOP = "workshop", _("workshop")
    LETTER = "letter", _("letter")
    PETITION = "petition", _("petition")


class Nature(models.TextChoices):
    IDEA = "idea", _("idea")
    REMARK = "remark", pgettext_lazy("contribution", "remark on a draft project")


class AuthorKind(models.TextChoices):
    ACCOUNT = "account", _("a citizen with an account")
    EMAIL = "email", _("a citizen with a confirmed e-mail address")
    ASSOCIATION = "association", _("an association")
    GROUP = "group", _("a group in a workshop")


class Outcome(models.TextChoices):
    """What the committee makes of it (domain rule 2); empty while it is awaited."""

    TAKEN_UP = "taken_up", _("taken up")
    PARTLY = "partly", _("partly taken up")
    MERGED = "merged", _("merged with another")
    SET_ASIDE = "set_aside", _("set aside")
    OUTSIDE = "outside", _("outside the council’s powers")
    DONE = "done", _("already done")


class Contribution(models.Model):
    """An idea or remark, given in the room or on the screen; never deleted.

    It points at canonical pages, so that it stands on every language of the site.
    Counters and standing are moved by services alone.
    """

    reference = models.CharField(_("reference"), max_length=8, unique=True)
    nature = models.CharField(
        _("nature"), max_length=8, choices=Nature.choices, default=Nature.IDEA
    )
    phase = models.ForeignKey(
        PhasePage,
        verbose_name=_("phase"),
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    cycle = models.ForeignKey(
        CyclePage,
        verbose_name=_("cycle"),
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    collectivite = models.ForeignKey(
        CollectivitePage,
        verbose_name=_("collectivité"),
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    axis = models.ForeignKey(
        Axis,
        verbose_name=_("priority axis"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    title = models.CharField(_("title"), max_length=120)
    # What was written, as restricted Markdown, and what is shown of it.
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    search_text = models.TextField(editable=False)
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, blank=True
    )
    themes = TaggableManager(
        through="wagtail_remacto.ThemedContribution",
        blank=True,
        verbose_name=_("themes"),
    )

    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.ONLINE
    )
    workshop = models.ForeignKey(
        "wagtail_remacto.WorkshopPage",
        verbose_name=_("workshop"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    collected_by = models.CharField(
        _("collected by"),
        max_length=150,
        blank=True,
        help_text=_("Who brought it in: a table, an association, a letter box."),
    )
    external_key = models.CharField(
        _("key outside"),
        max_length=150,
        blank=True,
        help_text=_("What names it in the spreadsheet it was imported from."),
    )
    # What is sent twice from one form is one contribution.
    submission_key = models.UUIDField(null=True, unique=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    author_kind = models.CharField(
        _("author"), max_length=12, choices=AuthorKind.choices
    )
    author = models.ForeignKey(
        Participant,
        verbose_name=_("participant"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    author_name = models.CharField(
        _("association or group"), max_length=120, blank=True
    )

    place = models.CharField(_("place"), max_length=150, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    standing = models.CharField(
        _("standing"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.UNCONFIRMED,
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome.choices, blank=True
    )
    # What the last record says of an idea: which one speaks for it since a merger.
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_ideas",
    )
    # When an idea had its first outcome, or a remark its first answer.
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    supports_count = models.PositiveIntegerField(default=0, editable=False)
    comments_count = models.PositiveIntegerField(default=0, editable=False)
    reports_count = models.PositiveIntegerField(default=0, editable=False)

    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When ``author`` made it theirs by its slip; it stays what the room has given.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("enter_contribution", _("Can enter ideas given on paper")),
            ("moderate_contribution", _("Can moderate what citizens write")),
            ("answer_contribution", _("Can answer for the collectivité")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "external_key"],
                condition=~models.Q(external_key=""),
                name="remacto_contribution_external_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["phase", "standing", "-created_at", "-id"],
                name="remacto_contribution_newest",
            ),
            models.Index(
                fields=["phase", "standing", "-supports_count", "-id"],
                name="remacto_contribution_top",
            ),
            models.Index(
                fields=["collectivite", "standing", "created_at"],
                name="remacto_contribution_queue",
            ),
            models.Index(
                fields=["cycle", "nature", "standing", "outcome"],
                name="remacto_contribution_desk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_reference} {self.title}"

    def get_absolute_url(self) -> str:
        """In the language that is active."""
        return reverse("wagtail_remacto:contribution", args=[self.shown_reference])

    @property
    def shown_reference(self) -> str:
        return f"{self.reference[:3]}-{self.reference[3:]}"

    @property
    def is_idea(self) -> bool:
        return self.nature == Nature.IDEA

    @property
    def is_public(self) -> bool:
        return self.standing == Standing.PUBLIC

    @property
    def is_carried(self) -> bool:
        """Whether it repeats an idea of an earlier cycle, word for word."""
        return self.external_key.startswith(CARRIED)

    @property
    def has_public_page(self) -> bool:
        """Whether everyone finds its page, if only with a tombstone.

        What was taken back before anybody could read it leaves none.
        """
        if self.standing == Standing.WITHDRAWN:
            return self.published_at is not None
        return self.standing in (Standing.PUBLIC, Standing.HIDDEN)

    @property
    def author_words(self) -> str:
        """Who gave it, as readers see it; never an address."""
        if self.author_name:
            return self.author_name
        if self.author_id:
            return str(self.author)
        return str(self.get_author_kind_display())

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def has_reactions(self) -> bool:
        return bool(self.supports_count or self.comments_count or self.answered_at)

    def editable_until(self, window: dt.timedelta) -> dt.datetime:
        return self.created_at + window

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError("A contribution is never deleted (domain rule 1).")


class ThemedContribution(ItemBase):
    tag = models.ForeignKey(
        Theme, related_name="themed_contributions", on_delete=models.CASCADE
    )
    content_object = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="themed_items"
    )


class ContributionRevision(models.Model):
    """One wording of a contribution, the first included; only ever added to.

    Its words are never rewritten.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=12, blank=True)
    axis = models.ForeignKey(
        Axis, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_by = models.ForeignKey(
        Participant, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Whether everyone may read it in the history. What was held or hidden may not be,
    # unless a moderator has shown it again; the services alone move it.
    is_public = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("wording of a contribution")
        verbose_name_plural = _("wordings of contributions")
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "number"], name="remacto_revision_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} – {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise RecordError("A wording is never rewritten; add another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError("A wording is never deleted.")


class CheckedUpload(models.Model):
    """A file that was checked by its content and re-encoded before it was kept."""

    file = models.FileField(_("file"), upload_to="remacto/attachments/%Y/%m/")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.kind == "image"


class Attachment(CheckedUpload):
    """A file given with a contribution."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="attachments"
    )

    class Meta(CheckedUpload.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")


class Support(models.Model):
    """One person's backing of a contribution."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="supports"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="supports"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("backing", "support")
        verbose_name_plural = pgettext_lazy("backing", "supports")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "participant"], name="remacto_support_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} – {self.participant_id}"
