"""What `make run` says once the portal answers: where it is, and who may enter."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from home.demo.accounts import ACCOUNTS, Account


def demonstration_accounts() -> Iterable[Account]:
    """The demonstration's accounts, those of them that are in the database."""
    users = get_user_model()
    name = users.USERNAME_FIELD
    logins = [account.username for account in ACCOUNTS]
    present = set(
        users._default_manager.filter(**{f"{name}__in": logins}).values_list(
            name, flat=True
        )
    )
    return [account for account in ACCOUNTS if account.username in present]


def welcome() -> str:
    """The portal's address, the admin's, and the demonstration's accounts."""
    root = f"http://127.0.0.1:{settings.PORT}"
    lines = [
        "",
        f"  Portal  {root}/",
        f"  Admin   {root}{reverse('wagtailadmin_home')}",
    ]
    if mail_folder := getattr(settings, "EMAIL_FILE_PATH", None):
        lines.append(f"  Mail    kept in {mail_folder} (EMAIL_URL=… sends it)")
    if not settings.PORTAL_STAFF_SECOND_FACTOR:
        lines.append("  The second factor for the admin is off.")
    lines.append("")
    rows = [
        (str(account.role), account.username, account.password)
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
        lines += [
            "",
            f"  Not in the admin, but at {root}{reverse('account_login')},",
            "  the name is followed by @remacto.example.",
            "",
        ]
    return "\n".join([*lines, "  Ctrl-C stops the portal.", ""])
