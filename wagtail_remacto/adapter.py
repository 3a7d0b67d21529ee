"""Policy, in one class that a host subclasses and names in ``ADAPTER``."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.shortcuts import resolve_url

from wagtail_remacto import conf


class Adapter:
    """The network's usual policy."""

    def may_take_part(self, user: Any, target: Any) -> bool:
        """Whether this signed-in person may act as a citizen on ``target``."""
        return bool(user.is_active)

    def display_name(self, user: Any) -> str:
        """The name first proposed to the person; it is theirs to change.

        Never the user name: on many sites it is an e-mail address.
        """
        return str(user.first_name or "")

    def confirmed_email(self, user: Any) -> str:
        """The address of the account, if the host has made sure that it is theirs.

        Ideas that were confirmed from this address become the account's.
        """
        return ""

    def account_at(self, email: str) -> Any | None:
        """The active account whose ``confirmed_email`` this is, if there is one.

        ``email`` is in small letters. What somebody does with the address and without
        signing in belongs to that account, once a link sent there has been opened: a
        person has one voice.
        """
        return None

    def login_url(self, next_url: str) -> str:
        """Where somebody who is asked to sign in is led."""
        login = resolve_url(settings.LOGIN_URL)
        return f"{login}?{urlencode({'next': next_url})}"

    def moderation(self, phase: Any) -> str:
        """How what is written in the phase is moderated (``Moderation``)."""
        return str(phase.moderation or conf.get("MODERATION"))

    def edit_window(self, contribution: Any) -> dt.timedelta:
        """How long an author may edit while nobody has reacted."""
        return dt.timedelta(minutes=conf.get("EDIT_MINUTES"))

    def reports_to_hold(self, phase: Any) -> int:
        """How many people have to report something before it is hidden by itself."""
        return int(conf.get("REPORTS_TO_HOLD"))

    def delete_account(self, user: Any) -> bool:
        """Delete the account of someone who has had themselves erased, or keep it.

        False where it stays: accounts that work in the admin do, and those that
        something else on the site does not let go.
        """
        works_here = user.is_superuser or getattr(user, "is_staff", False)
        if works_here or user.has_perm("wagtailadmin.access_admin"):
            return False
        try:
            with transaction.atomic():
                user.delete()
        except (ProtectedError, RestrictedError):
            return False
        return True

    def controller(self, collectivite: Any) -> str:
        """Who answers for personal data (law 09-08); named on every form."""
        return str(conf.get("CONTROLLER") or collectivite.words("title"))


def get_adapter() -> Adapter:
    """The adapter that the host has named, made anew for each call."""
    adapter: Adapter = conf.load("ADAPTER")()
    return adapter
