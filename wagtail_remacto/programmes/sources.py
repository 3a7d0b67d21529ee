"""An idea that has shaped a project is not set aside while the project says so."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from wagtail_remacto.committees import objections
from wagtail_remacto.contributions.models import Contribution, Outcome
from wagtail_remacto.programmes.models import Lineage

# These would deny what the project says; merged, an idea speaks by its lead.
DENYING = (Outcome.SET_ASIDE, Outcome.OUTSIDE, Outcome.DONE)


@objections.register
def shaped_a_project(
    ideas: Sequence[Contribution], outcome: Outcome
) -> Mapping[int, str]:
    """One query, none for an outcome that denies nothing."""
    if outcome not in DENYING:
        return {}
    rows = Lineage.objects.filter(contribution__in=ideas, ended_at__isnull=True)
    return {
        row.contribution_id: _(
            "It has shaped the project “%(project)s”: end that link first, as long as "
            "the programme is a draft."
        )
        % {"project": row.project.title}
        for row in rows.select_related("project")
    }
