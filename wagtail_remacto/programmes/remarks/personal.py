"""What of a person’s remarks is not told with their contributions."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from wagtail_remacto.conf import fallback_language
from wagtail_remacto.people import registry
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.registry import PersonalData, Row
from wagtail_remacto.programmes.canonical import read
from wagtail_remacto.programmes.edition import said
from wagtail_remacto.programmes.models import Remark


@registry.register
class Remarks(PersonalData):
    name = "remarks"
    label = _("What your remarks are about, and their answers")
    kept = _(
        "All of it, for it says nothing of you: which part of a draft, and the answer."
    )

    def export(self, participant: Participant) -> Iterable[Row]:
        rows = Remark.objects.filter(contribution__author=participant)
        rows = rows.select_related("contribution", "version", "project")
        language = participant.language or fallback_language()
        for row in rows.prefetch_related("answers").order_by("pk"):
            project = row.project
            yield {
                "reference": row.contribution.shown_reference,
                "kind": row.kind,
                "programme_version": row.version.number,
                "project": str(said(read(project), "title", language))
                if project
                else "",
                "section": row.section,
                "answers": [
                    {
                        "answer": each.verdict,
                        "words": each.words,
                        "change": each.change,
                        "at": each.at,
                    }
                    for each in row.answers.all()
                ],
            }
