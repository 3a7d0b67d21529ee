"""What an association hears of its partnership by e-mail, in its language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from wagtail_remacto import conf
from wagtail_remacto.monitoring.models import Partner
from wagtail_remacto.monitoring.services.locking import Ground
from wagtail_remacto.people import confirmations, mail
from wagtail_remacto.people.services import address_of

# What the link in an invitation is for, and how many days an association has.
PURPOSE = "partnership"
LINK_DAYS = 60


def invited(partner: Partner, ground: Ground) -> None:
    """The link leads to what is asked; nothing is agreed to by opening it."""
    language = partner.language
    with override(language):
        path = confirmations.path(PURPOSE, partner.pk)
    _send(partner, ground, partner.email, language, "partner_invited", path)


def confirmed(partner: Partner, ground: Ground) -> None:
    _tell(partner, ground, "partner_confirmed")


def closed(partner: Partner, ground: Ground, address: str = "") -> None:
    """The administration has declined or ended it, or taken its invitation back.

    ``address`` is where an invitation went that nobody has opened.
    """
    _tell(partner, ground, "partner_closed", address)


def _tell(partner: Partner, ground: Ground, template: str, address: str = "") -> None:
    person = partner.participant
    language = partner.language
    if person is not None and person.erased_at is None:
        address = address_of(person) or address
        language = person.language or language
    if not address:
        return
    with override(language or conf.fallback_language()):
        path = reverse("wagtail_remacto:partnership", args=[partner.pk])
    _send(partner, ground, address, language, template, path)


def _send(
    partner: Partner,
    ground: Ground,
    address: str,
    language: str,
    template: str,
    path: str,
) -> None:
    parts: Any = ground.project.get_url_parts()
    root = parts[1] if parts else getattr(settings, "WAGTAILADMIN_BASE_URL", "")
    mail.send(
        to=address,
        template=template,
        context={
            "partner": partner,
            "project": _title(ground.project, language),
            "collectivite": _title(ground.collectivite, language),
            "link": f"{root}{path}",
            "days": LINK_DAYS,
        },
        language=language,
    )


def _title(page: Any, language: str) -> str:
    """The page’s title in this language, where it has a translation."""
    found = (
        type(page)
        .objects.filter(
            translation_key=page.translation_key,
            locale__language_code=conf.content_language(language),
        )
        .first()
    )
    return str((found or page).title)
