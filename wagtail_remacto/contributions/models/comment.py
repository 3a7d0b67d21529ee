from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from wagtail_remacto.collectivites.models import CollectivitePage, Language
from wagtail_remacto.contributions.models.contribution import Contribution
from wagtail_remacto.contributions.models.standing import Standing
from wagtail_remacto.cycles.models import CyclePage, PhasePage
from wagtail_remacto.people.models import Participant, RecordError


class Stance(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    QUESTION = "question", _("question")
    REMARK = "remark", _("remark")


class Discussion(models.Model):
    """Where comments stand: on a contribution, or on a phase, workshop or project.

    A row of its own keeps the count, which may be no field of a page: publishing an
    older draft would set it back.
    """

    contribution = models.OneToOneField(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="discussion",
    )
    # The canonical page: a phase, a workshop or a project.
    page = models.OneToOneField(
        Page,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remacto_discussion",
    )
    cycle = models.ForeignKey(CyclePage, on_delete=models.PROTECT, related_name="+")
    collectivite = models.ForeignKey(
        CollectivitePage, on_delete=models.PROTECT, related_name="discussions"
    )
    comments_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contribution__isnull=True)
                ^ models.Q(page__isnull=True),
                name="remacto_discussion_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.contribution if self.contribution_id else self.page)


class Comment(models.Model):
    """A reply in the discussion of something; two levels, never deleted."""

    discussion = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, related_name="comments"
    )
    # The phase whose dates and moderation governed it when it was written.
    phase = models.ForeignKey(PhasePage, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
    )
    author = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="comments"
    )
    # In whose name it answers officially; empty for everyone else.
    official_as = models.CharField(_("official as"), max_length=20, blank=True)
    stance = models.CharField(
        _("stance"), max_length=10, choices=Stance.choices, default=Stance.REMARK
    )
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    language = models.CharField(
        _("language"), max_length=12, choices=Language.choices, blank=True
    )
    standing = models.CharField(
        _("standing"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.PUBLIC,
    )
    supports_count = models.PositiveIntegerField(default=0, editable=False)
    replies_count = models.PositiveIntegerField(default=0, editable=False)
    reports_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["discussion", "parent", "-created_at", "-id"],
                name="remacto_comment_newest",
            ),
            models.Index(
                fields=["discussion", "parent", "-supports_count", "-id"],
                name="remacto_comment_top",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_public(self) -> bool:
        return self.standing == Standing.PUBLIC

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordError("A comment is never deleted (domain rule 1).")


class CommentSupport(models.Model):
    """One person's backing of a comment."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="supports"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="comment_supports"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("support of a comment")
        verbose_name_plural = _("supports of comments")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "participant"], name="remacto_comment_support_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} – {self.participant_id}"
