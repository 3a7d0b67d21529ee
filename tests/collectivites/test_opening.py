"""Opening a collectivité: by a service, by a command, in the admin."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, PageLogEntry

from tests.factories import DirectoryFactory, locale, translate
from tests.officers import TETOUAN, directory_in, network_officer, refused, signed_in
from wagtail_remacto.collectivites.models import CollectivitePage, Role, Team
from wagtail_remacto.collectivites.services import (
    UnknownTerritory,
    open_branch,
    provide_team,
)

pytestmark = pytest.mark.django_db


class TestOpenBranch:
    def test_a_page_in_every_language_of_the_directory(self):
        page = open_branch(hcp_code=TETOUAN, directory=directory_in("ar", "en"))
        titles = {
            each.locale.language_code: each.title
            for each in page.get_translations(inclusive=True)
        }
        assert titles == {"fr": "Tétouan", "ar": "تطوان", "en": "Tétouan"}
        pages = page.get_translations(inclusive=True)
        assert {each.slug for each in pages} == {"tetouan"}
        assert all(each.live for each in pages)
        assert page.locale.language_code == "fr"
        assert (page.kind, page.region_code) == ("commune", "01")

    def test_twice_is_once(self):
        directory = directory_in("ar")
        first = open_branch(hcp_code=TETOUAN, directory=directory)
        again = open_branch(
            hcp_code=TETOUAN, directory=directory.get_translation(locale("ar"))
        )
        assert again == first
        assert CollectivitePage.objects.count() == 2

    def test_a_language_added_later(self):
        directory = directory_in()
        page = open_branch(hcp_code=TETOUAN, directory=directory)
        translate(directory, "ar")
        open_branch(hcp_code=TETOUAN, directory=directory)
        assert page.get_translation(locale("ar")).title == "تطوان"

    def test_an_alias_becomes_a_page_of_its_own(self):
        directory = directory_in("ar")
        page = open_branch(
            hcp_code=TETOUAN, directory=directory, locales=[locale("fr")]
        )
        alias = page.copy_for_translation(locale("ar"), alias=True)
        assert alias.alias_of_id == page.pk
        open_branch(hcp_code=TETOUAN, directory=directory)
        alias.refresh_from_db()
        assert (alias.alias_of_id, alias.title) == (None, "تطوان")

    def test_namesakes_have_addresses_and_groups_of_their_own(self):
        directory = directory_in()
        commune = open_branch(hcp_code=TETOUAN, directory=directory)
        province = open_branch(hcp_code="01.571", directory=directory)
        assert (commune.slug, province.slug) == ("tetouan", "tetouan-province")
        names = {
            team.group.name
            for page in (commune, province)
            for team in provide_team(page).values()
        }
        assert names == {
            "Tétouan – communication",
            "Tétouan – point focal",
            "Tétouan (01.571) – communication",
            "Tétouan (01.571) – point focal",
        }

    def test_an_invented_place_needs_names(self):
        directory = directory_in("ar")
        with pytest.raises(UnknownTerritory):
            open_branch(hcp_code="99.1", directory=directory)
        page = open_branch(
            hcp_code="99.1",
            directory=directory,
            names={"fr": "Aïn Exemple", "ar": "عين المثال"},
            fictional=True,
        )
        assert page.slug == "ain-exemple"
        assert page.get_translation(locale("ar")).title == "عين المثال"
        assert page.get_translation(locale("ar")).fictional

    def test_is_in_wagtails_log(self, admin_user):
        page = open_branch(hcp_code=TETOUAN, directory=directory_in(), user=admin_user)
        entries = PageLogEntry.objects.filter(page=page.pk, user=admin_user)
        assert {entry.action for entry in entries} == {
            "wagtail.create",
            "wagtail.publish",
        }


class TestProvideTeam:
    def test_twice_is_once(self):
        page = open_branch(hcp_code=TETOUAN, directory=directory_in("ar"))
        first = provide_team(page)
        counts = lambda: [  # noqa: E731
            model.objects.count()
            for model in (Group, Team, Collection, GroupPagePermission)
        ]
        before = counts()
        assert provide_team(page.get_translation(locale("ar"))) == first
        assert counts() == before

    def test_a_renamed_group_keeps_its_name(self):
        page = open_branch(hcp_code=TETOUAN, directory=directory_in())
        group = provide_team(page)[Role.FOCAL_POINT].group
        Group.objects.filter(pk=group.pk).update(name="Équipe de Tétouan")
        assert provide_team(page)[Role.FOCAL_POINT].group.name == "Équipe de Tétouan"


class TestCommand:
    def test_opens_a_collectivite(self):
        directory_in("ar")
        out = StringIO()
        call_command("remacto_collectivite", TETOUAN, stdout=out)
        assert "Tétouan – point focal" in out.getvalue()
        assert CollectivitePage.objects.filter(hcp_code=TETOUAN).count() == 2
        assert Team.objects.count() == 2

    def test_needs_a_directory(self):
        with pytest.raises(CommandError, match="no directory"):
            call_command("remacto_collectivite", TETOUAN)

    def test_asks_which_of_several(self):
        second = DirectoryFactory.create_batch(2)[1]
        with pytest.raises(CommandError, match="--directory"):
            call_command("remacto_collectivite", TETOUAN)
        call_command(
            "remacto_collectivite", TETOUAN, directory=second.pk, stdout=StringIO()
        )
        assert CollectivitePage.objects.get().is_child_of(second)

    def test_says_what_is_wrong_with_a_code(self):
        directory_in()
        with pytest.raises(CommandError, match="99.999"):
            call_command("remacto_collectivite", "99.999")


class TestAdmin:
    @pytest.fixture
    def directory(self):
        return directory_in("ar")

    def url(self, directory):
        return reverse("wagtail_remacto_open_collectivite", args=[directory.pk])

    @pytest.mark.parametrize("typed", [TETOUAN, "ksar sghir", "القصر الكبير"])
    def test_a_network_officer_opens_one_by_code_or_name(self, directory, typed):
        client = signed_in(network_officer())
        assert client.get(self.url(directory)).status_code == 200
        response = client.post(self.url(directory), {"hcp_code": typed})
        page = CollectivitePage.objects.get(locale=locale("fr"))
        assert response.url == reverse("wagtailadmin_explore", args=[page.pk])
        assert Team.objects.filter(collectivite=page).count() == 2

    def test_a_name_of_several_asks_for_a_code(self, directory):
        client = signed_in(network_officer())
        response = client.post(self.url(directory), {"hcp_code": "tetouan"})
        assert TETOUAN in str(response.context["form"].errors)
        assert not CollectivitePage.objects.exists()

    def test_an_unknown_name_is_explained(self, directory):
        client = signed_in(network_officer())
        response = client.post(self.url(directory), {"hcp_code": "Atlantide"})
        assert "Atlantide" in response.content.decode()
        assert not CollectivitePage.objects.exists()

    def test_the_directorys_menu_leads_there(self, directory):
        client = signed_in(network_officer())
        explorer = reverse("wagtailadmin_explore", args=[directory.pk])
        assert self.url(directory) in client.get(explorer).content.decode()

    def test_officers_of_a_collectivite_do_not(self, world, comms, focal):
        for client in (comms, focal):
            assert refused(client.get(self.url(world.directory)))
            assert refused(
                client.post(self.url(world.directory), {"hcp_code": "01.571.01.13"})
            )
