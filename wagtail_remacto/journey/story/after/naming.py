"""The names of the three steps, and the links that more than one of them gives."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wagtail_remacto.committees.models import Decision
from wagtail_remacto.journey.story.steps import Link, link
from wagtail_remacto.programmes.models import ProgrammeVersion

CONSULTED, DECIDED, VOTED = "consulted", "decided", "voted"


def titles() -> dict[str, str]:
    return {
        CONSULTED: _("Second consultation"),
        DECIDED: pgettext("journey", "The committee’s decision"),
        VOTED: _("The council’s vote"),
    }


def version_words(version: ProgrammeVersion) -> str:
    return _("Version %(number)d") % {"number": version.number}


def version_links(version: ProgrammeVersion) -> list[Link]:
    return link(
        version_words(version),
        "programme_version",
        version.programme_id,
        version.number,
    )


def decision_link(decision: Decision) -> list[Link]:
    return link(
        _("Decision no. %(number)d of the committee") % {"number": decision.number},
        "decision",
        decision.pk,
    )
