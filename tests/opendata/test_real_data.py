"""The published data as a whole: all of it goes in, and nothing of it is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.db import transaction

from tests.opendata import site
from wagtail_remacto.models import (
    Axis,
    CollectivitePage,
    CouncilSession,
    CycleTemplate,
    Deliberation,
    DirectoryPage,
    PhasePage,
    Principle,
)
from wagtail_remacto.opendata.importers.run import import_paths

pytestmark = pytest.mark.django_db

PROCESSES = sorted((site.DATA / "processes").glob("*.yaml"))

# Codes that become a choice, a record or a sentence; the other tests look at them.
AS_CODES = {
    "schema",
    "basis",
    "cycle_basis",
    "mode",
    "result",
    "status",
    "values_basis",
    "vote",
}


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        site.make_site()
        yield import_paths([site.DATA])
        transaction.set_rollback(True)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in AS_CODES:
                yield from leaves(each, f"{path}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, f"{path}[{number}]")
    elif isinstance(value, str):
        yield path, value


def everything_said(code: str) -> str:
    """All that the site says of a collectivité, in every language."""
    found = []
    for page in CollectivitePage.objects.filter(hcp_code=code):
        found += [page, *page.get_descendants().specific()]
        found += Axis.objects.filter(cycle__path__startswith=page.path)
        found += CouncilSession.objects.filter(collectivite=page)
        found += Deliberation.objects.filter(session__collectivite=page)
    return "\n".join(said(each) for each in found)


def said(thing: Any) -> str:
    parts = []
    for field in thing._meta.concrete_fields:
        value = getattr(thing, field.attname)
        if hasattr(field, "stream_block"):
            value = " ".join(text for _path, text in leaves(value.get_prep_value()))
        parts.append(str(value))
    return "\n".join(parts)


def test_it_all_goes_in(imported):
    assert imported.errors == []
    assert DirectoryPage.objects.count() == 3
    assert CollectivitePage.objects.filter(locale__language_code="fr").count() == 49
    assert {page.alias_of_id for page in CollectivitePage.objects.all()} == {None}


def test_a_second_import_changes_nothing(imported):
    again = import_paths([site.DATA])
    assert (again.created, again.updated, again.errors) == ([], [], [])


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_nothing_of_a_file_is_lost(imported, path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    corpus = everything_said(data["collectivite"]["hcp_code"])
    lost = [
        (place, text)
        for place, text in leaves(data)
        if text not in corpus
        # These become a moment, and a switch.
        and not (".consultations[" in place and place.endswith((".start", ".end")))
        and not (".axes[" in place and place.endswith(".kind"))
    ]
    assert lost == []


def test_nothing_of_the_network_is_lost(imported):
    network = yaml.safe_load((site.DATA / "network.yaml").read_text(encoding="utf-8"))
    things = [
        *DirectoryPage.objects.all(),
        *CollectivitePage.objects.all(),
        *Principle.objects.all(),
    ]
    for template in CycleTemplate.objects.all():
        things += [template, *template.phases.all()]
    corpus = "\n".join(said(each) for each in things)
    network.pop("schema")
    for event in network["events"]:
        event.pop("kind")
    assert [leaf for leaf in leaves(network) if leaf[1] not in corpus] == []


def test_only_two_votes_are_known(imported):
    adopted = Deliberation.objects.exclude(outcome="")
    assert {each.session.collectivite.title for each in adopted} == {
        "Larache",
        "Sefrou",
    }


def test_nothing_of_the_past_is_open(imported):
    assert [page for page in PhasePage.objects.all() if page.is_open()] == []


@pytest.mark.parametrize(
    ("name", "sitting", "present"),
    [("Larache", "2025-09-08", 16), ("Sefrou", "2023-11-13", None)],
)
def test_an_adoption_is_a_deliberation_whose_unknown_numbers_stay_unknown(
    imported, name, sitting, present
):
    vote = Deliberation.objects.exclude(outcome="").get(
        session__collectivite__title=name
    )
    assert (vote.outcome, vote.session.sitting) == ("adopted", sitting)
    assert (vote.present, vote.unanimous) == (present, True)
    assert [vote.votes_for, vote.votes_against, vote.abstained] == [None] * 3
    assert (vote.version, vote.number, vote.visa_date) == (None, "", "")
    assert len(vote.sources)
    assert vote.programme.live


def test_a_vote_that_is_only_planned_stays_announced(imported):
    planned = Deliberation.objects.filter(outcome="")
    assert planned
    for each in planned:
        assert (each.version, each.present, each.unanimous) == (None, None, None)
