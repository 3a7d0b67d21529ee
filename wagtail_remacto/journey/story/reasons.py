"""Why an idea has shaped a project, as far as everyone may read it."""

from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.journey.story.steps import Said
from wagtail_remacto.programmes.models import Lineage


def why(row: Lineage) -> list[Said]:
    """The reason of the lineage, and why it ended.

    Both may repeat the idea, so that they are shown only while that is public.
    """
    if not row.contribution.is_public:
        return []
    said = [Said(_("Why"), row.reason)]
    if row.ended_at:
        said.append(Said(_("Why not any more"), Words(row.ended_words, row.language)))
    return said
