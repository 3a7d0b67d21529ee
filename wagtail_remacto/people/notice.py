"""What a form says about personal data: who answers for them, and what for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.people.models import ConsentPurpose


@dataclass(frozen=True, slots=True)
class Notice:
    controller: str
    purpose: str
    text: str


def notice_for(collectivite: CollectivitePage, purpose: str) -> Notice:
    """The notice of a form of this collectivité, in the language of the screen."""
    controller = get_adapter().controller(collectivite)
    words = str(ConsentPurpose(purpose).label)
    text = _(
        "%(controller)s is responsible for these data and uses them for one purpose: "
        "%(purpose)s. Law 09-08 gives you the right to read, correct and erase them, "
        "in “My space” or by writing to it. Your e-mail address is never published."
    ) % {"controller": controller, "purpose": words}
    return Notice(controller=controller, purpose=words, text=text)
