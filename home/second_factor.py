"""Nobody enters the admin with a password alone.

``PORTAL_STAFF_SECOND_FACTOR`` switches this on. It concerns everybody who may enter the
admin; citizens set up a second factor if they want one, and are then always asked.
"""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def concerns(user: Any) -> bool:
    """Whether the person has to use a second factor: they may enter the admin."""
    return bool(
        settings.PORTAL_STAFF_SECOND_FACTOR
        and user is not None
        and user.is_authenticated
        and user.has_perm("wagtailadmin.access_admin")
    )


def authenticators(user: Any) -> QuerySet[Authenticator]:
    """What the person has set up, besides the codes that stand in for it."""
    own: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user.pk)
    return own.exclude(type=Authenticator.Type.RECOVERY_CODES)


def methods_of_session(request: "HttpRequest", user: Any) -> set[str]:
    """How the person has shown in this session who they are."""
    return {record["method"] for record in get_authentication_records(request, user)}


def was_used(request: "HttpRequest", user: Any) -> bool:
    """Whether this session has used a second factor that the person still has."""
    used = [
        record["id"]
        for record in get_authentication_records(request, user)
        if record["method"] == "mfa"
    ]
    return bool(used) and Authenticator.objects.filter(user=user, pk__in=used).exists()


class SecondFactorMiddleware:
    """Leads people through allauth on their way to the admin, where that is wanted."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        answer = (
            self.instead(request)
            if settings.PORTAL_STAFF_SECOND_FACTOR
            else self.limited(request)
        )
        return answer or self.get_response(request)

    def instead(self, request: "HttpRequest") -> "HttpResponse | None":
        """Where the person goes first; None for on to the admin."""
        user = request.user
        if request.path == reverse("wagtailadmin_login"):
            return self.sign_in(request)
        if request.path.startswith(reverse("wagtailadmin_password_reset")):
            return HttpResponseRedirect(reverse("account_reset_password"))
        if request.path == reverse("wagtailadmin_logout") or not concerns(user):
            return None
        if was_used(request, user):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        if not authenticators(user).exists():
            messages.warning(
                request,
                _(
                    "To enter the administration, first set up a second factor: an "
                    "authenticator app or a security key."
                ),
            )
            return HttpResponseRedirect(reverse("mfa_index"))
        return _redirect(self.confirmation_url(user), request.get_full_path())

    def sign_in(self, request: "HttpRequest") -> "HttpResponse":
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("wagtailadmin_home")
        if not request.user.is_authenticated:
            return _redirect(reverse("account_login"), wanted)
        if not concerns(request.user):
            # Wagtail sends them here again and again.
            raise PermissionDenied
        return HttpResponseRedirect(reverse("wagtailadmin_home"))

    def confirmation_url(self, user: Any) -> str:
        """Where somebody who is signed in shows their second factor."""
        ways = get_adapter().get_reauthentication_methods(user)
        return next(
            way["url"] for way in ways if way["id"].startswith("mfa_reauthenticate")
        )

    def limited(self, request: "HttpRequest") -> "HttpResponse | None":
        """Wagtail's own sign-in counts no attempts."""
        if request.path != reverse("wagtailadmin_login"):
            return None
        answer: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
        return answer


def _redirect(url: str, wanted: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{url}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
