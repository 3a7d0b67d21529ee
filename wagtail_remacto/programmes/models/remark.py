"""The second consultation: what people remark on a frozen version, and the answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.contributions.models import Contribution
from wagtail_remacto.people.records import Record
from wagtail_remacto.programmes.models.version import ProgrammeVersion, ProjectVersion


class RemarkKind(models.TextChoices):
    SUPPORT = "support", pgettext_lazy("remark", "support")
    CONCERN = "concern", _("concern")
    AMENDMENT = "amendment", _("amendment")
    QUESTION = "question", _("question")


class Section(models.TextChoices):
    """The part of a project that a remark is anchored to."""

    WHOLE = "", _("the whole project")
    PROBLEM = "problem", _("Problem")
    SOLUTION = "solution", _("Solution")
    RESULTS = "results", _("Expected results")
    WHO = "who", _("Who and when")
    MONEY = "money", _("Budget")
    INDICATORS = "indicators", _("Indicators")


class Remark(Record):
    """What makes a contribution a remark: the frozen text that it is about.

    Author, words, moderation, supports and discussion are the contribution's
    (``nature`` = remark). Without a project it is about the programme as a whole.
    """

    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="remark"
    )
    version = models.ForeignKey(
        ProgrammeVersion, on_delete=models.PROTECT, related_name="remarks"
    )
    project = models.ForeignKey(
        ProjectVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="remarks",
    )
    section = models.CharField(
        _("section"), max_length=12, choices=Section.choices, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind.choices)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.contribution_id}"


class RemarkVerdict(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("remark", "accepted")
    DECLINED = "declined", pgettext_lazy("remark", "declined")
    ANSWERED = "answered", pgettext_lazy("remark", "answered, without a change")


class RemarkAnswer(Record):
    """What became of a remark; the one with the highest number holds.

    ``words``: the reason, or the answer to a question; ``change``: for an accepted one,
    what was changed because of it.
    """

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("number"))
    verdict = models.CharField(
        _("answer"), max_length=10, choices=RemarkVerdict.choices
    )
    words = models.TextField(_("reason"), blank=True)
    change = models.TextField(_("what was changed"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("answer to a remark")
        verbose_name_plural = _("answers to remarks")
        ordering = ["remark_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["remark", "number"], name="remacto_remark_answer_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="accepted") | ~models.Q(change=""),
                name="remacto_remark_accepted_changes",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())

    @property
    def reason(self) -> Words:
        return Words(self.words, self.language)

    @property
    def change_words(self) -> Words:
        return Words(self.change, self.language)
