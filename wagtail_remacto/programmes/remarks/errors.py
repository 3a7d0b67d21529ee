"""Why a remark was not taken, or an answer not recorded, in a sentence."""

from django.utils.translation import gettext as _

from wagtail_remacto.programmes.errors import ProgrammeError


class NotConsulted(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(
            _("This version was not made to be remarked on: read it, that is all.")
        )


class OlderVersion(ProgrammeError):
    """``number`` is the version that the public reads now."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "The draft has changed since: version %(number)d is read now. Remark "
                "on that one."
            )
            % {"number": number}
        )
        self.number = number


class NotARemark(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Only a public remark is answered."))


class ChangeNeeded(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Say what was changed in the draft because of this remark."))


class NoChange(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Only an accepted remark names a change."))


class ReasonNeeded(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Say why the remark is declined."))


class AnswerNeeded(ProgrammeError):
    def __init__(self) -> None:
        super().__init__(_("Write the answer."))


class NotToBeDecided(ProgrammeError):
    """Who asks for a change is told yes or no."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A concern or an amendment is accepted or declined; only a question "
                "or a support can be answered without either."
            )
        )
