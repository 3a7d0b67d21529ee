"""The portal's policy for accounts, asked by django-allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, Login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home import second_factor

# Without letters and digits that are easily taken for one another.
USERNAME_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def name_in_messages(user: Any) -> str:
    """Who a message about the account is for; the user name was not their choice."""
    return str(user.email or user.get_username())


class AccountAdapter(DefaultAccountAdapter):
    def generate_unique_username(
        self, txts: list[str | None], regex: str | None = None
    ) -> str:
        """Thirteen characters of chance: what is asked at sign-up is nobody's name.

        The part of an address before the @, which allauth would take, often is.
        """
        return f"p-{get_random_string(11, USERNAME_CHARACTERS)}"

    def is_login_by_code_required(self, login: Login) -> bool:
        """Whether a code is sent before the sign-in is complete.

        A password alone would let its finder set up the second factor of somebody who
        has none yet. An address still to be confirmed is sent its own code.
        """
        if super().is_login_by_code_required(login):
            return True
        records = second_factor.methods_of_session(self.request, login.user)
        return (
            "code" not in records
            and second_factor.concerns(login.user)
            and not second_factor.authenticators(login.user).exists()
            and EmailAddress.objects.filter(user=login.user, verified=True).exists()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by; that of the last proxy, if one was passed
        by and the request names fewer addresses than there are proxies."""
        try:
            address: str = super().get_client_ip(request)
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])
        return address

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        try:
            return reverse("wagtail_remacto:my_space")
        except NoReverseMatch:
            return self.get_logout_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"{get_script_prefix()}{get_language()}/"

    def format_email_subject(self, subject: str) -> str:
        return f"{_('Open collectivités')} – {subject}"
