"""How often one account and one network address may do something.

Fixed windows counted in the default cache. Memory of one process and Redis count
exactly; a cache in files or in the database forgets after five minutes. If the cache
fails, everybody may go on, and the log says so.
"""

import datetime as dt
import ipaddress
import logging
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django_ratelimit import ALL
from django_ratelimit.core import get_usage

from wagtail_remacto import conf

logger = logging.getLogger(__name__)

# What the library answers when the cache did not count.
_NOT_COUNTED = (0, -1)


@dataclass(frozen=True)
class Sender:
    """Who a request comes from: an account's key and an address, each may be empty."""

    account: str = ""
    address: str = ""


def sender_of(request: HttpRequest, account: Any = "") -> Sender:
    """The sender of a request.

    The address is ``REMOTE_ADDR``, or behind *n* proxies (``TRUSTED_PROXIES``) the
    *n*-th from the end of ``X-Forwarded-For``: what stands before it the sender wrote.
    """
    return Sender(str(account or ""), _forwarded(request) or _read(_remote(request)))


def _remote(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")


def _forwarded(request: HttpRequest) -> str:
    proxies = conf.get("TRUSTED_PROXIES")
    named = str(request.META.get("HTTP_X_FORWARDED_FOR") or "").split(",")
    if not 0 < proxies <= len(named):
        return ""
    return _read(named[-proxies])


def _read(text: str) -> str:
    """An IP address in its shortest form, without port; empty if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or ipaddress.IPv6Address(int(found))
    return str(found)


def network(address: str) -> str:
    """What counts as one address: IPv4 as it is, IPv6 by its first 64 bits.

    A household has one IPv6 prefix and as many addresses as it likes.
    """
    found = _read(address)
    if not found:
        return ""
    prefix = 64 if ":" in found else 32
    return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False))


def exceeded(action: str, sender: Sender) -> dt.timedelta | None:
    """How long to wait before doing ``action`` again, or ``None``; counts one more.

    The limits are those of ``RATES``, for an account and for an address; an action
    that is not named there has none, nor has a rate that is ``None``. What an account
    may no longer do is not counted against its address: a whole town hall may stand
    behind it.
    """
    rates = conf.get("RATES")
    limits = rates.get(action) or conf.DEFAULTS["RATES"].get(action) or (None, None)
    for kind, value, rate in (
        ("account", sender.account, limits[0]),
        ("address", network(sender.address), limits[1]),
    ):
        if value and rate and (wait := _counted(action, f"{kind}:{value}", rate)):
            return wait
    return None


def _counted(action: str, value: str, rate: str) -> dt.timedelta | None:
    try:
        usage = get_usage(
            SimpleNamespace(method="POST"),
            group=f"wagtail_remacto.{action}",
            key=lambda _group, _request: value,
            rate=rate,
            method=ALL,
            increment=True,
        )
    # Each cache has errors of its own, and none of them is the citizen's.
    except Exception:
        logger.exception("The cache did not count “%s”: nobody is held back.", action)
        return None
    if usage is None:
        return None
    if (usage["limit"], usage["time_left"]) == _NOT_COUNTED:
        logger.error("The cache did not count “%s”: nobody is held back.", action)
        return None
    if not usage["should_limit"]:
        return None
    return dt.timedelta(seconds=max(usage["time_left"], 1))
