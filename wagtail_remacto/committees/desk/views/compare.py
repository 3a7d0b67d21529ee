"""Two to four ideas beside each other."""

from typing import Any

from django.utils.translation import gettext_lazy

from wagtail_remacto.committees import queries
from wagtail_remacto.committees.desk.library import criteria_titles
from wagtail_remacto.committees.desk.listing import Line, line_of
from wagtail_remacto.committees.desk.reading import means_of
from wagtail_remacto.committees.desk.screens import DeskScreen, SelectionMixin
from wagtail_remacto.contributions.queries import dress

MOST = 4


class CompareView(SelectionMixin, DeskScreen):
    template_name = "wagtail_remacto/admin/desk/compare.html"
    page_title = gettext_lazy("Compare ideas")

    def between(self) -> list[dict[str, Any]]:
        return [self.ideas_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.say_what_is_missing()
        desk, ideas = self.desk, self.selection.ideas
        members = queries.reviewers(desk.cycle, desk.now)
        sides = queries.side_by_side(dress(ideas[:MOST]), members)
        marked = desk.sees_reviews and any(side.summary.marks for side in sides)
        titles = criteria_titles() if marked else {}
        return {
            **super().get_context_data(**kwargs),
            "selection": self.selection,
            "columns": [
                (
                    line_of(desk, side.contribution, side.reviews, members)
                    if desk.sees_reviews
                    else Line(side.contribution),
                    side,
                    means_of(side, titles) if marked else [],
                )
                for side in sides
            ],
            "left_out": ideas[MOST:],
            "most": MOST,
        }
