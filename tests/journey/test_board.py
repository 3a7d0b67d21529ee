"""The network's board: every member, what it owes, and both voices."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.carrying_out import adopted_commune, with_milestones
from tests.citizens import ContributionFactory
from tests.factories import CollectiviteFactory, PhaseFactory, moment
from tests.monitoring.test_verify import note, update
from tests.officers import AL_HOCEIMA, commune_with_everything, directory_in
from wagtail_remacto.contributions.models import Nature
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.journey.board import Board
from wagtail_remacto.journey.handover import handover_of
from wagtail_remacto.models import CycleClosing
from wagtail_remacto.monitoring import rollup

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Tétouan is late and contradicted; Al Hoceima has only begun a cycle."""
    directory = directory_in("ar")
    ours = with_milestones(
        adopted_commune(directory=directory), 2, due=PartialDate("2026-01")
    )
    first = ours.milestones[0]
    update(first, "completed")
    note(first, "limited", seat=ours.civil_seat)
    rollup.recount_milestone(first)
    rollup.recount_project(ours.project)
    ours.phase.end = moment(-1)
    ours.phase.save()
    ours.theirs = commune_with_everything(AL_HOCEIMA, directory)
    return ours


def lines(**data):
    return {line.page.title: line for line in Board(data).all_lines}


class TestALine:
    def test_says_what_each_voice_says(self, world):
        follow = lines()["Tétouan"].follow

        assert (follow.projects, follow.completed) == (1, 0)
        assert (follow.completion, follow.civil_completion) == (
            "substantial",
            "limited",
        )
        assert (follow.differing, follow.overdue) == (1, 1)

    def test_says_the_stage(self, world):
        assert lines()["Tétouan"].stage == "adopted"
        assert lines()["Al Hoceima"].stage == "open"

        CycleClosing.objects.create(cycle=world.cycle, at=timezone.now())

        assert lines()["Tétouan"].stage == "closed"

    def test_of_a_closed_cycle_is_late_no_more(self, world):
        CycleClosing.objects.create(cycle=world.cycle, at=timezone.now())

        assert lines()["Tétouan"].follow.overdue == 0

    def test_says_what_is_owed(self, world):
        ContributionFactory(phase=PhaseFactory(parent=world.cycle))

        line = lines()["Tétouan"]
        assert (line.ledger.owed, line.owed) == (1, 0), "its phase is open"
        assert list(lines(attention="owed")) == []

    def test_owes_what_the_handover_says(self, world):
        for nature in (Nature.IDEA, Nature.REMARK):
            ContributionFactory(phase=world.phase, nature=nature)
        handed = handover_of(world.page)
        assert lines()["Tétouan"].owed == sum(each.number for each in handed.owed) == 2
        assert list(lines(attention="owed")) == ["Tétouan"]


class TestFilters:
    @pytest.mark.parametrize(
        ("data", "left"),
        [
            ({"stage": "adopted"}, ["Tétouan"]),
            ({"stage": "open"}, ["Al Hoceima"]),
            ({"attention": "overdue"}, ["Tétouan"]),
            ({"attention": "differing"}, ["Tétouan"]),
            ({"attention": "owed"}, []),
            ({"kind": "region"}, []),
            ({"sort": "overdue"}, ["Tétouan", "Al Hoceima"]),
            ({"sort": "name"}, ["Al Hoceima", "Tétouan"]),
            ({"stage": "nonsense", "sort": "nonsense"}, ["Al Hoceima", "Tétouan"]),
        ],
    )
    def test_are_addresses(self, world, data, left):
        assert list(lines(**data)) == left

    def test_without_a_match_say_so(self, client, world):
        page = client.get(reverse("wagtail_remacto:network_board") + "?kind=region")

        assert page.status_code == 200
        assert "remacto-table" not in page.content.decode()


class TestExports:
    def test_have_a_row_for_each_member(self, client, world):
        answer = client.get(reverse("wagtail_remacto:network_csv"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text)))

        assert [row[1] for row in rows[1:]] == ["Al Hoceima", "Tétouan"]
        assert len({len(row) for row in rows}) == 1

    def test_are_the_same_as_a_workbook(self, client, world):
        answer = client.get(reverse("wagtail_remacto:network_xlsx"))
        sheet = load_workbook(BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(values_only=True))

        assert [row[1] for row in rows[1:]] == ["Al Hoceima", "Tétouan"]
        # A number is a number: one milestone is overdue.
        assert rows[2][-2] == 1

    def test_keep_the_filters(self, client, world):
        answer = client.get(reverse("wagtail_remacto:network_csv") + "?stage=adopted")

        assert b"".join(answer.streaming_content).decode().count("\n") == 2


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_is_public_in_every_language(client, world, language):
    address = reverse("wagtail_remacto:network_board")
    answer = client.get(f"/{language}{address.removeprefix('/fr')}")

    assert answer.status_code == 200
    assert not answer.cookies


def test_costs_the_same_for_two_members_as_for_twenty(world):
    list(Board({}).all_lines)
    with CaptureQueriesContext(connection) as few:
        assert len(Board({}).all_lines) == 2
    for _number in range(18):
        CollectiviteFactory(parent=world.directory)

    with CaptureQueriesContext(connection) as many:
        assert len(Board({}).all_lines) == 20

    assert len(many) == len(few)
