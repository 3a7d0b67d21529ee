"""An account on a seat opens the committee’s desk, and nothing else of the admin."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.committees.errors import NoSuchAccount
from wagtail_remacto.committees.models import Seat

# A group’s name is data, in the working language; see ``collectivites.services.teams``.
GROUP = "Comités de suivi"


@transaction.atomic
def provide_group() -> Group:
    """The one group of all members, which may enter the admin; made if missing.

    A host may give it further rights: what is there stays.
    """
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        door = Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        group.permissions.add(*door)
    return group


@transaction.atomic
def keep_group() -> Group:
    """Make the group hold whoever is named on a seat in use, and nobody else.

    Called after every change of a seat; a few queries, whatever their number.
    """
    group = provide_group()
    seats = Seat.objects.filter(user=OuterRef("pk"), active=True)
    users = get_user_model()._default_manager
    inside = users.filter(groups=group)
    group.user_set.remove(*inside.exclude(Exists(seats)))
    group.user_set.add(*users.filter(Exists(seats)).exclude(pk__in=inside.values("pk")))
    return group


def account_named(typed: str) -> Any:
    """The active account with this e-mail address or user name.

    An address that somebody has confirmed is theirs; else it is that of the account
    that gives it, unless this one has confirmed another. Raises ``NoSuchAccount``.
    """
    typed = typed.strip()
    users = get_user_model()
    found = get_adapter().account_at(typed.lower()) if "@" in typed else None
    if found is None:
        found = users._default_manager.filter(
            **{users.USERNAME_FIELD: typed}, is_active=True
        ).first()
    if found is None:
        found = _giving(typed)
    if found is None:
        raise NoSuchAccount(
            _(
                "No account has this e-mail address or user name. The member signs up "
                "on the site first."
            )
        )
    return found


def _giving(email: str) -> Any:
    """The one account that gives this address as its own, confirmed or not."""
    if "@" not in email:
        return None
    users = get_user_model()
    name = users.get_email_field_name()
    rows = users._default_manager.filter(is_active=True, **{f"{name}__iexact": email})
    confirmed = get_adapter().confirmed_email
    found = [row for row in rows[:3] if confirmed(row) in ("", email.lower())]
    if len(found) > 1:
        raise NoSuchAccount(
            _("Several accounts have this e-mail address: type the user name instead.")
        )
    return found[0] if found else None
