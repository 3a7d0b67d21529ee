"""How many notices are new, in my space."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail_remacto.notices.preferences import unseen
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.space import register_section


def _unseen(participant: Participant, params: Mapping[str, str]) -> dict[str, Any]:
    return {"unseen": unseen(participant)}


register_section(
    "notices", 50, _("My notices"), "wagtail_remacto/notices/space.html", _unseen
)
