"""Why a service of this room did not do what it was asked, in a sentence."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class CommitteeError(Exception):
    """The sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAnIdea(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("This is a remark on a draft project: it is answered with that project.")
        )


class NotPublic(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("This idea is not public (any more)."))


class AnsweredAlready(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("The committee has recorded an outcome: reviews stay as they are.")
        )


class OpinionNeeded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("Say what you would make of it, or declare a conflict of interest.")
        )


class OwnIdeaReviewed(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("It is your own idea: declare a conflict of interest."))


class WrongMark(CommitteeError):
    """A mark out of its range, or for a criterion that is not asked any more."""


class SomethingAgainst(CommitteeError):
    """Another room knows why an idea cannot have this outcome (``objections``)."""


class OutcomeReasonNeeded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Choose a reason or write one: whoever gave the idea is told why "
                "(no idea stays without a reason)."
            )
        )


class WrongReason(CommitteeError):
    def __init__(self, title: str) -> None:
        super().__init__(
            _("The reason “%(reason)s” does not go with this outcome.")
            % {"reason": title}
        )


class NotMergeable(CommitteeError):
    """Why these ideas cannot be merged into that one."""


class NotAnAnalysis(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("Only the phase of analysis is closed in this way."))


class AnswersOwed(CommitteeError):
    """Domain rule 2; ``figures`` says what is owed."""

    def __init__(self, figures: Any) -> None:
        super().__init__(" ".join(_owed(figures)))
        self.figures = figures


def _owed(figures: Any) -> list[str]:
    sentences = []
    if figures.owed:
        sentences.append(
            ngettext(
                "%(number)d idea has no answer yet.",
                "%(number)d ideas have no answer yet.",
                figures.owed,
            )
            % {"number": figures.owed}
        )
    if figures.held:
        sentences.append(
            ngettext(
                "%(number)d idea waits for a moderator.",
                "%(number)d ideas wait for a moderator.",
                figures.held,
            )
            % {"number": figures.held}
        )
    sentences.append(
        _(
            "The analysis is closed once there are none; the focal point may close it "
            "all the same with a reason that everyone can read."
        )
    )
    return sentences


class ClosedAlready(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("This analysis has been closed before."))


class ReopenedAlready(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("This analysis has been reopened before."))


class WhyReopened(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("Write why the analysis is reopened: everyone can read it."))


class NoSuchAccount(CommitteeError):
    """No account can be put on the seat under what was typed."""


class AlreadySigned(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This decision is signed off: nothing of it changes. Supersede it by "
                "another if it is wrong."
            )
        )


class Discarded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has discarded this draft meanwhile."))


class NotSigned(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("This decision is a draft: change it instead of superseding it.")
        )


class AlreadySuperseded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("Another decision, perhaps still a draft, supersedes this one already.")
        )


class VersionNeeded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("Name the version of the programme that this decision is about.")
        )


class SubjectNeeded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("Say in the subject what was decided about."))


class OtherCycle(CommitteeError):
    """A version or a meeting that is not of the cycle of the committee."""


class SeatOfAnother(CommitteeError):
    def __init__(self, seat: str) -> None:
        super().__init__(
            _("“%(seat)s” has no seat in this committee.") % {"seat": seat}
        )


class SeatTwice(CommitteeError):
    def __init__(self, seat: str) -> None:
        super().__init__(
            _("“%(seat)s” is on the list of attendance twice.") % {"seat": seat}
        )


class AttendanceOwed(CommitteeError):
    def __init__(self, seats: int) -> None:
        super().__init__(
            ngettext(
                "Say of %(seats)d more seat whether it was there.",
                "Say of %(seats)d more seats whether they were there.",
                seats,
            )
            % {"seats": seats}
        )


class NobodyVotes(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("Nobody who may vote attends: there is no decision."))


class MeetingToCome(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _("The meeting is still to come: sign the decision off after it.")
        )


class ResultNeeded(CommitteeError):
    def __init__(self) -> None:
        super().__init__(_("Say whether it was approved or refused."))


class VotesDoNotFit(CommitteeError):
    """Votes that do not add up, or that contradict the result or the consensus."""


class RuleBroken(CommitteeError):
    """What the committee asks of its meetings is not kept, and nobody accepted it."""

    def __init__(self, parts: str) -> None:
        super().__init__(
            _(
                "The rule of the committee is broken (%(parts)s). Sign it off all the "
                "same only if the committee wants so: everyone reads it in the record."
            )
            % {"parts": parts}
        )


class SeatCounted(CommitteeError, ValidationError):
    """``names`` are the fields that a signed decision keeps."""

    def __init__(self, names: Iterable[str]) -> None:
        sentence = _(
            "A signed decision counts this seat here: it stays. Switch the seat "
            "off and add another."
        )
        ValidationError.__init__(self, dict.fromkeys(names, sentence))
        self.names = tuple(names)
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.sentence} ({', '.join(self.names)})"


class CouncilHasAdopted(CommitteeError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The council has adopted this version because the committee validated "
                "it: only a decision that validates it again can take its place."
            )
        )
