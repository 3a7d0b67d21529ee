"""What the rooms know: axes, steps, the directory and its map, who sits where."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.collectivites.queries import nearest_translation
from wagtail_remacto.committees.composition import Composition, composition_of
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.models import Axis
from wagtail_remacto.journey import map as journey_map
from wagtail_remacto.journey.branch import Branch
from wagtail_remacto.journey.directory import Directory
from wagtail_remacto.journey.stepper import Step, axes_of, steps, template_phases
from wagtail_remacto.journey.tally import tally_of


def axes(cycle: Any) -> list[Any]:
    return axes_of(cycle) if cycle else []


def stepper(cycle: Any, branch: Branch, axes: list[Any]) -> list[Step]:
    return steps(
        cycle,
        branch,
        axes=axes,
        calendar=template_phases(cycle),
        tally=tally_of(cycle),
    )


def phase_verdict(context: template.Context, page: Any) -> Any:
    """Why one cannot take part now; None while one can, or where nobody is asked to."""
    if not page.actions or not page.pk:
        return None
    user = getattr(context.get("request"), "user", None) or AnonymousUser()
    verdict = gate.check(user, page.actions[0], page)
    return verdict if verdict.kind is gate.Kind.NO else None


def project_axis(project: Any) -> Any:
    """The project's axis in the reader's language, where it is written in it."""
    if project.axis_id is None:
        return None
    return nearest_translation(Axis.objects.all(), project.axis_id)


def axis_attrs(axis: Any) -> str:
    return Words("-", axis.locale.language_code).attrs


def of_axis(projects: list[Any], axis: Any) -> list[Any]:
    """The projects of one axis, whatever the language of either."""
    return [p for p in projects if axis and p.axis_key == axis.translation_key]


def without_axis(projects: list[Any]) -> list[Any]:
    return [project for project in projects if project.axis_key is None]


def directory(context: template.Context, page: Any) -> Directory:
    request = context.get("request")
    return Directory(page, request.GET if request else {})


def draw_map(pages: list[Any]) -> journey_map.Picture | None:
    return journey_map.draw(pages)


def composition(committee: Any) -> Composition:
    return composition_of(committee)
