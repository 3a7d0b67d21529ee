from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from wagtail_remacto.committees.models.committee import Seat
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.fields import synchronized

# The marks of a criterion: from 1, not at all, to 5, fully.
LOWEST, HIGHEST = 1, 5


class ReviewCriterion(TranslatableMixin, models.Model):  # type: ignore[misc]
    """A question that the network's committees ask of every idea, per language."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=100)
    help = models.TextField(
        _("how to judge it"), blank=True, help_text=_("One plain sentence.")
    )
    active = models.BooleanField(_("in use"), default=True)

    panels = [
        FieldPanel("order"),
        FieldPanel("title"),
        FieldPanel("help"),
        FieldPanel("active"),
    ]
    override_translatable_fields = synchronized("order", "active")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("review criterion")
        verbose_name_plural = _("review criteria")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """How one member of the committee reads one contribution; not public.

    Whoever declares a conflict of interest is done with it, without an opinion.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="reviews"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="reviews")
    # What the member would make of it; empty with a conflict of interest.
    opinion = models.CharField(
        _("opinion"), max_length=12, choices=Outcome.choices, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    conflict = models.BooleanField(
        _("conflict of interest"),
        default=False,
        help_text=_("You are close to its author, or would gain from it."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["seat_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "seat"], name="remacto_review_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} – {self.seat_id}"


class ReviewMark(models.Model):
    """The mark that a review gives for one criterion, 1 to 5.

    The criterion is the row of the fallback language, whatever language it was read in.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(
        ReviewCriterion, on_delete=models.PROTECT, related_name="marks"
    )
    mark = models.PositiveSmallIntegerField(
        _("mark"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="remacto_review_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.mark)
