"""An officer of one commune at the pages and the files of another, by real requests."""

from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, Page

from tests.factories import translate
from tests.officers import posted, refused
from wagtail_remacto.collectivites.models import Role
from wagtail_remacto.models import CyclePage, WorkshopPage


def pages_of(commune, language):
    return commune.pages if language == "fr" else commune.pages_ar


VIEWS = ["edit", "delete", "unpublish", "move", "copy"]
LANGUAGES = ["fr", "ar"]


def every_page(commune):
    return [*commune.pages.values(), *commune.pages_ar.values()]


class TestTheirPages:
    def test_no_screen_opens(self, world, comms):
        for page, view in product(every_page(world.theirs), VIEWS):
            response = comms.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
            assert refused(response), (page, view, response.status_code)

    def test_nothing_is_done(self, world, comms):
        for page, view in product(every_page(world.theirs), VIEWS):
            comms.post(
                reverse(f"wagtailadmin_pages:{view}", args=[page.pk]),
                {"title": "Pris", "action-publish": "1", "new_title": "Pris"},
            )
            now = Page.objects.get(pk=page.pk)
            assert (now.title, now.live, now.path) == (page.title, True, page.path)


class TestTheirBranch:
    def test_nothing_is_added_there(self, world, comms):
        for language in LANGUAGES:
            parent = pages_of(world.theirs, language)["phase"]
            url = reverse(
                "wagtailadmin_pages:add",
                args=["wagtail_remacto", "workshoppage", parent.pk],
            )
            assert refused(comms.get(url))
            assert refused(comms.post(url, {"title": "Intrus", "slug": "intrus"}))
        assert not Page.objects.filter(slug="intrus").exists()

    def test_our_page_does_not_move_in(self, world, comms):
        for language in LANGUAGES:
            page = pages_of(world.ours, language)["workshop"]
            target = pages_of(world.theirs, language)["phase"]
            url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
            assert refused(comms.post(url))
            assert Page.objects.get(pk=page.pk).path == page.path

    def test_their_page_does_not_move_out(self, world, comms):
        for language in LANGUAGES:
            page = pages_of(world.theirs, language)["workshop"]
            target = pages_of(world.ours, language)["phase"]
            url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
            assert refused(comms.post(url))
            assert Page.objects.get(pk=page.pk).path == page.path

    def test_our_page_is_not_copied_in(self, world, comms):
        for language in LANGUAGES:
            page = pages_of(world.ours, language)["workshop"]
            target = pages_of(world.theirs, language)["phase"]
            response = comms.post(
                reverse("wagtailadmin_pages:copy", args=[page.pk]),
                {
                    "new_title": "Intrus",
                    "new_slug": "intrus",
                    "new_parent_page": target.pk,
                },
            )
            assert response.status_code == 200
            assert response.context["form"].errors
        assert not Page.objects.filter(slug="intrus").exists()

    def test_bulk_actions_leave_it_alone(self, world, comms):
        actions = ["delete", "unpublish", "publish", "move"]
        for language, action in product(LANGUAGES, actions):
            page = pages_of(world.theirs, language)["workshop"]
            Page.objects.filter(pk=page.pk).update(live=action != "publish")
            url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            target = pages_of(world.ours, language)["phase"]
            comms.post(f"{url}?id={page.pk}", {"chooser": target.pk})
            now = Page.objects.get(pk=page.pk)
            assert now.path == page.path
            assert now.live == (action != "publish")

    def test_translations_are_submitted_in_our_own_only(self, world, comms):
        for language in LANGUAGES:
            theirs = pages_of(world.theirs, language)["workshop"]
            ours = pages_of(world.ours, language)["workshop"]
            name = "wagtail_localize:submit_page_translation"
            assert refused(comms.get(reverse(name, args=[theirs.pk])))
            assert refused(comms.post(reverse(name, args=[theirs.pk])))
            assert comms.get(reverse(name, args=[ours.pk])).status_code == 200

    def test_the_report_of_translations_is_the_networks(self, world, comms, network):
        url = reverse("wagtail_localize:translations_report")
        assert refused(comms.get(url))
        assert network.get(url).status_code == 200


