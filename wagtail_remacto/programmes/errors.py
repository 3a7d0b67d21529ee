"""Why a service of this room did not do what it was asked, in a sentence."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class ProgrammeError(Exception):
    """The sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AlreadyAdopted(ProgrammeError):
    """Domain rule 5."""

    def __init__(self) -> None:
        super().__init__(
            _("The council has adopted this programme: its commitments are frozen.")
        )


class AnalysisOpen(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The committee has not closed its analysis yet. Close it first, so "
                "that every idea has its answer before the public reads the projects."
            )
        )


class RemarksOwed(ProgrammeError):
    def __init__(self, owed: int) -> None:
        super().__init__(
            ngettext(
                "%(owed)d remark of the second consultation has no answer yet. Answer "
                "it first, so that everyone sees what it led to.",
                "%(owed)d remarks of the second consultation have no answer yet. "
                "Answer them first, so that everyone sees what they led to.",
                owed,
            )
            % {"owed": owed}
        )


class NothingToFreeze(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _("The programme has no project yet: there is nothing to freeze.")
        )


class NothingNew(ProgrammeError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _("Nothing has changed since version %(number)d, which says the same.")
            % {"number": number}
        )


class WrongPhase(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _("Choose the second consultation of this cycle in which it is read.")
        )


class LineageClosed(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The committee has validated the programme: where its projects come "
                "from is settled."
            )
        )


class NotAnIdea(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Only a public idea can be translated into a project."))


class OtherCycle(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("The idea and the project are not of the same cycle."))


class NotTakenUp(ProgrammeError):
    def __init__(self, outcome: str) -> None:
        super().__init__(
            _(
                "The committee’s outcome for this idea is “%(outcome)s”. Record "
                "another outcome before you name it as a source."
            )
            % {"outcome": outcome}
        )


class AlreadyLinked(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("This idea is a source of this project already."))


class AlreadyEnded(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("This link was ended before."))


class WordsNeeded(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence or two."))


class AlreadyDecided(ProgrammeError):
    """Domain rule 3; also for what a source tells otherwise than is recorded."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or _(
                "The vote of the council is recorded: a record is not rewritten. If it "
                "is wrong, supersede it."
            )
        )


class NotDecided(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _("No vote is recorded on this item yet: there is nothing to supersede.")
        )


class OtherCouncil(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _("The programme is not one of the council’s own collectivité.")
        )


class NotValidated(ProgrammeError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "The committee has not validated version %(number)d: only a version "
                "that it has validated goes before the council."
            )
            % {"number": number}
        )


class NewerValidated(ProgrammeError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _("The committee has validated version %(number)d since: choose that one.")
            % {"number": number}
        )


class RejectedBefore(ProgrammeError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "The council has rejected version %(number)d. What comes back is a "
                "later version, validated by the committee anew."
            )
            % {"number": number}
        )


class OnTheAgenda(ProgrammeError):
    def __init__(self, session: str) -> None:
        super().__init__(
            _("The programme is on the agenda of “%(session)s” already.")
            % {"session": session}
        )


class VersionUnknown(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Say first which version is before the council: put the validated "
                "version on the agenda of this session."
            )
        )


class NothingChanged(ProgrammeError):
    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "No page says anything else than version %(number)d, so nothing was "
                "changed. Write the council’s changes into the drafts of the projects "
                "first, then record the vote."
            )
            % {"number": number}
        )


class NotPublishable(ProgrammeError):
    def __init__(self, title: str, problem: str) -> None:
        super().__init__(
            _("“%(title)s” cannot be published as it was adopted: %(problem)s")
            % {"title": title, "problem": problem}
        )


class CommitmentFrozen(ProgrammeError, ValidationError):
    """Domain rule 5; ``names`` are the fields that say something else."""

    def __init__(self, names: Iterable[str]) -> None:
        sentence = _(
            "The council has adopted this: what it says there cannot be changed any "
            "more. Its progress is told in the updates."
        )
        ValidationError.__init__(self, dict.fromkeys(names, sentence))
        self.names = tuple(names)
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.sentence} ({', '.join(self.names)})"


class StaysPublished(ProgrammeError, PermissionDenied):
    """Domain rule 5, for whole pages."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The council has adopted this: the page stays published where it is. "
                "It is neither withdrawn, nor moved, nor deleted."
            )
        )


class NotAdopted(ProgrammeError, PermissionDenied):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The council has adopted the programme without this project: it can "
                "neither be added nor published there. It may go into the next cycle."
            )
        )


class CycleHasRecords(ProgrammeError, PermissionDenied):
    """What was recorded in a cycle names its collectivité for good."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This cycle holds contributions, versions or votes of its "
                "collectivité: it cannot be moved to another page."
            )
        )


class BranchHasRecords(ProgrammeError, PermissionDenied):
    """What was recorded in a collectivité is cited by its address."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Cycles of this collectivité hold contributions, versions or votes, "
                "and their addresses are cited: it stays where it is. It can still "
                "be renamed."
            )
        )
