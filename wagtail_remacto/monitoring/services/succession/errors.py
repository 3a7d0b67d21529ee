"""Why nothing was opened, carried over, left or copied, in a sentence."""

from django.utils.translation import gettext as _

from wagtail_remacto.monitoring.errors import MonitoringError


class TooEarly(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The next cycle is opened once the council has adopted the programme "
                "of this one."
            )
        )


class AlreadyOpened(MonitoringError):
    def __init__(self, title: str) -> None:
        super().__init__(
            _("The next cycle is there already: “%(title)s”.") % {"title": title}
        )


class IdentifierTaken(MonitoringError):
    def __init__(self, identifier: str) -> None:
        super().__init__(
            _("A cycle has the identifier “%(identifier)s” already. Choose another.")
            % {"identifier": identifier}
        )


class NoPredecessor(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This cycle names no previous one: nothing can be carried over to it.")
        )


class NotOffered(MonitoringError):
    """It is not unfinished, not of the cycle before, not public, or not an idea."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” is not among what this cycle can take from the one before.")
            % {"title": title}
        )


class OutsidePowers(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This idea is outside the council’s powers: another cycle does not "
                "change that."
            )
        )


class AlreadyCarried(MonitoringError):
    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” was carried over already, and stays so.") % {"title": title}
        )


class NoCoCreation(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Ideas are carried over to the co-creation phase of the new cycle. "
                "Plan it and publish it first; until then nobody could read them."
            )
        )


class CoCreationOver(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The co-creation phase of the new cycle is over: what came in later "
                "could not be supported any more."
            )
        )


class NothingCommon(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("This project is not written in any language of the programme.")
        )


class NotPublished(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("Nobody can read this project: publish it before it is recommended.")
        )


class ProgrammeAdopted(MonitoringError):
    def __init__(self) -> None:
        super().__init__(
            _("The council has adopted this programme: no project is added any more.")
        )


class TargetCycleClosed(MonitoringError):
    def __init__(self) -> None:
        super().__init__(_("The cycle is closed: nothing begins in it any more."))
