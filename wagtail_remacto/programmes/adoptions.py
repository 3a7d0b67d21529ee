"""The votes by which councils adopted their programmes."""

from django.db.models import QuerySet

from wagtail_remacto.programmes.models import ADOPTING, Deliberation


def adoptions() -> "QuerySet[Deliberation]":
    """Those that stand: a vote that another superseded adopts nothing any more."""
    return Deliberation.objects.filter(outcome__in=ADOPTING, superseded_at__isnull=True)
