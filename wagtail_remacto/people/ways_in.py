"""The way in for whoever has no account, and back to where they came from."""

from urllib.parse import unquote, urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

_MOST = 500


def by_link(back: str) -> str:
    """Where one signs in or asks for a link by e-mail, and then comes to ``back``."""
    return f"{reverse('wagtail_remacto:my_space')}?{urlencode({'next': back})}"


def safe(request: HttpRequest, address: str) -> str:
    """The address, if it is a path of this package; empty otherwise.

    It travels in a message that anybody may ask for: it leads nowhere else.
    """
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    if not is_ours or not address.startswith("/") or len(address) > _MOST:
        return ""
    path = unquote(urlsplit(address).path)
    prefix = get_script_prefix()
    if not path.startswith(prefix):
        return ""
    path = f"/{path[len(prefix) :]}"
    language = translation.get_language_from_path(path) or translation.get_language()
    try:
        with translation.override(language):
            match = resolve(path)
    except Resolver404:
        return ""
    return address if "wagtail_remacto" in match.app_names else ""
