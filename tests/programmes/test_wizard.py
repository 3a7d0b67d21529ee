"""The wizard that plans a cycle backwards from the session of the council."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from wagtail.log_actions import registry

from tests.factories import (
    CouncilSessionFactory,
    CycleFactory,
    CycleTemplateFactory,
    PhaseFactory,
    ProgrammeFactory,
    locale,
)
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    posted,
    refused,
    signed_in,
)
from wagtail_remacto.checks import check_settings
from wagtail_remacto.collectivites.services import open_branch, provide_team
from wagtail_remacto.cycles.clock import zone
from wagtail_remacto.cycles.closed_periods import (
    closed_periods,
    provide_closed_periods,
)
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.kinds import Action, PhaseKind, Precision
from wagtail_remacto.cycles.models import ClosedPeriod, TemplatePhase
from wagtail_remacto.fields import PartialDate
from wagtail_remacto.models import (
    CouncilSession,
    CyclePage,
    PhasePage,
    ProgrammePage,
)
from wagtail_remacto.programmes.models import SessionKind, SessionMonth
from wagtail_remacto.programmes.planning.plans import plans
from wagtail_remacto.programmes.planning.schedule import Span, propose
from wagtail_remacto.programmes.planning.services import (
    EndsBeforeItBegins,
    NothingToPlan,
    NotOfTheCollectivite,
    plan_cycle,
)
from wagtail_remacto.programmes.planning.surroundings import (
    phases_of,
    surroundings,
    target_of,
)

pytestmark = pytest.mark.django_db
OCTOBER = PartialDate("2028-10")
KEY = uuid.UUID("7f7d1f0e-8d4c-4f53-9d3c-0b8a5a0d6a11")


@pytest.fixture
def commune():
    """A collectivité in French and Arabic with its teams, and nothing below it."""
    page = open_branch(hcp_code=TETOUAN, directory=directory_in("ar"))
    return SimpleNamespace(page=page, teams=provide_team(page))


@pytest.fixture
def officer(commune):
    return focal_point(commune)


def spans_for(page, code="whole", date=OCTOBER):
    return propose(plans()[code], target_of(page, date=date), announce=14)


def planned(commune, by, *, key=KEY, date=OCTOBER, **given):
    given.setdefault("spans", spans_for(commune.page))
    return plan_cycle(collectivite=commune.page, by=by, key=key, date=date, **given)


def below(model, page):
    return list(model.objects.child_of(page).order_by("path"))


class TestMakingTheDrafts:
    def test_a_cycle_with_all_its_phases_in_every_language(self, commune, officer):
        made = planned(commune, officer)
        cycle = made.cycle
        arabic = cycle.get_translation(locale("ar"))
        for page in (cycle, arabic):
            phases = below(PhasePage, page)
            assert [each.kind for each in phases] == [
                step.kind for step in plans()["whole"].steps
            ]
            assert not any(each.live for each in [page, *phases])
        assert arabic.get_parent().pk == commune.page.get_translation(locale("ar")).pk
        assert [phase.pk for phase in made.phases] == [
            phase.pk for phase in below(PhasePage, cycle)
        ]

    def test_the_titles_are_in_the_language_of_each_page(self, commune, officer):
        made = planned(commune, officer)
        phase = made.phases[0]
        assert phase.title == "Rencontres d’information"
        assert phase.slug == "rencontres-dinformation"
        arabic = phase.get_translation(locale("ar"))
        assert arabic.title == "اللقاءات التواصلية"
        assert arabic.start == phase.start

    def test_the_dates_are_whole_days_in_the_cycles_time_zone(self, commune, officer):
        spans = {span.kind: span for span in spans_for(commune.page)}
        for phase in planned(commune, officer).phases:
            start, end = (
                moment.astimezone(zone()) for moment in (phase.start, phase.end)
            )
            span = spans[phase.kind]
            assert (start.date(), start.time()) == (span.start, dt.time(0))
            assert (end.date(), end.time()) == (span.end, dt.time(23, 59, 59))

    def test_what_people_may_do_goes_with_the_kind(self, commune, officer):
        by_kind = {each.kind: each for each in planned(commune, officer).phases}
        assert Action.CONTRIBUTE in by_kind[PhaseKind.CO_CREATION].actions
        second = by_kind[PhaseKind.SECOND_CONSULTATION]
        assert Action.REMARK in second.actions
        assert Action.CONTRIBUTE not in second.actions
        assert not by_kind[PhaseKind.ANALYSIS].actions
        assert by_kind[PhaseKind.CO_CREATION].announced
        assert not by_kind[PhaseKind.ANALYSIS].announced

    def test_a_month_stays_a_month_and_a_day_a_day(self, commune, officer):
        by_month = {each.kind: each for each in planned(commune, officer).phases}
        assert by_month[PhaseKind.ADOPTION].precision == Precision.MONTH
        date = PartialDate("2030-10-03")
        spans = spans_for(commune.page, date=date)
        by_day = planned(commune, officer, key=uuid.uuid4(), date=date, spans=spans)
        assert {each.kind: each for each in by_day.phases}[
            PhaseKind.ADOPTION
        ].precision == Precision.DAY

    def test_the_session_is_announced_once(self, commune, officer):
        session = planned(commune, officer).session
        assert (session.collectivite, session.month) == (commune.page, "2028-10")
        assert session.kind == SessionKind.ORDINARY
        assert not session.sitting
        again = planned(
            commune, officer, key=uuid.uuid4(), spans=spans_for(commune.page, "short")
        )
        assert again.session == session
        other = planned(
            commune,
            officer,
            key=uuid.uuid4(),
            session_kind=SessionKind.EXTRAORDINARY,
        )
        assert other.session != session

    def test_a_session_that_is_known_already_is_aimed_at(self, commune, officer):
        session = CouncilSessionFactory(
            collectivite=commune.page, sitting=PartialDate("2028-10-05")
        )
        assert planned(commune, officer).session == session
        assert CouncilSession.objects.count() == 1

    def test_an_empty_programme_waits_for_the_projects(self, commune, officer):
        made = planned(commune, officer)
        assert "2028–2030" in made.programme.title
        assert not made.programme.live
        assert made.programme.start == "2028-12"
        arabic = made.programme.get_translation(locale("ar"))
        assert arabic.get_parent().pk == made.cycle.get_translation(locale("ar")).pk
        assert made.cycle.programme_years == 2
        assert made.cycle.identifier == "2028"

    def test_it_is_in_the_log(self, commune, officer):
        made = planned(commune, officer)
        (entry,) = [
            each
            for each in registry.get_logs_for_instance(made.cycle)
            if each.action == "wagtail_remacto.plan"
        ]
        assert entry.user == officer
        assert entry.data["phases"][0] == "information"

    def test_the_form_sent_twice_makes_everything_once(self, commune, officer):
        first, again = planned(commune, officer), planned(commune, officer)
        assert again.cycle == first.cycle
        assert (first.is_new, again.is_new) == (True, False)
        assert len(below(CyclePage, commune.page)) == 1
        assert len(below(PhasePage, first.cycle)) == 8
        assert ProgrammePage.objects.count() == 2

    def test_two_cycles_of_one_year_are_told_apart(self, commune, officer):
        first = planned(commune, officer)
        other = planned(commune, officer, key=uuid.uuid4())
        assert other.cycle.identifier == "2028-2"
        assert other.cycle.slug != first.cycle.slug


class TestACycleThatExists:
    @pytest.fixture
    def cycle(self, commune):
        page = CycleFactory(parent=commune.page, identifier="2027")
        PhaseFactory(parent=page, kind=PhaseKind.SECOND_CONSULTATION, slug="seconde")
        return page

    def test_only_what_it_lacks_is_made_and_no_date_of_it_changes(
        self, commune, officer, cycle
    ):
        before = phases_of(cycle)[PhaseKind.SECOND_CONSULTATION]
        made = planned(commune, officer, cycle=cycle)
        assert made.cycle == cycle
        phases = below(PhasePage, cycle)
        assert len(phases) == 8
        kinds = [each.kind for each in phases]
        assert kinds.count(PhaseKind.SECOND_CONSULTATION) == 1
        after = phases_of(cycle)[PhaseKind.SECOND_CONSULTATION]
        assert (after.pk, after.start, after.end) == (
            before.pk,
            before.start,
            before.end,
        )
        with pytest.raises(NothingToPlan):
            planned(commune, officer, cycle=cycle)

    def test_its_own_programme_stays_the_only_one(self, commune, officer, cycle):
        programme = ProgrammeFactory(parent=cycle)
        made = planned(commune, officer, cycle=cycle)
        assert made.programme == programme
        assert below(ProgrammePage, cycle) == [programme]

    def test_a_language_that_it_is_not_in_gets_nothing(self, commune, officer, cycle):
        planned(commune, officer, cycle=cycle)
        assert not PhasePage.objects.filter(locale=locale("ar")).exists()

    def test_a_cycle_of_another_collectivite_is_refused(self, commune, officer):
        with pytest.raises(NotOfTheCollectivite):
            planned(commune, officer, cycle=CycleFactory())

    def test_a_session_of_another_collectivite_is_refused(self, commune, officer):
        with pytest.raises(NotOfTheCollectivite):
            planned(commune, officer, session=CouncilSessionFactory())
        assert not CyclePage.objects.exists()

    def test_a_phase_that_ends_before_it_begins_is_refused(self, commune, officer):
        span = Span(PhaseKind.AXES, dt.date(2028, 1, 2), dt.date(2028, 1, 1))
        with pytest.raises(EndsBeforeItBegins):
            planned(commune, officer, spans=[span])


class TestWhoPlans:
    def test_not_the_comms_officer(self, commune):
        with pytest.raises(Refused):
            planned(commune, comms_officer(commune))

    def test_not_the_neighbour(self, commune):
        other = commune_with_everything(AL_HOCEIMA, commune.page.get_parent().specific)
        with pytest.raises(Refused):
            planned(commune, focal_point(other, "neighbour"))
        assert not below(CyclePage, commune.page)

    def test_the_network_officer(self, commune):
        assert planned(commune, network_officer()).is_new


def dates_url(page, **given):
    query = {"plan": "whole", "month": "2028-10", "session_kind": "ordinary", **given}
    address = reverse("remacto_cycle_wizard_dates", args=[page.pk])
    return f"{address}?" + "&".join(f"{key}={value}" for key, value in query.items())


def sent(response, button, **values):
    return {**posted(response.context["form"], **values), button: "1"}


class TestTheScreens:
    @pytest.fixture(autouse=True)
    def _in_2026(self, freeze):
        freeze(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))

    @pytest.fixture
    def freeze(self, monkeypatch):
        def stand_still(moment):
            monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

        return stand_still

    @pytest.fixture
    def client(self, officer):
        return signed_in(officer)

    def test_who_has_one_collectivite_is_not_asked_which(self, client, commune):
        response = client.get(reverse("remacto_cycle_wizard"))
        assert response.url == reverse(
            "remacto_cycle_wizard_target", args=[commune.page.pk]
        )

    def test_who_has_several_chooses(self, commune):
        open_branch(hcp_code=AL_HOCEIMA, directory=commune.page.get_parent().specific)
        client = signed_in(network_officer())
        response = client.get(reverse("remacto_cycle_wizard"))
        assert commune.page.title in response.text
        response = client.get(
            reverse("remacto_cycle_wizard"), {"collectivite": commune.page.pk}
        )
        assert response.url.endswith(f"/cycle-wizard/{commune.page.pk}/")

    def test_the_months_of_ordinary_sessions_say_so(self, client, commune):
        SessionMonth.objects.create(
            collectivite_kind="commune", month=10, basis="113-14", locale=locale()
        )
        response = client.get(
            reverse("remacto_cycle_wizard_target", args=[commune.page.pk])
        )
        months = dict(response.context["form"].fields["month"].choices)
        assert months["2028-10"] != "octobre 2028"
        assert months["2028-11"] == "novembre 2028"

    def test_without_a_session_the_form_says_what_is_missing(self, client, commune):
        response = client.get(dates_url(commune.page, month=""))
        assert response.status_code == 422
        assert "month" in response.context["form"].errors

    def test_a_session_and_a_month_are_one_too_many(self, client, commune):
        session = CouncilSessionFactory(
            collectivite=commune.page, sitting=PartialDate("2028-10-05")
        )
        response = client.get(dates_url(commune.page, session=session.pk))
        assert "session" in response.context["form"].errors
        response = client.get(dates_url(commune.page, session=session.pk, month=""))
        assert response.status_code == 200

    def test_a_session_of_another_collectivite_is_not_offered(self, client, commune):
        other = CouncilSessionFactory(sitting=PartialDate("2028-10-05"))
        response = client.get(dates_url(commune.page, session=other.pk, month=""))
        assert "session" in response.context["form"].errors

    def test_every_phase_has_its_dates_to_change(self, client, commune):
        response = client.get(dates_url(commune.page))
        form = response.context["form"]
        for step in plans()["whole"].steps:
            assert form[f"start_{step.kind}"].value()
            assert f'name="start_{step.kind}"' in response.text
        assert "113-14" in response.text

    def test_flags_stand_beside_their_phase_and_forbid_nothing(self, client, commune):
        provide_closed_periods()
        response = client.get(dates_url(commune.page))
        rows = {row.kind: row for row in response.context["rows"]}
        assert "août" in " ".join(
            flag.sentence for flag in rows[PhaseKind.SECOND_CONSULTATION].flags
        )
        assert response.context["lost"] > 0
        made = client.post(dates_url(commune.page), sent(response, "make"))
        assert made.status_code == 302

    def test_checking_again_keeps_what_was_typed(self, client, commune):
        first = client.get(dates_url(commune.page))
        typed = sent(first, "check", end_axes="2028-07-01")
        response = client.post(dates_url(commune.page), typed)
        form = response.context["form"]
        assert form["end_axes"].value() == "2028-07-01"
        assert form["start_axes"].value() == first.context["form"]["start_axes"].value()
        rows = {row.kind: row for row in response.context["rows"]}
        assert rows[PhaseKind.CO_CREATION].flags
        assert not CyclePage.objects.exists()

    def test_arranging_moves_only_what_nobody_has_touched(self, client, commune):
        first = client.get(dates_url(commune.page))
        before = first.context["form"]
        typed = sent(
            first, "arrange", start_analysis="2028-05-01", end_analysis="2028-05-31"
        )
        form = client.post(dates_url(commune.page), typed).context["form"]
        assert form["start_analysis"].value() == "2028-05-01"
        assert form["end_co_creation"].value() < "2028-05-01"
        for kind in ("second_consultation", "adoption"):
            assert form[f"start_{kind}"].value() == before[f"start_{kind}"].value()
        # What was mine stays mine when it is arranged once more.
        again = client.post(
            dates_url(commune.page), {**form.data, "arrange": "1"}
        ).context["form"]
        assert again["start_analysis"].value() == "2028-05-01"

    def test_a_date_that_cannot_be_read_is_said_and_the_rest_is_kept(
        self, client, commune
    ):
        first = client.get(dates_url(commune.page))
        typed = sent(first, "make", end_axes="soon", start_analysis="2028-07-09")
        response = client.post(dates_url(commune.page), typed)
        form = response.context["form"]
        assert response.status_code == 422
        assert "end_axes" in form.errors
        assert form["end_axes"].value() == "soon"
        assert form["start_analysis"].value() == "2028-07-09"
        assert not CyclePage.objects.exists()

    def test_an_end_before_the_start_is_an_error(self, client, commune):
        first = client.get(dates_url(commune.page))
        typed = sent(first, "make", end_axes="2027-01-01")
        assert (
            "end_axes"
            in client.post(dates_url(commune.page), typed).context["form"].errors
        )

    def test_an_unticked_phase_is_not_made(self, client, commune):
        first = client.get(dates_url(commune.page))
        typed = sent(first, "make", make_information=False, start_information="")
        client.post(dates_url(commune.page), typed)
        kinds = set(PhasePage.objects.values_list("kind", flat=True))
        assert PhaseKind.INFORMATION not in kinds
        assert PhaseKind.AXES in kinds

    def test_the_drafts_are_listed_with_their_editors_in_both_languages(
        self, client, commune
    ):
        first = client.get(dates_url(commune.page))
        typed = sent(first, "make")
        response = client.post(dates_url(commune.page), typed, follow=True)
        cycle = CyclePage.objects.child_of(commune.page).get()
        for page in [cycle, *PhasePage.objects.all(), *ProgrammePage.objects.all()]:
            assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.text
        client.post(dates_url(commune.page), typed)
        assert CyclePage.objects.child_of(commune.page).get() == cycle

    def test_a_cycle_that_exists_shows_what_it_has_and_gets_the_rest(
        self, client, commune
    ):
        cycle = CycleFactory(parent=commune.page)
        phase = PhaseFactory(parent=cycle, kind=PhaseKind.CO_CREATION, title="Déjà là")
        url = dates_url(commune.page, cycle=cycle.pk)
        response = client.get(url)
        assert "Déjà là" in response.text
        assert "start_co_creation" not in response.context["form"].fields
        client.post(url, sent(response, "make"))
        phases = PhasePage.objects.child_of(cycle)
        assert phases.count() == 8
        assert phases.get(kind=PhaseKind.CO_CREATION) == phase

    def test_the_months_of_the_networks_calendar_stand_beside(self, client, commune):
        template = CycleTemplateFactory(identifier="2028")
        TemplatePhase.objects.create(
            template=template,
            kind=PhaseKind.CO_CREATION,
            start="2028-03",
            end="2028-04",
        )
        response = client.get(dates_url(commune.page, template=template.pk))
        rows = {row.kind: row for row in response.context["rows"]}
        assert rows[PhaseKind.CO_CREATION].months == "de mars à avril 2028"
        client.post(
            dates_url(commune.page, template=template.pk), sent(response, "make")
        )
        assert CyclePage.objects.child_of(commune.page).get().template_used == template

    def test_the_collectivite_and_the_cycle_lead_to_it(self, client, commune):
        cycle = CycleFactory(parent=commune.page)
        address = reverse("remacto_cycle_wizard_target", args=[commune.page.pk])
        for page in (commune.page, cycle):
            response = client.get(reverse("wagtailadmin_explore", args=[page.pk]))
            assert address in response.text

    def test_another_cycle_at_the_same_time_is_named(self, client, commune):
        other = CycleFactory(parent=commune.page, title="Cycle voisin")
        PhaseFactory(
            parent=other,
            kind=PhaseKind.ANALYSIS,
            start=dt.datetime(2028, 6, 1, tzinfo=dt.UTC),
            end=dt.datetime(2028, 6, 30, tzinfo=dt.UTC),
        )
        text = client.get(dates_url(commune.page)).text
        assert "Cycle voisin" in text

    def test_the_number_of_queries_does_not_follow_the_number_of_cycles(
        self, client, commune, django_assert_max_num_queries
    ):
        def add_a_cycle():
            PhaseFactory(parent=CycleFactory(parent=commune.page))

        add_a_cycle()
        client.get(dates_url(commune.page))
        with django_assert_max_num_queries(200) as few:
            client.get(dates_url(commune.page))
        for _number in range(4):
            add_a_cycle()
        with django_assert_max_num_queries(len(few)):
            client.get(dates_url(commune.page))


SCREENS = ("remacto_cycle_wizard_target", "remacto_cycle_wizard_dates")


class TestWhoSeesIt:
    @pytest.mark.parametrize("name", SCREENS)
    def test_comms_officers_and_neighbours_do_not(self, commune, name):
        other = commune_with_everything(AL_HOCEIMA, commune.page.get_parent().specific)
        address = reverse(name, args=[commune.page.pk])
        for user in (comms_officer(commune), focal_point(other, "neighbour")):
            client = signed_in(user)
            assert refused(client.get(address))
            assert refused(client.post(address))

    def test_nobody_makes_anything_of_a_neighbour(self, commune, officer):
        other = commune_with_everything(AL_HOCEIMA, commune.page.get_parent().specific)
        address = reverse(
            "remacto_cycle_wizard_made", args=[commune.page.pk, other.cycle.pk]
        )
        assert signed_in(officer).get(address, follow=True).status_code == 404
        count = PhasePage.objects.count()
        client = signed_in(officer)
        response = client.get(dates_url(commune.page, cycle=other.cycle.pk))
        assert "cycle" in response.context["form"].errors
        assert PhasePage.objects.count() == count

    def test_the_menu_offers_it_to_who_may(self, commune, officer):
        address = reverse("remacto_cycle_wizard")
        home = reverse("wagtailadmin_home")
        assert address in signed_in(officer).get(home).text
        assert address not in signed_in(comms_officer(commune)).get(home).text
        assert refused(signed_in(comms_officer(commune, "other")).get(address))


class TestClosedPeriods:
    def test_the_opening_set_is_made_once_and_what_is_changed_stays(self):
        locale("ar")
        assert provide_closed_periods() == 24
        ramadan = ClosedPeriod.objects.get(title="Ramadan 2027", locale=locale())
        ramadan.start = dt.date(2027, 2, 9)
        ramadan.save()
        assert provide_closed_periods() == 0
        ramadan.refresh_from_db()
        assert ramadan.start == dt.date(2027, 2, 9)
        assert "confirmer" in ramadan.note

    def test_the_command_fills_the_libraries(self, capsys):
        call_command("remacto_reasons")
        assert ClosedPeriod.objects.count() == 12
        assert "Closed periods made: 12." in capsys.readouterr().out

    def test_each_is_read_once_in_the_language_of_the_screen(self, commune):
        provide_closed_periods()
        found = closed_periods(dt.date(2027, 8, 1), dt.date(2027, 8, 1))
        assert [each.title for each in found] == ["Congés d’août 2027"]
        spans = spans_for(commune.page, date=PartialDate("2027-10"))
        titles = [each.title for each in surroundings(commune.page, spans=spans).closed]
        assert len(titles) == len(set(titles))

    def test_network_officers_keep_them_and_focal_points_do_not(self, commune, officer):
        address = reverse("wagtailsnippets_wagtail_remacto_closedperiod:add")
        assert refused(signed_in(officer).get(address))
        client = signed_in(network_officer())
        form = client.get(address).context["form"]
        response = client.post(
            address, posted(form, title="Visite", start="2028-01-03", end="2028-01-01")
        )
        assert "end" in response.context["form"].errors
        client.post(
            address, posted(form, title="Visite", start="2028-01-01", end="2028-01-03")
        )
        assert ClosedPeriod.objects.filter(title="Visite").exists()


class TestTheSettings:
    def errors(self, **settings):
        with override_settings(
            **{f"WAGTAIL_REMACTO_{name}": value for name, value in settings.items()}
        ):
            return [message.msg for message in check_settings(None)]

    @pytest.mark.parametrize(
        "plan",
        [
            {"lunch": (1, 1, 0)},
            {"adoption": (1, 1, 0), "axes": (2, 1, 0)},
            {"axes": (1, 2, 0)},
            {"axes": (2, 0, 0)},
            {"axes": (2, 1, -1)},
            {"axes": (2, 1)},
            {"axes": "soon"},
            {},
            None,
        ],
    )
    def test_a_plan_that_makes_no_sense_is_named(self, plan):
        (message,) = self.errors(CYCLE_PLANS={"odd": plan})
        assert "CYCLE_PLANS" in message
        assert "odd" in message

    @pytest.mark.parametrize(
        "notice", [{"commune": 10}, {"commune": (-1, "", "")}, {"village": (1, "", "")}]
    )
    def test_a_notice_that_makes_no_sense_is_named(self, notice):
        (message,) = self.errors(COUNCIL_NOTICE=notice)
        assert "COUNCIL_NOTICE" in message

    def test_a_host_has_plans_of_its_own(self, commune, officer):
        own = {"listening": {"co_creation": (20, 10, 0)}}
        with override_settings(WAGTAIL_REMACTO_CYCLE_PLANS=own):
            assert not self.errors()
            response = signed_in(officer).get(dates_url(commune.page, plan="listening"))
        assert [row.kind for row in response.context["rows"]] == ["co_creation"]
