"""The rule as a check and as a filter: both say the same."""

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from wagtail_remacto.collectivites.branch import canonical_only, collectivite_of
from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.collectivites.permissions import (
    changeable,
    collectivites_for,
    is_network_officer,
    may_change,
    may_manage,
)
from wagtail_remacto.cycles.admin import axis_policy
from wagtail_remacto.models import Axis, CyclePage


def everyone(world, admin_user):
    return [world.comms, world.focal, world.network, admin_user, AnonymousUser()]


def fresh(user):
    """Wagtail keeps a user's rights on the object for a request."""
    if user.is_anonymous:
        return user
    return type(user).objects.get(pk=user.pk)


class TestCheckAndFilter:
    def test_agree_on_collectivites(self, world, admin_user):
        pages = canonical_only(CollectivitePage.objects.all())
        for user in everyone(world, admin_user):
            wanted = {page for page in pages if may_manage(user, page)}
            assert set(collectivites_for(fresh(user))) == wanted

    def test_agree_on_pages(self, world, admin_user):
        for user in everyone(world, admin_user):
            wanted = {page for page in Page.objects.all() if may_change(user, page)}
            assert set(changeable(fresh(user))) == wanted

    def test_agree_on_rows(self, world, admin_user):
        for user in everyone(world, admin_user):
            user = fresh(user)
            wanted = {
                row for row in Axis.objects.all() if axis_policy.covers(user, row)
            }
            assert set(axis_policy.covered(user)) == wanted

    def test_users_of_a_row_are_found(self, world, admin_user):
        found = axis_policy.users_with_any_permission_for_instance(
            ["change"], world.ours.axis
        )
        assert set(found) == {world.comms, world.focal, world.network, admin_user}


class TestCollectivites:
    def test_each_once_and_only_ones_own(self, world):
        assert list(collectivites_for(world.comms)) == [world.ours.page]
        assert set(collectivites_for(world.network)) == {
            world.ours.page,
            world.theirs.page,
        }

    def test_of_the_other_language_too(self, world):
        assert may_manage(world.comms, world.ours.pages_ar["page"])
        assert not may_manage(world.comms, world.theirs.pages_ar["page"])

    def test_cost_two_queries(self, world, django_assert_num_queries):
        for user in (world.comms, world.network):
            user = fresh(user)
            with django_assert_num_queries(2):
                list(collectivites_for(user))

    def test_checking_again_costs_nothing(self, world, django_assert_num_queries):
        user = fresh(world.comms)
        may_manage(user, world.ours.page)
        with django_assert_num_queries(0):
            assert may_manage(user, world.ours.page)
            assert not may_manage(user, world.theirs.page)

    def test_an_inactive_officer_has_none(self, world):
        world.comms.is_active = False
        world.comms.save()
        user = fresh(world.comms)
        assert not collectivites_for(user).exists()
        assert not may_manage(user, world.ours.page)


class TestNetwork:
    def test_keeps_a_directory(self, world, admin_user):
        assert is_network_officer(world.network)
        assert is_network_officer(admin_user)
        assert not is_network_officer(world.focal)
        assert not is_network_officer(AnonymousUser())


class TestCollectiviteOf:
    def test_the_nearest_above_in_the_same_language(
        self, world, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            assert collectivite_of(world.ours.project) == world.ours.page
        arabic = world.ours.pages_ar
        assert collectivite_of(arabic["project"]) == arabic["page"]
        assert collectivite_of(world.ours.page) == world.ours.page

    def test_none_outside(self, world):
        assert collectivite_of(world.directory) is None


class TestCanonicalOnly:
    def test_keeps_the_fallback_language_or_the_oldest(self, world):
        assert set(canonical_only(CyclePage.objects.all())) == {
            world.ours.cycle,
            world.theirs.cycle,
        }
        arabic = CyclePage(
            title="دورة", slug="dawra", locale=world.ours.pages_ar["page"].locale
        )
        world.ours.pages_ar["page"].add_child(instance=arabic)
        found = set(canonical_only(CyclePage.objects.all()))
        assert arabic in found
        assert {page.canonical for page in CyclePage.objects.all()} == found
