"""The list at the door: for the officers of the collectivité and nobody else."""

import csv
import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from tests.citizens import ParticipantFactory
from tests.factories import WorkshopFactory, day, moment, publish
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    refused,
    signed_in,
)
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Registration
from wagtail_remacto.workshops import registrations
from wagtail_remacto.workshops.attendance.services import (
    NoPlace,
    UnknownCode,
    check_in,
    undo_check_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    commune = commune_with_everything(TETOUAN, directory_in("ar"))
    publish(commune.phase, actions=list(Action.values))
    publish(commune.workshop, registers=True, capacity=2, place="La médiathèque")
    commune.rows = [
        registrations.register(
            workshop=commune.workshop,
            participant=ParticipantFactory(),
            name=name,
            needs="=HYPERLINK(1)" if name == "Salma" else "",
        )
        for name in ("Salma", "Amina", "Youssef")
    ]
    registrations.cancel(
        registration=registrations.register(
            workshop=commune.workshop, participant=ParticipantFactory(), name="Partie"
        )
    )
    return commune


@pytest.fixture
def officer(ours):
    return comms_officer(ours)


@pytest.fixture
def client(officer):
    return signed_in(officer)


def address(workshop, name="attendance"):
    return reverse(f"wagtail_remacto_{name}", args=[workshop.pk])


def english(user):
    UserProfile.objects.create(user=user, preferred_language="en")
    return signed_in(user)


class TestCheckIn:
    def test_by_the_code_as_it_is_said(self, ours, officer):
        code = ours.rows[0].code
        said = f" {code[:3].lower()}-{code[3:].lower()} "
        found = check_in(workshop=ours.workshop, code=said, by=officer)
        assert found == ours.rows[0]
        assert found.checked_in_at is not None

    def test_twice_keeps_the_first_moment(self, ours, officer):
        code = ours.rows[0].code
        first = check_in(workshop=ours.workshop, code=code, by=officer).checked_in_at
        again = check_in(workshop=ours.workshop, code=code, by=officer)
        assert again.checked_in_at == first
        assert logged(ours, "wagtail_remacto.check_in").count() == 1

    def test_of_the_waiting_list_too(self, ours, officer):
        code = ours.rows[2].code
        found = check_in(workshop=ours.workshop, code=code, by=officer)
        assert found.checked_in_at is not None

    def test_not_of_a_cancelled_registration(self, ours, officer):
        code = Registration.objects.get(name="Partie").code
        with pytest.raises(NoPlace):
            check_in(workshop=ours.workshop, code=code, by=officer)

    @pytest.mark.parametrize("code", ["", "000000", "\u202e<b>", "x" * 500])
    def test_not_of_an_unknown_code(self, ours, officer, code):
        with pytest.raises(UnknownCode):
            check_in(workshop=ours.workshop, code=code, by=officer)

    def test_is_undone(self, ours, officer):
        row = check_in(workshop=ours.workshop, code=ours.rows[0].code, by=officer)
        undo_check_in(registration=row, by=officer)
        undo_check_in(registration=row, by=officer)
        row.refresh_from_db()
        assert row.checked_in_at is None
        assert logged(ours, "wagtail_remacto.undo_check_in").count() == 1

    def test_the_log_names_the_code_and_not_the_person(self, ours, officer):
        check_in(workshop=ours.workshop, code=ours.rows[0].code, by=officer)
        entry = logged(ours, "wagtail_remacto.check_in").get()
        assert entry.user == officer
        assert entry.data == {"code": ours.rows[0].code}
        assert "Salma" not in f"{entry.label} {entry.data}"

    def test_not_by_somebody_else(self, ours):
        theirs = commune_with_everything(AL_HOCEIMA, ours.page.get_parent().specific)
        neighbour = comms_officer(theirs, "neighbour")
        with pytest.raises(PermissionDenied):
            check_in(workshop=ours.workshop, code=ours.rows[0].code, by=neighbour)
        with pytest.raises(PermissionDenied):
            undo_check_in(registration=ours.rows[0], by=ParticipantFactory().user)


def logged(commune, action):
    return PageLogEntry.objects.filter(page=commune.workshop.pk, action=action)


class TestScreen:
    def test_counts_and_lists(self, ours, officer):
        text = english(officer).get(address(ours.workshop)).content.decode()
        plain = " ".join(re.sub(r"<[^>]+>", " ", text).split())
        assert "2 registered of 2 places · 1 waiting · 1 cancelled" in plain
        for row in ours.rows:
            assert row.code in text

    def test_is_used_with_the_keyboard_alone_and_without_javascript(self, ours, client):
        page = client.get(address(ours.workshop)).content.decode()
        assert re.search(r'<input id="id_code"[^>]*autofocus', page, re.DOTALL)
        answer = client.post(
            address(ours.workshop), {"code": ours.rows[0].code}, follow=True
        )
        assert answer.redirect_chain[-1][0] == address(ours.workshop)
        assert "Salma" in answer.content.decode()
        ours.rows[0].refresh_from_db()
        assert ours.rows[0].checked_in_at is not None
        client.post(address(ours.workshop), {"undo": ours.rows[0].pk})
        ours.rows[0].refresh_from_db()
        assert ours.rows[0].checked_in_at is None

    def test_says_that_a_code_is_wrong(self, ours, officer):
        answer = english(officer).post(
            address(ours.workshop), {"code": "ABCDEF"}, follow=True
        )
        assert "ABCDEF" in answer.content.decode()

    def test_undoes_nothing_of_another_meeting(self, ours, client):
        other = WorkshopFactory(parent=ours.phase, registers=True)
        row = registrations.register(
            workshop=other, participant=ParticipantFactory(), name="Nadia"
        )
        Registration.objects.filter(pk=row.pk).update(checked_in_at=moment())
        for number in ("0", "x", str(row.pk), str(10**18)):
            client.post(address(ours.workshop), {"undo": number})
        row.refresh_from_db()
        assert row.checked_in_at is not None

    def test_of_a_translation_is_that_of_the_workshop(self, ours, client):
        arabic = ours.pages_ar["workshop"]
        assert client.get(address(arabic)).url == address(ours.workshop)

    def test_wants_a_token(self, ours, officer):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(officer)
        answer = strict.post(address(ours.workshop), {"code": ours.rows[0].code})
        assert answer.status_code == 403

    def test_costs_the_same_for_more_people(self, ours, client):
        def cost():
            with CaptureQueriesContext(connection) as asked:
                client.get(address(ours.workshop))
            return len(asked)

        cost()
        few = cost()
        publish(ours.workshop, capacity=None)
        for number in range(5):
            registrations.register(
                workshop=ours.workshop,
                participant=ParticipantFactory(),
                name=f"N{number}",
            )
        assert cost() == few

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_is_in_the_officers_language(self, ours, officer, language):
        UserProfile.objects.create(user=officer, preferred_language=language)
        text = signed_in(officer).get(address(ours.workshop)).content.decode()
        assert f'lang="{language}"' in text


class TestWhoMay:
    @pytest.fixture
    def neighbour(self, ours):
        theirs = commune_with_everything(AL_HOCEIMA, ours.page.get_parent().specific)
        return signed_in(comms_officer(theirs, "neighbour"))

    def test_the_neighbours_officer_may_nothing(self, ours, neighbour):
        for name in ("attendance", "attendance_sheet"):
            assert refused(neighbour.get(address(ours.workshop, name)))
        here = address(ours.workshop)
        assert refused(neighbour.get(f"{here}?export=csv"))
        assert refused(neighbour.post(here, {"code": ours.rows[0].code}))
        assert refused(neighbour.post(here, {"undo": ours.rows[0].pk}))
        ours.rows[0].refresh_from_db()
        assert ours.rows[0].checked_in_at is None
        meetings = neighbour.get(reverse("wagtail_remacto_meetings")).content.decode()
        assert here not in meetings

    def test_network_officers_keep_no_list(self, ours):
        client = signed_in(network_officer())
        assert refused(client.get(address(ours.workshop)))
        assert refused(client.get(reverse("wagtail_remacto_meetings")))

    def test_nobody_without_an_account_of_the_office(self, ours):
        client = signed_in(ParticipantFactory().user)
        assert client.get(address(ours.workshop)).url.startswith("/admin/login/")
        assert Client().get(address(ours.workshop)).url.startswith("/admin/login/")

    def test_focal_points_do(self, ours):
        client = signed_in(focal_point(ours))
        assert client.get(address(ours.workshop)).status_code == 200
        meetings = client.get(reverse("wagtail_remacto_meetings")).content.decode()
        assert address(ours.workshop) in meetings

    def test_the_way_leads_from_the_page_and_from_the_menu(self, ours, client):
        for name in ("edit", ""):
            page = (
                reverse("wagtailadmin_pages:edit", args=[ours.workshop.pk])
                if name
                else reverse("wagtailadmin_explore", args=[ours.phase.pk])
            )
            text = client.get(page).content.decode()
            assert address(ours.workshop) in text
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("wagtail_remacto_meetings") in home

    def test_the_list_of_meetings_costs_the_same_for_more(self, ours, client):
        def cost():
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("wagtail_remacto_meetings"))
            return len(asked)

        cost()
        few = cost()
        for number in range(4):
            WorkshopFactory(parent=ours.phase, registers=True, date=day(number))
        assert cost() == few


class TestExport:
    def test_csv(self, ours, client):
        answer = client.get(f"{address(ours.workshop)}?export=csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) == 5
        assert {row[0] for row in rows[1:]} == {"Salma", "Amina", "Youssef", "Partie"}
        assert "'=HYPERLINK(1)" in text

    def test_xlsx(self, ours, client):
        answer = client.get(f"{address(ours.workshop)}?export=xlsx")
        sheet = load_workbook(
            io.BytesIO(b"".join(answer.streaming_content))
        ).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert "=HYPERLINK(1)" in [cell.value for cell in cells]
        assert all(cell.data_type != "f" for cell in cells)

    def test_is_in_the_log(self, ours, client, officer):
        client.get(f"{address(ours.workshop)}?export=csv")
        entry = logged(ours, "wagtail_remacto.export_registrations").get()
        assert entry.user == officer
        assert entry.data == {"format": "csv", "rows": 4}

    def test_the_sheet_has_room_to_sign_and_no_needs(self, ours, client):
        text = client.get(address(ours.workshop, "attendance_sheet")).content.decode()
        assert text.index("Amina") < text.index("Salma") < text.index("Youssef")
        assert "HYPERLINK" not in text
        assert "Partie" not in text
        assert 'class="signature"' in text
