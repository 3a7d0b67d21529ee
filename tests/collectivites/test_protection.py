"""What civic rows point at is not deleted, and the admin says why."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories import AxisFactory
from tests.officers import signed_in
from wagtail_remacto.collectivites.protection import what_holds
from wagtail_remacto.models import Axis, CyclePage

DELETE = "wagtailadmin_pages:delete"


def bulk_delete(*objects, kind=("wagtailcore", "page")):
    ids = "&".join(f"id={each.pk}" for each in objects)
    return reverse("wagtail_bulk_action", args=[*kind, "delete"]) + f"?{ids}"


class TestPages:
    @pytest.mark.parametrize("name", ["cycle", "committee", "programme"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_page_with_rows_stays(self, world, focal, name, method):
        page = getattr(world.ours, name)
        response = getattr(focal, method)(reverse(DELETE, args=[page.pk]))
        assert response.status_code == 409
        content = response.content.decode()
        assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in content
        assert Page.objects.filter(pk=page.pk).exists()

    def test_what_stands_in_the_way_is_named(self, world, focal):
        response = focal.get(reverse(DELETE, args=[world.ours.cycle.pk]))
        assert world.ours.axis.title in response.content.decode()

    def test_in_bulk_too(self, world, focal):
        """Wagtail sees what points at a page itself, we what points below it."""
        ours = world.ours
        ours.axis.delete()
        response = focal.post(bulk_delete(ours.workshop, ours.cycle))
        assert response.status_code == 409
        assert focal.post(bulk_delete(ours.committee)).status_code == 302
        for page in (ours.workshop, ours.cycle, ours.committee):
            assert Page.objects.filter(pk=page.pk).exists()

    def test_a_cycle_that_another_names_as_its_predecessor_stays(self, world, focal):
        later = CyclePage(
            title="Cycle 2028", identifier="2028", predecessor=world.ours.cycle
        )
        world.ours.page.add_child(instance=later)
        held = what_holds([world.ours.cycle])
        assert "Cycle 2028" in [name for kind in held for name in kind.names]

    def test_a_translation_without_rows_goes(self, world, focal):
        page = world.ours.pages_ar["committee"]
        assert what_holds([page]) == []
        assert focal.post(reverse(DELETE, args=[page.pk])).status_code == 302
        assert not Page.objects.filter(pk=page.pk).exists()

    def test_officers_do_not_delete_their_collectivite(self, world, focal):
        page = world.ours.pages_ar["page"]
        response = focal.post(
            reverse(DELETE, args=[page.pk]), {"confirm_site_name": "REMACTO"}
        )
        assert response.status_code == 409
        assert focal.post(bulk_delete(page)).status_code == 409
        assert Page.objects.filter(pk=page.pk).exists()

    def test_a_page_of_no_one_goes(self, world, admin_user):
        page = world.ours.project
        client = signed_in(admin_user)
        assert client.post(reverse(DELETE, args=[page.pk])).status_code == 302


class TestRows:
    def url(self, axis):
        return reverse("wagtailsnippets_wagtail_remacto_axis:delete", args=[axis.pk])

    @pytest.fixture
    def used(self, world):
        project = world.ours.project
        project.axis = world.ours.axis
        project.save()
        return world.ours.axis

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_axis_of_a_project_is_switched_off_instead(self, used, comms, method):
        response = getattr(comms, method)(self.url(used))
        assert response.status_code == 409
        edit = reverse("wagtailsnippets_wagtail_remacto_axis:edit", args=[used.pk])
        assert edit in response.content.decode()
        assert Axis.objects.filter(pk=used.pk).exists()

    def test_in_bulk_too(self, world, used, comms):
        other = AxisFactory(cycle=world.ours.cycle, order=5)
        url = bulk_delete(used, other, kind=("wagtail_remacto", "axis"))
        assert comms.post(url).status_code == 409
        assert Axis.objects.filter(pk__in=[used.pk, other.pk]).count() == 2
