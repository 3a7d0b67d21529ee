import datetime as dt
import unicodedata
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy
from wagtail_remacto.workshops.models import (
    Registration,
    RegistrationState,
    WorkshopPage,
)

registration_policy = BranchPermissionPolicy(Registration, "workshop")

# What the log says; the person’s name is not in it.
CHECK_IN = "wagtail_remacto.check_in"
UNDO_CHECK_IN = "wagtail_remacto.undo_check_in"
EXPORT = "wagtail_remacto.export_registrations"


class CheckInError(Exception):
    """Why somebody was not checked in, in a sentence for whoever stands at the door."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnknownCode(CheckInError):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("Nobody has the code “%(code)s” for this meeting.") % {"code": code}
        )


class NoPlace(CheckInError):
    """The registration is cancelled, or its address was never confirmed."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            _("%(code)s – %(name)s: %(state)s.")
            % {
                "code": registration.code,
                "name": registration.name,
                "state": registration.get_state_display(),
            }
        )


def may_attend(user: Any, workshop: WorkshopPage) -> bool:
    """Whether the person keeps the list of this meeting, in their own collectivité."""
    if not registration_policy.user_has_permission(user, "change"):
        return False
    return registration_policy.covers(user, Registration(workshop=workshop.canonical))


@transaction.atomic
def check_in(
    *, workshop: WorkshopPage, code: str, by: Any, now: dt.datetime | None = None
) -> Registration:
    """That whoever has this code has come; a second time changes nothing.

    Somebody of the waiting list may come too: whoever stands at the door sees the empty
    chairs. Raises ``UnknownCode``, ``NoPlace``, ``PermissionDenied``.
    """
    _require(by, workshop)
    signs = read_code(code)
    found = (
        Registration.objects.select_for_update(of=("self",))
        .filter(workshop=workshop.canonical, code=signs)
        .first()
    )
    if found is None:
        raise UnknownCode(code.strip()[:20])
    if found.state not in (RegistrationState.REGISTERED, RegistrationState.WAITING):
        raise NoPlace(found)
    if found.checked_in_at is None:
        found.checked_in_at = now or timezone.now()
        found.save(update_fields=["checked_in_at"])
        log(found.workshop, CHECK_IN, user=by, data={"code": found.code})
    return found


@transaction.atomic
def undo_check_in(*, registration: Registration, by: Any) -> Registration:
    """Taken back; a second time changes nothing. Raises ``PermissionDenied``."""
    _require(by, registration.workshop)
    found = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if found.checked_in_at is not None:
        found.checked_in_at = None
        found.save(update_fields=["checked_in_at"])
        log(found.workshop, UNDO_CHECK_IN, user=by, data={"code": found.code})
    return found


def read_code(text: str) -> str:
    """The code as it is stored: lower case, spaces and other digits are taken."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        str(unicodedata.digit(sign, sign)) for sign in plain if sign.isalnum()
    )


def _require(user: Any, workshop: WorkshopPage) -> None:
    if not may_attend(user, workshop):
        raise PermissionDenied
