"""The wordings of a contribution: each is kept, not each may be read by everyone."""

from wagtail_remacto.contributions.models import (
    Contribution,
    ContributionRevision,
)
from wagtail_remacto.people.models import Participant


def keep_wording(contribution: Contribution, editor: Participant | None) -> None:
    """Write down the wording it has now."""
    number = 1
    if contribution.edited_at is not None:
        number += ContributionRevision.objects.filter(contribution=contribution).count()
    ContributionRevision.objects.create(
        contribution=contribution,
        number=number,
        title=contribution.title,
        text=contribution.text,
        language=contribution.language,
        axis=contribution.axis,
        edited_by=editor,
        is_public=contribution.is_public,
    )


def wording_moved(contribution: Contribution) -> None:
    """The wording it has now is as public as itself; those before it stay as they are.

    So what a moderator has taken aside stays aside when its author words it anew.
    """
    rows = ContributionRevision.objects.filter(contribution=contribution)
    latest = rows.order_by("-number").values("pk")[:1]
    rows.filter(pk__in=list(latest.values_list("pk", flat=True))).update(
        is_public=contribution.is_public
    )
