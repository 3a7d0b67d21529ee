"""Axes, seats, sessions and deliberations: each commune sees and changes its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.snippets.views.snippets import get_snippet_models
from wagtail.users.models import UserProfile

from tests.factories import AxisFactory, SeatFactory, locale
from tests.officers import posted, refused, signed_in
from wagtail_remacto.models import (
    Axis,
    BranchLogEntry,
    CouncilSession,
    Deliberation,
    Seat,
)

ROWS = {"axis": Axis, "seat": Seat, "session": CouncilSession}
ROWS["deliberation"] = Deliberation


def url(model, view, *args):
    name = f"wagtailsnippets_wagtail_remacto_{model._meta.model_name}:{view}"
    return reverse(name, args=args)


class TestTheirRows:
    def test_are_not_listed(self, world, focal):
        for name, model in ROWS.items():
            response = focal.get(url(model, "list"))
            listed = list(response.context["object_list"])
            assert listed == [getattr(world.ours, name)]
            assert world.theirs.page.title not in response.content.decode()

    def test_have_no_screen(self, world, focal):
        for name, model in ROWS.items():
            theirs, ours = getattr(world.theirs, name), getattr(world.ours, name)
            for view in ("edit", "delete", "usage", "history"):
                assert refused(focal.get(url(model, view, theirs.pk))), (name, view)
                assert focal.get(url(model, view, ours.pk)).status_code in (200, 409)

    def test_are_not_changed(self, world, focal):
        for name, model in ROWS.items():
            theirs, ours = getattr(world.theirs, name), getattr(world.ours, name)
            form = focal.get(url(model, "edit", ours.pk)).context["form"]
            response = focal.post(url(model, "edit", theirs.pk), posted(form))
            assert refused(response)

    def test_are_not_deleted(self, world, focal):
        for name, model in ROWS.items():
            theirs = getattr(world.theirs, name)
            assert refused(focal.post(url(model, "delete", theirs.pk)))
            bulk = reverse(
                "wagtail_bulk_action",
                args=["wagtail_remacto", model._meta.model_name, "delete"],
            )
            focal.post(f"{bulk}?id={theirs.pk}")
            assert model.objects.filter(pk=theirs.pk).exists()

    def test_are_not_made(self, world, focal):
        """What is theirs is not offered, and refused where it is sent all the same."""
        hooks = {
            Axis: {"cycle": "cycle", "title": "x", "order": 7},
            Seat: {"committee": "committee", "organisation": "x"},
            CouncilSession: {"collectivite": "page", "label": "x"},
            Deliberation: {"session": "session", "programme": "programme"},
        }
        for model, values in hooks.items():
            before = model.objects.count()
            form = focal.get(url(model, "add")).context["form"]
            theirs = {
                key: getattr(world.theirs, value).pk
                if hasattr(world.theirs, str(value))
                else value
                for key, value in values.items()
            }
            response = focal.post(url(model, "add"), posted(form, **theirs))
            assert response.status_code == 200, model
            assert response.context["form"].errors
            assert model.objects.count() == before

    def test_are_not_offered_by_a_chooser(self, world, focal):
        for name, model in ROWS.items():
            chooser = reverse(
                f"wagtailsnippetchoosers_wagtail_remacto_{model._meta.model_name}:choose"
            )
            results = focal.get(chooser).context["results"]
            assert list(results) == [getattr(world.ours, name)]

    def test_are_not_translated(self, world, focal):
        name = "wagtail_localize:submit_snippet_translation"
        args = ["wagtail_remacto", "axis"]
        theirs = reverse(name, args=[*args, world.theirs.axis.pk])
        ours = reverse(name, args=[*args, world.ours.axis.pk])
        assert refused(focal.get(theirs))
        assert refused(focal.post(theirs, {"locales": [locale("ar").pk]}))
        assert focal.get(ours).status_code == 200

    def test_have_no_history_in_wagtails_report(self, world, focal, network):
        for commune in (world.ours, world.theirs):
            for view in ("edit", "delete"):
                axis = AxisFactory(cycle=commune.cycle, order=8, title=f"X{view}")
                form = network.get(url(Axis, "edit", axis.pk)).context["form"]
                network.post(
                    url(Axis, view, axis.pk),
                    posted(form, title=f"{view} à {commune.page.title}", order=8),
                )
                Axis.objects.filter(pk=axis.pk).update(order=100 + axis.pk)
        report = reverse("wagtailadmin_reports:site_history")
        content = focal.get(report).content.decode()
        assert "edit à Tétouan" in content
        assert "Xdelete" in content
        assert "Al Hoceima" not in content
        assert BranchLogEntry.objects.filter(collectivite=None).count() == 0


class TestOurRows:
    def test_an_axis_is_made_and_logged(self, world, comms):
        form = comms.get(url(Axis, "add")).context["form"]
        values = posted(form, cycle=world.ours.cycle.pk, title="Données", order=2)
        response = comms.post(url(Axis, "add"), values)
        assert response.status_code == 302, response.context["form"].errors
        axis = Axis.objects.get(title="Données")
        assert (axis.cycle, axis.locale) == (world.ours.cycle, locale("fr"))
        history = comms.get(url(Axis, "history", axis.pk)).content.decode()
        assert "comms" in history

    def test_only_canonical_pages_are_offered(self, world, comms):
        field = comms.get(url(Axis, "add")).context["form"].fields["cycle"]
        assert list(field.queryset) == [world.ours.cycle]
        labels = [label for _value, label in field.choices if _value]
        assert labels == ["Tétouan – Cycle 2026"]

    def test_the_cycle_of_an_axis_stays(self, world, network):
        axis = world.ours.axis
        form = network.get(url(Axis, "edit", axis.pk)).context["form"]
        values = posted(form, cycle=world.theirs.cycle.pk, title="Autre titre")
        network.post(url(Axis, "edit", axis.pk), values)
        axis.refresh_from_db()
        assert (axis.title, axis.cycle) == ("Autre titre", world.ours.cycle)

    def test_two_axes_in_use_have_two_numbers(self, world, comms):
        form = comms.get(url(Axis, "add")).context["form"]
        values = posted(form, cycle=world.ours.cycle.pk, title="Encore", order=1)
        response = comms.post(url(Axis, "add"), values)
        assert "2" in response.context["form"].errors["order"][0]

    def test_an_axis_is_written_in_the_language_of_its_cycle_first(self, world, comms):
        address = url(Axis, "add") + "?locale=ar"
        form = comms.get(address).context["form"]
        values = posted(form, cycle=world.ours.cycle.pk, title="محور", order=3)
        response = comms.post(address, values)
        assert response.status_code == 200
        assert "Français" in str(response.context["form"].errors)

    def test_an_unused_axis_is_deleted(self, world, comms):
        axis = AxisFactory(cycle=world.ours.cycle, order=9)
        assert comms.post(url(Axis, "delete", axis.pk)).status_code == 302
        assert not Axis.objects.filter(pk=axis.pk).exists()

    def test_a_recorded_vote_is_not_rewritten(self, world, focal, network):
        deliberation = world.ours.deliberation
        form = focal.get(url(Deliberation, "edit", deliberation.pk)).context["form"]
        values = posted(form, outcome="adopted")
        Deliberation.objects.filter(pk=deliberation.pk).update(outcome="adopted")
        for person in (focal, network):
            for view in ("edit", "delete"):
                address = url(Deliberation, view, deliberation.pk)
                assert refused(person.get(address))
                assert refused(person.post(address, {**values, "outcome": "rejected"}))
        deliberation.refresh_from_db()
        assert deliberation.outcome == "adopted"

    def test_seats_are_the_focal_points(self, world, comms, focal):
        for view in ("list", "add"):
            assert refused(comms.get(url(Seat, view)))
            assert focal.get(url(Seat, view)).status_code == 200

    def test_network_sees_all(self, world, network):
        response = network.get(url(Axis, "list"))
        assert {*response.context["object_list"]} == {
            world.ours.axis,
            world.theirs.axis,
        }


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
class TestScreens:
    def test_render_in_the_officers_language(self, world, language):
        for person in (world.focal, world.network):
            UserProfile.objects.create(user=person, preferred_language=language)
            client = signed_in(person)
            home = client.get(reverse("wagtailadmin_home"))
            direction = "rtl" if language == "ar" else "ltr"
            assert f'dir="{direction}"' in home.content.decode()
            for model in get_snippet_models():
                if model._meta.app_label != "wagtail_remacto":
                    continue
                for view in ("list", "add"):
                    response = client.get(url(model, view))
                    deed = "add" if view == "add" else "view"
                    right = f"wagtail_remacto.{deed}_{model._meta.model_name}"
                    assert response.status_code == 200 or (
                        refused(response) and not person.has_perm(right)
                    )
        translation.activate("fr")


class TestQueries:
    def test_lists_cost_the_same_for_more_rows(self, world, network):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                network.get(url(Seat, "list"))
            return len(queries)

        cost()
        few = cost()
        SeatFactory.create_batch(15, committee=world.ours.committee)
        assert cost() == few
