"""Polls with the three words of django-polls: a poll, its choices, votes."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    PageChooserPanel,
)
from wagtail.models import Locale, TranslatableMixin

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.pages import canonical_page
from wagtail_remacto.cycles.clock import Period, State
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.fields import synchronized
from wagtail_remacto.people.models import RecordError


class ResultsShown(models.TextChoices):
    AFTER_VOTE = "after_vote", _("to whoever has voted, and to all once closed")
    AT_CLOSE = "at_close", _("to all once the poll is closed")


QUESTION_STAYS = _(
    "People have answered this question: it stays as they read it. Close this poll and "
    "make another one to ask something else."
)
KIND_STAYS = _(
    "People have voted: how many choices each of them may make stays as it was."
)
PHASE_STAYS = _("People have voted: the poll stays in the phase where they did.")
CHOICES_STAY = _(
    "People have voted: the choices stay as they read them. Close this poll and make "
    "another one to offer something else."
)


class Poll(TranslatableMixin, ClusterableModel):  # type: ignore[misc]
    """A short question with ready answers; a row for each language.

    Votes are counted on the row of the fallback language (``canonical``), so that
    every language shows the same result. It has no drafts: publishing an older one
    would bring back the choices of then.
    """

    collectivite = models.ForeignKey(
        CollectivitePage,
        verbose_name=_("collectivité"),
        on_delete=models.PROTECT,
        related_name="polls",
    )
    phase = models.ForeignKey(
        PhasePage,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="polls",
        help_text=_("Shown there, and open only while the phase is open."),
    )
    question = models.CharField(_("question"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    multiple = models.BooleanField(
        _("several choices"),
        default=False,
        help_text=_("Whether one may choose more than one."),
    )
    start = models.DateTimeField(_("opens"), null=True, blank=True)
    end = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("Empty in a phase: when the phase closes."),
    )
    results = models.CharField(
        _("results are shown"),
        max_length=12,
        choices=ResultsShown.choices,
        default=ResultsShown.AFTER_VOTE,
    )
    # Not ``live``, by which wagtail-localize knows what has drafts.
    published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_("After the first vote, the question and the choices stay."),
    )
    # People who have voted; with several choices, fewer than the marks.
    voters_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    panels = [
        PageChooserPanel("collectivite"),
        PageChooserPanel("phase"),
        FieldPanel("question"),
        FieldPanel("text"),
        FieldPanel("multiple"),
        InlinePanel("choices", heading=_("Choices"), label=_("Choice"), min_num=2),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("results"),
        FieldPanel("published"),
    ]
    override_translatable_fields = synchronized(
        "collectivite", "phase", "multiple", "start", "end", "results", "published"
    )
    # What a translation does not take over.
    exclude_fields_in_copy = ["voters_count"]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.question

    # The question in the reader's language, where a query has looked for it.
    shown_as = ""

    @property
    def title(self) -> str:
        """What the gate calls it in its sentences."""
        return self.shown_as or self.question

    @cached_property
    def canonical(self) -> "Poll":
        """The row that votes are counted on."""
        found: Poll = canonical_page(self)
        return found

    @property
    def was_answered(self) -> bool:
        return bool(self.canonical.voters_count)

    # What the gate asks of a target, as a phase answers it.
    actions = (Action.ANSWER_POLL,)
    precision = "exact"
    date_text = ""

    @property
    def period(self) -> Period:
        """Its own dates; in a phase the gate asks the phase's as well."""
        if self.start is None and self.end is None and self.phase is not None:
            return self.phase.period
        return Period(self.start, self.end)

    @property
    def state(self) -> State:
        return self.period.state()

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start and self.end and self.start > self.end:
            errors["end"] = _("The poll would close before it opens.")
        if not self.phase_id and not self.end:
            errors["end"] = _("A poll outside a phase needs the moment it closes.")
        errors.update(self._rewritten())
        if errors:
            raise ValidationError(errors)

    def _rewritten(self) -> dict[str, Any]:
        """What people have answered stays what they were asked.

        A translation may still be written: until then it has the canonical words.
        """
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if before is None or not before.was_answered:
            return {}
        errors: dict[str, Any] = {}
        translating = before.canonical.question if before.canonical != before else None
        if before.question not in (self.question, translating):
            errors["question"] = QUESTION_STAYS
        if self.multiple != before.multiple:
            errors["multiple"] = KIND_STAYS
        if before.phase_id != self.phase_id:
            errors["phase"] = PHASE_STAYS
        if self._choices_changed(before):
            errors[NON_FIELD_ERRORS] = CHOICES_STAY
        return errors

    def _choices_changed(self, before: "Poll") -> bool:
        now = {choice.pk: choice.text for choice in self.choices.all()}
        then = {choice.pk: choice for choice in before.choices.all()}
        if now.keys() != then.keys():
            return True
        if before.canonical == before:
            allowed: dict[Any, str] = {}
        else:
            allowed = {
                choice.translation_key: choice.text
                for choice in before.canonical.choices.all()
            }
        return any(
            choice.text not in (now[pk], allowed.get(choice.translation_key))
            for pk, choice in then.items()
        )

    def copy_for_translation(
        self, locale: Locale, exclude_fields: list[str] | None = None
    ) -> "Poll":
        copy: Poll = super().copy_for_translation(locale, exclude_fields)
        for choice in copy.choices.all():
            choice.votes_count = 0
        return copy

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.voters_count:
            raise RecordError("A poll that was answered is never deleted.")
        return super().delete(*args, **kwargs)


class Choice(TranslatableMixin, models.Model):  # type: ignore[misc]
    """One ready answer of a poll."""

    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="choices")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.CharField(_("text"), max_length=200)
    votes_count = models.PositiveIntegerField(default=0, editable=False)

    panels = [FieldPanel("text")]
    sort_order_field = "sort_order"

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.text

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.poll.voters_count:
            raise RecordError("A choice of a poll that was answered is never deleted.")
        return super().delete(*args, **kwargs)


class Vote(models.Model):
    """One person's vote in a poll, under a key that names nobody.

    ``voter`` is a keyed hash of the participant's key and the poll: it lets the person
    change the vote and stops a second one, and no row, log or export leads from it
    back to a person.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="votes")
    voter = models.CharField(max_length=64, editable=False)
    choices = models.ManyToManyField(
        Choice, through="wagtail_remacto.VotedChoice", related_name="votes"
    )

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["poll", "voter"], name="remacto_vote_once"),
        ]

    def __str__(self) -> str:
        return str(self.poll)


class VotedChoice(models.Model):
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="marks")
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="marks")

    class Meta:
        verbose_name = _("mark of a vote")
        verbose_name_plural = _("marks of votes")
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "choice"], name="remacto_mark_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.choice)
