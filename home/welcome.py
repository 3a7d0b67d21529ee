"""What `make run` says once the portal answers: where it is, and who may enter."""

from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.urls import reverse


class Account(Protocol):
    role: str
    password: str


def demonstration_accounts() -> Iterable[Account]:
    from home.demo.accounts import ACCOUNTS

    return ACCOUNTS


def login_of(account: Account) -> str:
    """The name an account signs in with."""
    return getattr(account, "username", "") or getattr(account, "email", "")


def welcome() -> str:
    """The portal's address, the admin's, and the demonstration's accounts."""
    root = f"http://127.0.0.1:{settings.PORT}"
    lines = [
        "",
        f"  Portal  {root}/",
        f"  Admin   {root}{reverse('wagtailadmin_home')}",
        "",
        "  Demonstration accounts (role, name, password):",
        "",
    ]
    rows = [
        (account.role, login_of(account), account.password)
        for account in demonstration_accounts()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines += [
        "    "
        + "   ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", "  Ctrl-C stops the portal.", ""])
