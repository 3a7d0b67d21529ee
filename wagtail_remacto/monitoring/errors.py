"""Why a service of this room did not do what it was asked, in a sentence."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _


class MonitoringError(Exception):
    """The sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAdopted(MonitoringError):
    """Nothing is carried out before the council has adopted it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The council has not adopted this programme yet. Until then its "
                "milestones are drafts."
            )
        )


class CycleClosed(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This cycle is closed. What it left behind stays readable as it is.")
        )


class WordsMissing(MonitoringError):
    """A reason is asked for, and none was given."""

    def __init__(self) -> None:
        super().__init__(_("Say why, in a sentence that everyone can read."))


class ProjectHidden(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("The project’s page is not published: nobody could read its milestones.")
        )


class AlreadyAnnounced(MonitoringError):
    """What everybody has read is not changed; it is postponed or withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This milestone is announced: its words, weight and date stay as they "
                "are. Postpone it or withdraw it, and say why."
            )
        )


class NotAnnounced(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("This milestone is a draft. Announce it first."))


class NoDraft(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("There is no drafted milestone left to announce."))


class Withdrawn(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This milestone is withdrawn. It stays readable and changes no more.")
        )


class CompletedAlready(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The administration calls this milestone completed. If it is not, "
                "publish an update that says so; then it can be postponed."
            )
        )


class NotLater(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("A milestone is only postponed to a day after the one it is due on.")
        )


class NotAhead(MonitoringError):
    """The new date of a milestone has passed already."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A milestone is only postponed to a day that is still to come. If it "
                "was done meanwhile, publish an update that says so."
            )
        )


class AnotherProject(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("This milestone or update is of another project."))


class NotYet(MonitoringError):
    """The day of an update lies ahead."""

    def __init__(self) -> None:
        super().__init__(
            _("An update says what has happened: its date cannot lie in the future.")
        )


class MilestoneMissing(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Choose the milestone that you say this of: how far a project is comes "
                "from its milestones."
            )
        )


class SupersededAlready(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This update was superseded already. Supersede the one that counts now.")
        )


class SecondVoice(MonitoringError):
    """One person does not speak in both voices of one project."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This account speaks for civil society about this project. Somebody "
                "else has to lead it."
            )
        )


class NoAccount(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("This account is not active."))


class NotYours(MonitoringError):
    """The other side’s word is asked for."""

    def __init__(self) -> None:
        super().__init__(_("The other side of this partnership answers that."))


class InvitedAlready(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This association is a partner of the project already, or was asked.")
        )


class PartnershipOver(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This has been answered already. Nothing is left to confirm or decline.")
        )


class NoPartner(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("Only a confirmed partnership is ended."))


class EvaluationSigned(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This side has signed its evaluation: nothing of it changes. If "
                "something is wrong, supersede it by another."
            )
        )


class NotSigned(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("Only a signed evaluation that counts is superseded."))


class ChangedMeanwhile(MonitoringError):
    """``parts`` are projects, and ``None`` for the words about the whole."""

    def __init__(self, parts: list[Any]) -> None:
        super().__init__(
            _(
                "Somebody else has saved this while you were writing. Nothing was "
                "saved now: what you have typed still stands here, and below is what "
                "they wrote. Bring both together, then save again."
            )
        )
        self.parts = parts


class NotAsRead(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed the draft since you opened it. It is not "
                "signed: read it again first."
            )
        )


class ProjectsChanged(MonitoringError):
    """A screen about all projects was opened before one was published or withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The published projects of the programme are others than when you "
                "opened this screen. Nothing was saved now: what you have typed still "
                "stands here. Look through it, then save again."
            )
        )


class EvaluationIncomplete(MonitoringError):
    """``missing`` has a sentence for each thing."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            _("Before it is signed, something is missing. %(missing)s")
            % {"missing": " ".join(missing)}
        )
        self.missing = missing


class EvaluationsOwed(MonitoringError):
    """``voices`` are those whose final evaluation is missing."""

    def __init__(self, voices: Iterable[Any]) -> None:
        self.voices = list(voices)
        super().__init__(
            _(
                "The final evaluation is missing of: %(voices)s. Close the cycle all "
                "the same only with a reason, which everyone will read."
            )
            % {"voices": ", ".join(str(voice.label) for voice in self.voices)}
        )


class ReopenedAlready(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("This closing was taken back already."))