class TestOurBranch:
    def test_every_screen_opens(self, world, comms):
        views = ["edit", "history", "unpublish", "usage"]
        for page, view in product(every_page(world.ours), views):
            response = comms.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
            assert response.status_code == 200, (page, view)

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_pages_unpublish_and_publish(self, world, comms, language):
        page = pages_of(world.ours, language)["workshop"]
        comms.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        assert not Page.objects.get(pk=page.pk).live
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        comms.post(f"{url}?id={page.pk}")
        assert Page.objects.get(pk=page.pk).live

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_pages_are_deleted(self, world, comms, language):
        page = pages_of(world.ours, language)["workshop"]
        response = comms.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert response.status_code == 302
        assert not Page.objects.filter(pk=page.pk).exists()

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_pages_move_within(self, world, comms, language):
        page = pages_of(world.ours, language)["workshop"]
        target = pages_of(world.ours, language)["cycle"]
        comms.post(
            reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
        )
        page.refresh_from_db()
        assert page.get_parent().pk == target.pk

    def test_a_page_is_added_with_its_draft(self, world, comms):
        parent = world.ours.phase
        url = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_remacto", "workshoppage", parent.pk],
        )
        response = comms.get(url)
        assert response.status_code == 200
        form = response.context["form"]
        response = comms.post(
            url, posted(form, title="Nouvel atelier", slug="nouvel-atelier")
        )
        assert response.status_code == 302, response.context["form"].errors
        page = WorkshopPage.objects.get(slug="nouvel-atelier")
        assert page.is_child_of(parent)
        assert not page.live

    def test_explorer_starts_at_the_branch(self, world, comms):
        response = comms.get(reverse("wagtailadmin_explore_root"), follow=True)
        assert response.status_code == 200
        assert world.theirs.page.title not in response.content.decode()


class TestCycles:
    @pytest.mark.parametrize("model", ["cyclepage", "committeepage"])
    def test_are_opened_by_the_focal_point(self, world, comms, focal, model):
        parent = world.ours.page if model == "cyclepage" else world.ours.cycle
        url = reverse(
            "wagtailadmin_pages:add", args=["wagtail_remacto", model, parent.pk]
        )
        assert comms.get(url).url == reverse("wagtailadmin_explore", args=[parent.pk])
        assert focal.get(url).status_code == 200

    def test_are_not_copied_by_the_comms_officer(self, world, comms, focal):
        url = reverse("wagtailadmin_pages:copy", args=[world.ours.cycle.pk])
        assert comms.get(url).status_code == 302
        assert focal.get(url).status_code == 200

    def test_an_identifier_is_used_once(self, world, focal):
        url = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_remacto", "cyclepage", world.ours.page.pk],
        )
        form = focal.get(url).context["form"]
        response = focal.post(
            url, posted(form, title="Encore", slug="encore", identifier="2026")
        )
        assert "identifier" in response.context["form"].errors
        assert not CyclePage.objects.filter(slug="encore").exists()

    def test_the_previous_one_is_of_the_same_branch(self, world, focal):
        url = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_remacto", "cyclepage", world.ours.page.pk],
        )
        offered = focal.get(url).context["form"].fields["predecessor"].queryset
        assert list(offered) == [world.ours.cycle]

    def test_the_axis_of_a_project_is_one_of_its_cycle(self, world, comms):
        for page in (world.ours.project, world.ours.pages_ar["project"]):
            url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            offered = comms.get(url).context["form"].fields["axis"].queryset
            assert list(offered) == [world.ours.axis]


class TestFiles:
    def collection_of(self, commune) -> Collection:
        return (
            GroupCollectionPermission.objects.filter(
                group=commune.teams[Role.COMMS_OFFICER].group,
                permission__codename="add_image",
            )
            .get()
            .collection
        )

    def test_images_go_to_our_collection_only(self, world, comms):
        url = reverse("wagtailimages:add_multiple")
        theirs, ours = self.collection_of(world.theirs), self.collection_of(world.ours)
        response = comms.get(url)
        assert theirs.name not in response.content.decode()
        pixels = get_test_image_file().file.getvalue()
        for collection in (theirs, ours):
            comms.post(
                url,
                {
                    "title": "Photo",
                    "files[]": SimpleUploadedFile("p.png", pixels, "image/png"),
                    "collection": collection.pk,
                },
                headers={"x-requested-with": "XMLHttpRequest"},
            )
        images = get_image_model().objects.all()
        assert {image.collection for image in images} == {ours}

    @pytest.mark.parametrize("kind", ["image", "document"])
    def test_theirs_are_neither_offered_nor_edited(self, world, comms, kind):
        if kind == "image":
            thing = get_image_model().objects.create(
                title="Leur photo",
                file=get_test_image_file(),
                collection=self.collection_of(world.theirs),
            )
            chooser, edit = "wagtailimages_chooser:choose", "wagtailimages:edit"
        else:
            thing = get_document_model().objects.create(
                title="Leur photo",
                file=ContentFile(b"x", name="x.txt"),
                collection=self.collection_of(world.theirs),
            )
            chooser, edit = "wagtaildocs_chooser:choose", "wagtaildocs:edit"
        assert "Leur photo" not in comms.get(reverse(chooser)).content.decode()
        assert refused(comms.get(reverse(edit, args=[thing.pk])))
        assert refused(comms.post(reverse(edit, args=[thing.pk]), {"title": "Pris"}))


class TestLanguagesAddedLater:
    def test_are_granted_by_asking_again(self, world, comms):
        from wagtail_remacto.collectivites.services import provide_team

        english = translate(world.ours.workshop, "en")
        url = reverse("wagtailadmin_pages:edit", args=[english.pk])
        assert refused(comms.get(url))
        provide_team(world.ours.page)
        assert comms.get(url).status_code == 200
