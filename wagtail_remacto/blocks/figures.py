from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


@dataclass(frozen=True, slots=True)
class Figure:
    number: int | str
    label: Any


class FigureBlock(blocks.StructBlock):
    """A figure that an editor answers for."""

    number = blocks.CharBlock(max_length=20, label=_("Figure"))
    label = blocks.CharBlock(max_length=80, label=_("What it counts"))

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(blocks.StructBlock):
    """The network in figures, counted from its pages, or the editor's own."""

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Empty for the usual one, in the reader's language."),
    )
    figures = blocks.ListBlock(
        FigureBlock(),
        default=[],
        required=False,
        label=_("Your own figures"),
        help_text=_("Empty: counted from the pages of the site."),
    )

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "wagtail_remacto/blocks/figures.html"
        preview_template = "wagtail_remacto/blocks/preview.html"
        description = _(
            "Members, cycles, workshops, projects and programmes in figures, and what "
            "became of contributions."
        )

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        own = [Figure(each["number"], each["label"]) for each in value["figures"]]
        context["figures"] = own or counted_figures()
        context["answers"] = None if own else answered()
        return context


def counted_figures() -> list[Figure]:
    """What the site holds: each translation group once, without fictional examples.

    Two queries, whatever the size of the site. A figure of nothing is left out.
    """
    from django.db.models import CharField, Count, Q, Value

    from wagtail_remacto.collectivites.models import CollectivitePage
    from wagtail_remacto.collectivites.queries import readable
    from wagtail_remacto.cycles.models import CyclePage
    from wagtail_remacto.programmes.models import Deliberation, ProjectPage
    from wagtail_remacto.programmes.models.council import Outcome
    from wagtail_remacto.workshops.models import WorkshopPage

    labels = {
        "members": _("collectivités"),
        "cycles": _("co-creation cycles"),
        "workshops": _("workshops and meetings"),
        "adopted": _("programmes adopted"),
        "projects": _("projects"),
    }
    fictional = CollectivitePage.objects.filter(fictional=True)
    invented = Q(pk__in=[])
    invented_programme = Q(pk__in=[])
    for path in fictional.values_list("path", flat=True):
        invented |= Q(path__startswith=path)
        invented_programme |= Q(programme__path__startswith=path)

    def counted(queryset: Any, name: str, key: str) -> Any:
        return (
            queryset.order_by()
            .annotate(what=Value(name, output_field=CharField()))
            .values("what")
            .annotate(count=Count(key, distinct=True))
            .values_list("what", "count")
        )

    queries = [
        counted(
            readable(model._default_manager.filter(alias_of__isnull=True)).exclude(
                invented
            ),
            name,
            "translation_key",
        )
        for name, model in (
            ("members", CollectivitePage),
            ("cycles", CyclePage),
            ("workshops", WorkshopPage),
            ("projects", ProjectPage),
        )
    ]
    adopted = Deliberation.objects.filter(
        outcome__in=[Outcome.ADOPTED, Outcome.ADOPTED_WITH_CHANGES],
        programme__live=True,
        superseded_at=None,
    ).exclude(invented_programme)
    queries.append(counted(adopted, "adopted", "programme__translation_key"))
    counts = dict(queries[0].union(*queries[1:], all=True))
    return [
        Figure(counts[name], label)
        for name, label in labels.items()
        if counts.get(name)
    ]


def answered() -> Any:
    """The answer ledger of the network, without fictional examples; two queries."""
    from wagtail_remacto.collectivites.models import CollectivitePage
    from wagtail_remacto.committees import ledger

    real = CollectivitePage.objects.filter(fictional=False)
    return ledger.of_network(real.values("pk"))
