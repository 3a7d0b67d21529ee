"""A cycle that was closed takes nothing new: its pages, its forms, what they say.

Which deed of the gate it refuses is in the tables of `test_who_may_do_what` and
`test_who_decides_what`.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.carrying_out import adopted_commune
from tests.citizens import UserFactory
from tests.factories import (
    PhaseFactory,
    WorkshopFactory,
    day,
    moment,
    publish,
    translate,
)
from tests.officers import AL_HOCEIMA, posted, signed_in
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import CycleClosing, PhasePage
from wagtail_remacto.monitoring.errors import CycleClosed
from wagtail_remacto.monitoring.services import closing
from wagtail_remacto.polling.models import Poll
from wagtail_remacto.workshops.entry.rights import phases_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune():
    found = adopted_commune()
    found.phase = publish(found.phase, actions=list(Action.values))
    found.workshop = WorkshopFactory(
        parent=found.phase, registers=True, date=day(10), capacity=None
    )
    found.poll = Poll.objects.create(
        collectivite=found.page,
        phase=found.phase,
        question="Le marché ?",
        published=True,
        locale=found.phase.locale,
    )
    return found


def close(commune):
    return CycleClosing.objects.create(cycle=commune.cycle, at=moment())


def reopen(commune):
    CycleClosing.objects.filter(cycle=commune.cycle).update(reopened_at=moment())


class TestTheGate:
    def asked(self, commune, **words):
        return gate.ask(commune.civil, Action.CONTRIBUTE, commune.phase, **words)

    def test_says_so_with_a_remedy(self, commune):
        close(commune)
        verdict = self.asked(commune)
        assert (verdict.kind, verdict.reason) == (gate.Kind.NO, gate.Reason.CLOSED)
        assert verdict.sentence == CycleClosed().sentence
        assert verdict.remedy

    def test_says_yes_again_once_it_is_reopened(self, commune):
        close(commune)
        reopen(commune)
        assert self.asked(commune)

    def test_lets_pass_what_puts_right(self, commune):
        close(commune)
        assert self.asked(commune, even_closed=True)

    def test_another_cycle_beside_it_goes_on(self, commune):
        other = adopted_commune(AL_HOCEIMA, commune.directory)
        close(other)
        assert self.asked(commune)
        assert not gate.is_over(commune.phase)
        assert gate.is_over(other.phase)

    def test_asks_nobody_to_sign_in_for_nothing(self, commune):
        close(commune)
        verdict = gate.ask(AnonymousUser(), Action.CONTRIBUTE, commune.phase)
        assert verdict.kind is gate.Kind.NO

    def test_costs_one_query(self, commune, django_assert_num_queries):
        phase = PhasePage.objects.select_related("locale").get(pk=commune.phase.pk)
        with django_assert_num_queries(1):
            gate.ask(AnonymousUser(), Action.CONTRIBUTE, phase)

    def test_costs_none_where_the_answer_is_no_already(
        self, commune, django_assert_num_queries
    ):
        phase = publish(commune.phase, start=moment(-9), end=moment(-1))
        with django_assert_num_queries(0):
            assert not gate.ask(AnonymousUser(), Action.CONTRIBUTE, phase)
            assert not gate.check(AnonymousUser(), Action.CONTRIBUTE, phase)


@pytest.mark.parametrize("form", ["contribute", "poll", "register"])
def test_a_form_says_so_instead_of_asking(form, commune):
    target = {
        "contribute": commune.phase,
        "poll": commune.poll,
        "register": commune.workshop,
    }[form]
    address = reverse(f"wagtail_remacto:{form}", args=[target.pk])
    sentence = CycleClosed().sentence

    def shown():
        return Client().get(address, headers={"accept-language": "en"})

    assert sentence not in shown().text
    close(commune)
    assert sentence in shown().text
    reopen(commune)
    assert sentence not in shown().text


def test_ideas_on_paper_find_no_phase_in_it(commune):
    assert phases_for(commune.officer, commune.workshop)
    close(commune)
    assert not phases_for(commune.officer, commune.workshop)
    reopen(commune)
    assert phases_for(commune.officer, commune.workshop)


class TestPages:
    def added(self, commune):
        client = signed_in(commune.focal)
        address = reverse(
            "wagtailadmin_pages:add",
            args=["wagtail_remacto", "phasepage", commune.cycle.pk],
        )
        return client.get(address).status_code == 200

    def copied(self, commune, parent):
        client = signed_in(commune.focal)
        fields = {
            "new_title": "Encore",
            "new_slug": "encore",
            "new_parent_page": parent.pk,
        }
        client.post(reverse("wagtailadmin_pages:copy", args=[commune.phase.pk]), fields)
        return parent.get_children().filter(slug="encore").exists()

    def test_are_not_added_below_it(self, commune):
        close(commune)
        assert not self.added(commune)
        reopen(commune)
        assert self.added(commune)

    def test_are_not_copied_into_it(self, commune):
        close(commune)
        assert not self.copied(commune, commune.cycle)
        reopen(commune)
        assert self.copied(commune, commune.cycle)

    def test_are_not_moved_into_it(self, commune):
        phase = PhaseFactory(parent=commune.cycle)
        close(commune)
        address = reverse(
            "wagtailadmin_pages:move_confirm",
            args=[commune.workshop.pk, phase.pk],
        )
        client = signed_in(commune.focal)
        client.post(address)
        phase.refresh_from_db()
        assert not phase.get_children().exists()
        reopen(commune)
        client.post(address)
        phase.refresh_from_db()
        assert phase.get_children().exists()

    @pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
    @pytest.mark.parametrize("many", [False, True])
    def test_that_are_published_stay_there(self, commune, action, many):
        workshop = WorkshopFactory(parent=commune.phase)
        phase = PhaseFactory(parent=commune.cycle)
        client = signed_in(commune.focal)

        def address(name, *args):
            if not many:
                return reverse(f"wagtailadmin_pages:{name}", args=[workshop.pk, *args])
            args = ["wagtailcore", "page", action]
            return f"{reverse('wagtail_bulk_action', args=args)}?id={workshop.pk}"

        def said(response):
            # The sentence waits for the next screen.
            shown = client.get(reverse("wagtailadmin_home")).text
            assert (CycleClosed().sentence in shown) == (response.status_code == 302)
            return response.status_code

        def gone():
            found = PhasePage.objects.get(pk=commune.phase.pk)
            return not found.get_children().live().filter(pk=workshop.pk).exists()

        def send():
            if action == "move" and not many:
                return client.post(address("move_confirm", phase.pk))
            return client.post(address(action), {"chooser": phase.pk})

        assert said(client.get(address(action))) == 200
        close(commune)
        assert said(client.get(address(action))) == 302
        assert said(send()) == 302
        assert not gone()
        reopen(commune)
        send()
        assert gone()

    def test_many_are_not_moved_into_it(self, commune):
        other = adopted_commune(AL_HOCEIMA, commune.directory)
        workshop = WorkshopFactory(parent=other.phase)
        close(commune)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        client = signed_in(UserFactory(is_staff=True, is_superuser=True))
        fields = {"chooser": commune.phase.pk}
        client.post(f"{address}?id={workshop.pk}", fields)
        assert workshop.get_parent().pk == other.phase.pk
        reopen(commune)
        client.post(f"{address}?id={workshop.pk}", fields)
        workshop.refresh_from_db()
        assert workshop.get_parent().pk == commune.phase.pk

    def test_get_no_day_on_which_they_expire(self, commune):
        """The admin says so beside the field; nothing that was typed is lost."""
        close(commune)
        client = signed_in(commune.focal)
        edit = reverse("wagtailadmin_pages:edit", args=[commune.phase.pk])
        soon = moment(9).strftime("%Y-%m-%d %H:%M")
        words = {"title": "Le nouveau titre", "expire_at": soon}

        def send():
            fields = posted(client.get(edit).context["form"], **words)
            return client.post(edit, {**fields, "action-publish": "1"})

        response = send()
        errors = response.context["form"].errors
        assert list(errors) == ["expire_at"]
        assert errors["expire_at"][0] in response.text
        assert "Le nouveau titre" in response.text
        reopen(commune)
        assert send().status_code == 302
        commune.phase.refresh_from_db()
        assert commune.phase.expire_at

    def test_that_do_not_expire_say_why(self, commune):
        commune.workshop.expire_at = moment(9)
        commune.workshop.full_clean()
        close(commune)
        with pytest.raises(ValidationError) as refused:
            commune.workshop.full_clean()
        assert refused.value.messages == [
            "This cycle is closed: its pages stay published."
        ]

    def test_that_would_have_expired_do_not(self, commune):
        arabic = translate(commune.workshop, "ar")
        elsewhere = adopted_commune(AL_HOCEIMA, commune.directory).phase
        pages = [commune.workshop, arabic, elsewhere]
        over = Page.objects.filter(pk__in=[page.pk for page in pages])
        over.update(expire_at=moment(-1))
        closing.close(cycle=commune.cycle, by=commune.focal, override="Élections.")
        call_command("publish_scheduled")
        for page in pages:
            page.refresh_from_db()
        assert [page.live for page in pages] == [True, True, False]

    def test_are_published_at_their_time_without_a_last_day(self, commune):
        page = commune.workshop
        due = moment(-1)
        page.title, page.go_live_at, page.expire_at = "Demain", due, moment(9)
        page.save_revision(approved_go_live_at=due)
        page.get_latest_revision().as_object().save_revision()
        closing.close(cycle=commune.cycle, by=commune.focal, override="Élections.")
        call_command("publish_scheduled")
        page.refresh_from_db()
        assert (page.title, page.live, page.expire_at) == ("Demain", True, None)

    def test_are_published_from_a_draft_without_a_last_day(self, commune):
        page = commune.workshop
        page.title, page.expire_at = "Brouillon", moment(9)
        page.save_revision()
        closing.close(cycle=commune.cycle, by=commune.focal, override="Élections.")
        page.refresh_from_db()
        page.get_latest_revision().publish()
        page.refresh_from_db()
        assert (page.title, page.live, page.expire_at) == ("Brouillon", True, None)

    def test_that_were_never_published_may_go(self, commune):
        draft = PhaseFactory(parent=commune.cycle, live=False)
        close(commune)
        client = signed_in(commune.focal)
        client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
        assert not PhasePage.objects.filter(pk=draft.pk).exists()

    def test_of_another_cycle_may_go(self, commune):
        other = adopted_commune(AL_HOCEIMA, commune.directory)
        workshop = WorkshopFactory(parent=other.phase)
        close(commune)
        address = reverse("wagtailadmin_pages:unpublish", args=[workshop.pk])
        assert signed_in(other.focal).get(address).status_code == 200

    def test_that_are_there_stay_editable(self, commune):
        close(commune)
        client = signed_in(commune.focal)
        edit = reverse("wagtailadmin_pages:edit", args=[commune.phase.pk])
        assert client.get(edit).status_code == 200
