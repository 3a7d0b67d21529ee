"""Why a service of this room did not do what it was asked, in a sentence."""

from django.utils.translation import gettext as _


class ContributionError(Exception):
    """The sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYours(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("Only whoever wrote this may change it."))


class GivenInTheRoom(ContributionError):
    """What a group has given stays its own, whoever holds the slip."""

    def __init__(self) -> None:
        super().__init__(_("It was given on paper: it stays as it was given."))


class TooLateToEdit(ContributionError):
    """Somebody has reacted, or the time to edit is over."""


class NotShown(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("This text is not public (any more)."))


class OwnIdea(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("It is your own: your support goes without saying."))


class WrongCode(ContributionError):
    def __init__(self) -> None:
        super().__init__(
            _("This code does not belong to this idea. It stands on the slip.")
        )


class AlreadyClaimed(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("Somebody has claimed this idea before."))


class NoDiscussion(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("This cannot be discussed here."))


class OwnText(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("It is your own: you may withdraw it yourself."))


class NotPossible(ContributionError):
    """A moderator’s decision that makes no sense for what the text is now."""


class ReasonNeeded(ContributionError):
    def __init__(self) -> None:
        super().__init__(_("Choose a reason: the author is told why it is hidden."))


class NothingToAnswer(ContributionError):
    def __init__(self) -> None:
        super().__init__(
            _("This decision has changed since, or you have answered it before.")
        )
