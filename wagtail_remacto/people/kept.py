"""What somebody typed into a form that could not be taken, until they are back at it.

It lies in the session, which signing in leaves alone and signing out empties: a day,
and no more than the newest 20 kB.
"""

import json
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone

from wagtail_remacto.cycles import rates
from wagtail_remacto.people.session import sender

_KEY = "wagtail_remacto_kept"
_SECONDS = 24 * 3600
_MOST = 20_000

# By path: when it was kept, and the values of each field.
_Kept = dict[str, tuple[float, dict[str, list[str]]]]


def typed(request: HttpRequest, fields: Iterable[str]) -> dict[str, list[str]]:
    """The raw values of these fields, as the form was sent."""
    return {name: request.POST.getlist(name) for name in fields}


def keep(request: HttpRequest, address: str, data: Mapping[str, list[str]]) -> bool:
    """Keep the values for the form at ``address``; false where there is no room."""
    found = {name: values for name, values in data.items() if any(values)}
    if not found or _size(found) > _MOST:
        return False
    # A row of a session each time: as many as one may save drafts.
    if rates.exceeded("draft", sender(request)) is not None:
        return False
    all_kept, path = _fresh(request), urlsplit(address).path
    all_kept.pop(path, None)
    all_kept[path] = (timezone.now().timestamp(), found)
    while _size(all_kept) > _MOST and len(all_kept) > 1:
        del all_kept[next(iter(all_kept))]
    request.session[_KEY] = all_kept
    return True


def take(request: HttpRequest, address: str) -> dict[str, list[str]]:
    """The values kept for the form at ``address``, once; only for showing it."""
    if request.method != "GET" or _KEY not in request.session:
        return {}
    all_kept = _fresh(request)
    _at, data = all_kept.pop(urlsplit(address).path, (0.0, {}))
    if all_kept:
        request.session[_KEY] = all_kept
    else:
        del request.session[_KEY]
    return data


def initial(request: HttpRequest, address: str) -> dict[str, str]:
    """:func:`take` for a form whose fields have one value each."""
    return {name: values[-1] for name, values in take(request, address).items()}


def _fresh(request: HttpRequest) -> _Kept:
    oldest = timezone.now().timestamp() - _SECONDS
    found: _Kept = request.session.get(_KEY, {})
    return {path: each for path, each in found.items() if each[0] > oldest}


def _size(data: object) -> int:
    return len(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
