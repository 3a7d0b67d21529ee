"""What `make run` says once the portal answers: where it is, and who may enter."""

from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse


class Account(Protocol):
    role: str
    password: str


def login_of(account: Account) -> str:
    """The name an account signs in with."""
    return getattr(account, "username", "") or getattr(account, "email", "")


def demonstration_accounts() -> Iterable[Account]:
    """The demonstration's accounts, those of them that are in the database."""
    from home.demo.accounts import ACCOUNTS

    users = get_user_model()
    name = users.USERNAME_FIELD
    logins = [login_of(account) for account in ACCOUNTS]
    present = set(
        users._default_manager.filter(**{f"{name}__in": logins}).values_list(
            name, flat=True
        )
    )
    return [account for account in ACCOUNTS if login_of(account) in present]


def welcome() -> str:
    """The portal's address, the admin's, and the demonstration's accounts."""
    root = f"http://127.0.0.1:{settings.PORT}"
    lines = [
        "",
        f"  Portal  {root}/",
        f"  Admin   {root}{reverse('wagtailadmin_home')}",
        "",
    ]
    rows = [
        (account.role, login_of(account), account.password)
        for account in demonstration_accounts()
    ]
    if rows:
        lines += ["  Demonstration accounts (role, name, password):", ""]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines += [
            "    "
            + "   ".join(
                cell.ljust(width) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
            for row in rows
        ]
        lines.append("")
    return "\n".join([*lines, "  Ctrl-C stops the portal.", ""])
