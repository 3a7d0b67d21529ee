from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


@dataclass(frozen=True, slots=True)
class RegionLink:
    """A region of the finder: how many take part in it."""

    code: str
    name: str
    count: int


class CollectiviteFinderBlock(blocks.StructBlock):
    """A field that asks the directory, and its regions."""

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Empty for the usual one, in the reader's language."),
    )
    directory = blocks.PageChooserBlock(
        "wagtail_remacto.DirectoryPage",
        required=False,
        label=_("Directory"),
        help_text=_("Empty for the site's only one."),
    )

    class Meta:
        icon = "search"
        label = _("Find your collectivité")
        template = "wagtail_remacto/blocks/collectivite_finder.html"
        preview_template = "wagtail_remacto/blocks/preview.html"
        description = _("Search by name in any script, and by region.")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from wagtail_remacto.collectivites.models import DirectoryPage
        from wagtail_remacto.collectivites.queries import published

        context: dict[str, Any] = super().get_context(value, parent_context)
        directories = published(DirectoryPage).order_by("path")
        if chosen := value.get("directory"):
            directories = directories.filter(translation_key=chosen.translation_key)
        context["directory"] = directory = directories.first()
        context["regions"] = _regions() if directory else []
        return context


def _regions() -> list[RegionLink]:
    """The regions where someone takes part, by name."""
    from django.db.models import Count

    from wagtail_remacto.collectivites.models import CollectivitePage
    from wagtail_remacto.collectivites.queries import readable
    from wagtail_remacto.collectivites.territories import regions

    rows = (
        readable(CollectivitePage.objects.filter(alias_of__isnull=True))
        .exclude(region_code="")
        .order_by("region_code")
        .values_list("region_code")
        .annotate(count=Count("translation_key", distinct=True))
    )
    counts = dict(rows)
    language = get_language() or ""
    return [
        RegionLink(each.code, each.name(language), counts[each.code])
        for each in regions()
        if each.code in counts
    ]
