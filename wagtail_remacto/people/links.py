"""Links sent by e-mail: what they prove is signed, and nothing of them is stored."""

import datetime as dt

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail_remacto import conf


class DeadLink(Exception):
    """A link that is too old or not ours; its sentence says what can be done."""


class OldLink(DeadLink):
    """A link of ours whose time is up."""


INCOMPLETE = gettext_lazy("This link is not complete. Open it again from the message.")


def sign(purpose: str, subject: object) -> str:
    """A token for ``subject`` (a key or number) that only ``purpose`` accepts."""
    return signing.dumps(str(subject), salt=f"wagtail_remacto.{purpose}")


def read(purpose: str, token: str, days: int | None = None) -> str:
    """The subject of the token; raises :class:`DeadLink`. ``days``: LINK_DAYS."""
    age = dt.timedelta(days=days or conf.get("LINK_DAYS"))
    try:
        subject: str = signing.loads(
            token, salt=f"wagtail_remacto.{purpose}", max_age=age
        )
    except signing.SignatureExpired:
        raise OldLink(
            _("This link is too old. Ask for another with the same address.")
        ) from None
    except signing.BadSignature:
        raise DeadLink(INCOMPLETE) from None
    return subject
