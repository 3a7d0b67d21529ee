"""wagtail-localize's screens act on any object; ours keep them to the own branch."""

from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from tests.factories import locale
from tests.officers import focal_point, refused, signed_in
from wagtail_remacto.models import Axis


def edit(axis):
    return reverse("wagtailsnippets_wagtail_remacto_axis:edit", args=[axis.pk])


class TestAnAxis:
    def test_is_translated_by_its_own_officers_only(self, world, focal):
        submit = reverse(
            "wagtail_localize:submit_snippet_translation",
            args=["wagtail_remacto", "axis", world.ours.axis.pk],
        )
        arabic = {"locales": [locale("ar").pk]}
        neighbour = signed_in(focal_point(world.theirs, "neighbour"))
        assert refused(neighbour.post(submit, arabic))
        assert not Translation.objects.exists()

        assert focal.post(submit, arabic).status_code == 302
        axis = world.ours.axis.get_translation(locale("ar"))
        assert axis.cycle == world.ours.cycle
        assert focal.get(edit(axis)).status_code == 200
        assert refused(neighbour.get(edit(axis)))

        translation = Translation.objects.get()
        segment = StringSegment.objects.get(context__path="title")
        string = reverse(
            "wagtail_localize:edit_string_translation",
            args=[translation.pk, segment.pk],
        )
        form = "application/x-www-form-urlencoded"
        assert refused(neighbour.put(string, "value=x", content_type=form))
        saved = focal.put(string, "value=محور", content_type=form)
        assert saved.status_code == 201
        focal.post(edit(axis), {"action": "publish"})
        assert Axis.objects.get(pk=axis.pk).title == "محور"

        update = reverse(
            "wagtail_localize:update_translations", args=[translation.source_id]
        )
        assert refused(neighbour.get(update))
        assert focal.get(update).status_code == 200

    def test_is_not_listed_to_neighbours(self, world, focal, network):
        listing = reverse(
            "wagtail_localize:snippets_api_listing", args=["wagtail_remacto", "axis"]
        )
        assert refused(focal.get(listing))
        assert network.get(listing).status_code == 200
