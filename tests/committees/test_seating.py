"""An account on a seat opens the committee’s desk, and nothing else of the admin."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from tests.citizens import UserFactory
from tests.deciding import member_of
from tests.factories import SeatFactory
from tests.officers import posted, refused, signed_in
from wagtail_remacto.committees.errors import NoSuchAccount
from wagtail_remacto.committees.models import Seat
from wagtail_remacto.committees.services import seating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def inside(account):
    return account.groups.filter(name=seating.GROUP).exists()


class TestGroup:
    def test_an_account_on_a_seat_may_enter_the_admin_and_nothing_else(self, commune):
        account = member_of(commune.committee)
        assert account.get_all_permissions() == {"wagtailadmin.access_admin"}
        assert not account.has_perm("wagtail_remacto.add_outcomerecord")

    def test_it_leaves_when_another_takes_the_seat(self, commune):
        account, other = member_of(commune.committee), UserFactory()
        seat = Seat.objects.get(user=account)
        seat.user = other
        seat.save()
        assert (inside(account), inside(other)) == (False, True)

    def test_it_leaves_when_the_seat_is_switched_off_and_comes_back(self, commune):
        account = member_of(commune.committee)
        seat = Seat.objects.get(user=account)
        seat.active = False
        seat.save()
        assert not inside(account)
        seat.active = True
        seat.save()
        assert inside(account)

    def test_it_leaves_when_the_seat_is_deleted(self, commune):
        account = member_of(commune.committee)
        Seat.objects.get(user=account).delete()
        assert not inside(account)

    def test_it_stays_while_another_seat_is_held(self, commune, neighbour):
        account = member_of(commune.committee)
        SeatFactory(committee=neighbour.committee, user=account)
        Seat.objects.get(user=account, committee=commune.committee).delete()
        assert inside(account)

    def test_other_groups_and_rights_are_left_alone(self, commune, focal):
        SeatFactory(committee=commune.committee, user=focal).delete()
        assert focal.groups.exclude(name=seating.GROUP).count() == 1

    def test_what_a_host_gives_the_group_or_takes_from_it_stays(self, commune):
        group = seating.provide_group()
        group.permissions.clear()
        member_of(commune.committee)
        assert not Group.objects.get(pk=group.pk).permissions.exists()

    def test_a_fixture_may_bring_seats_before_accounts(self, commune, tmp_path):
        account = member_of(commune.committee)
        target = tmp_path / "seats.json"
        call_command("dumpdata", "wagtail_remacto.Seat", output=str(target))
        call_command("loaddata", str(target), verbosity=0)
        assert inside(account)

    def test_the_cost_does_not_grow(self, commune, django_assert_max_num_queries):
        for _number in range(5):
            member_of(commune.committee)
        with django_assert_max_num_queries(10):
            seating.keep_group()


class TestNaming:
    def test_by_user_name_or_address_in_any_case(self, db):
        account = UserFactory(username="amina", email="Amina@exemple.ma")
        for typed in ("amina", " amina@EXEMPLE.ma "):
            assert seating.account_named(typed) == account

    @pytest.mark.parametrize("typed", ["personne", "personne@exemple.ma", "", "@"])
    def test_nobody_is_found_by_half_a_name(self, typed):
        UserFactory(username="amina", email="amina@exemple.ma")
        with pytest.raises(NoSuchAccount, match="No account has this"):
            seating.account_named(typed)

    def test_an_account_that_is_switched_off_is_nobody(self):
        UserFactory(username="amina", is_active=False)
        with pytest.raises(NoSuchAccount):
            seating.account_named("amina")

    def test_of_two_with_one_address_the_name_decides(self):
        for name in ("amina", "aya"):
            UserFactory(username=name, email="maison@exemple.ma")
        with pytest.raises(NoSuchAccount, match="type the user name"):
            seating.account_named("maison@exemple.ma")

    def test_whoever_has_confirmed_the_address_comes_first(self):
        from allauth.account.models import EmailAddress

        UserFactory(username="faux", email="amina@exemple.ma")
        true = UserFactory(username="amina", email="ancienne@exemple.ma")
        EmailAddress.objects.create(user=true, email="amina@exemple.ma", verified=True)
        assert seating.account_named("amina@exemple.ma") == true


class TestScreen:
    def address(self, seat):
        return reverse("wagtailsnippets_wagtail_remacto_seat:edit", args=[seat.pk])

    def send(self, client, seat, typed):
        form = client.get(self.address(seat)).context["form"]
        return client.post(self.address(seat), posted(form, user=typed))

    def test_the_focal_point_types_an_address(self, commune, focal):
        account = UserFactory(username="amina", email="amina@exemple.ma")
        client = signed_in(focal)
        answer = self.send(client, commune.seat, "amina@exemple.ma")
        assert answer.status_code == 302
        commune.seat.refresh_from_db()
        assert commune.seat.user == account
        assert inside(account)

    def test_the_account_stands_there_by_its_address(self, commune, focal):
        account = UserFactory(username="amina", email="amina@exemple.ma")
        Seat.objects.filter(pk=commune.seat.pk).update(user=account)
        page = signed_in(focal).get(self.address(commune.seat)).content.decode()
        assert 'value="amina@exemple.ma"' in page

    def test_it_stays_when_something_else_is_changed(self, commune, focal):
        account = UserFactory(email="maison@exemple.ma")
        UserFactory(email="maison@exemple.ma")
        Seat.objects.filter(pk=commune.seat.pk).update(user=account)
        assert self.send(
            signed_in(focal), commune.seat, "maison@exemple.ma"
        ).status_code == (302)
        commune.seat.refresh_from_db()
        assert commune.seat.user == account

    def test_it_is_taken_off_by_emptying_the_field(self, commune, focal):
        account = member_of(commune.committee)
        seat = Seat.objects.get(user=account)
        self.send(signed_in(focal), seat, "")
        seat.refresh_from_db()
        assert seat.user is None
        assert not inside(account)

    def test_an_unknown_one_is_an_error_and_stays_typed(self, commune, focal):
        answer = self.send(signed_in(focal), commune.seat, "personne@exemple.ma")
        page = answer.content.decode()
        assert "Aucun compte n’a cette adresse électronique" in page
        assert 'value="personne@exemple.ma"' in page

    def test_one_seat_of_a_committee_for_an_account(self, commune, focal):
        member_of(commune.committee, "amina")
        answer = self.send(signed_in(focal), commune.seat, "amina")
        assert "d’un autre siège du comité" in answer.content.decode()

    def test_nobody_reads_the_names_of_accounts(self, commune, focal):
        UserFactory(username="quelquun-dautre", email="quelquun@exemple.ma")
        page = signed_in(focal).get(self.address(commune.seat)).content.decode()
        assert "quelquun" not in page

    def test_members_neighbours_and_comms_do_not_get_there(
        self, commune, neighbour, comms, member
    ):
        from tests.officers import focal_point

        for by in (comms, member, focal_point(neighbour, "voisine")):
            assert refused(signed_in(by).get(self.address(commune.seat)))
