"""Why a vote was not counted, in a sentence."""

from django.utils.translation import gettext as _


class BallotError(Exception):
    """The sentence is for the person who voted."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingChosen(BallotError):
    def __init__(self) -> None:
        super().__init__(_("Choose an answer first."))


class TooManyChosen(BallotError):
    def __init__(self) -> None:
        super().__init__(_("Only one answer can be chosen in this poll."))


class NotAChoice(BallotError):
    def __init__(self) -> None:
        super().__init__(_("This is not one of the answers of the poll."))
