from typing import Any

from django.urls import reverse

DELIBERATIONS = "wagtailsnippets_wagtail_remacto_deliberation"


def deliberation_url(deliberation: Any, view: str = "inspect") -> str:
    return reverse(f"{DELIBERATIONS}:{view}", args=[deliberation.pk])
