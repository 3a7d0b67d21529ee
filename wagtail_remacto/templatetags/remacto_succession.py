"""What templates ask about where a project was begun from."""

from typing import Any

from django import template
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import with_branch_title
from wagtail_remacto.journey.branch import pick_language, visible
from wagtail_remacto.monitoring.models import ProjectOrigin
from wagtail_remacto.programmes.models import ProjectPage

register = template.Library()
# A project is so many levels below its collectivité.
DEPTH = 3


@register.simple_tag
def begun_from(project: Any) -> Any:
    """The project from which this one was begun, if anyone may read it; one query.

    In the reader's language where it is written in it. It has ``branch_title``, the
    name of its collectivité, and ``is_own``: it was carried over, not copied.
    """
    if not project.pk or not project.path:
        return None
    keys = ProjectOrigin.objects.filter(project=project.canonical.pk).values(
        "source__translation_key"
    )
    rows = with_branch_title(
        visible(ProjectPage.objects.filter(translation_key__in=keys))
    )
    for source in pick_language(rows.select_related("locale")):
        above = project.canonical.path[: -DEPTH * Page.steplen]
        source.is_own = source.canonical.path.startswith(above)
        return source
    return None
