"""The screens of evaluations: each side’s draft, all signed voices, the closing."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.users.models import UserProfile

from tests.carrying_out import adopted_commune
from tests.citizens import UserFactory
from tests.factories import SeatFactory, locale
from tests.monitoring.test_evaluations import (
    OURS,
    THEIRS,
    begun,
    commune,
    complete,
    signed,
)
from tests.officers import AL_HOCEIMA, network_officer, refused, signed_in
from wagtail_remacto.committees.models import College
from wagtail_remacto.cycles.kinds import Value
from wagtail_remacto.models import (
    CycleClosing,
    EffectMark,
    Evaluation,
    ProjectEvaluation,
    ProjectPage,
)
from wagtail_remacto.monitoring.services import closing, evaluations
from wagtail_remacto.people.models import RecordError

__all__ = ["commune"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

SECRET = "Personne ne lit ceci avant la signature."


def address(name, *keys):
    return reverse(f"wagtail_remacto:{name}", args=keys)


def beside(commune):
    return address("programme_evaluations", commune.programme.pk)


def step(commune, about, moment="final"):
    return f"{address('evaluate', commune.programme.pk)}?moment={moment}&about={about}"


def answers(commune, completion="limited", effect="marginal", lessons="Écrire."):
    prefix = f"p{commune.project.pk}"
    return {
        f"{prefix}-completion": completion,
        f"{prefix}-lessons": lessons,
        **{f"{prefix}-{value}": effect for value in commune.project.values},
    }


WHOLE = {
    "whole-body": "",
    "whole-summary": SECRET,
    "whole-method": "",
    "whole-lessons": "",
    "whole-language": "fr",
}


def page(answer):
    return answer.content.decode()


def more_projects(commune):
    for number in range(4):
        project = ProjectPage(
            title=f"Projet {number}",
            slug=f"encore-{number}",
            locale=locale("fr"),
            values=[Value.ACCESS],
        )
        commune.programme.add_child(instance=project)


def own_shelf(commune):
    """A collection from which the focal point may choose."""
    shelf = Collection.get_first_root_node().add_child(name="Rapports")
    group = Group.objects.create(name="Ceux qui choisissent")
    commune.focal.groups.add(group)
    GroupCollectionPermission.objects.create(
        group=group,
        collection=shelf,
        permission=Permission.objects.get(codename="choose_document"),
    )
    return shelf


def report_in(shelf):
    file = ContentFile(b"%PDF-1.4", name="rapport.pdf")
    return get_document_model().objects.create(
        title="Rapport final", file=file, collection=shelf
    )


def in_english(user):
    """In the admin, where everyone has a language of their own."""
    UserProfile.objects.create(user=user, preferred_language="en")
    return signed_in(user)


class TestSideBySide:
    def test_an_empty_page_says_what_will_stand_there(self, commune):
        found = Client().get(beside(commune))
        assert "Nobody has signed an evaluation yet" in page(found)

    def test_both_voices_stand_with_their_gap_in_words(self, commune):
        signed(commune, OURS, completion="completed", effect="major")
        signed(commune, THEIRS, completion="limited", effect="marginal")
        found = page(Client().get(beside(commune)))
        assert found.count("seen differently, 2 steps apart") == 2
        assert found.count("seen differently, 1 step apart") == 2 * 2
        assert "In 3 answers the voices differ." in found
        assert found.count("remacto-scale__picture") == 3
        assert "Écrire plus tôt." in found

    def test_the_voice_that_has_not_signed_is_named(self, commune):
        signed(commune, OURS)
        found = page(Client().get(beside(commune)))
        assert "civil society: has not signed one" in found
        assert "seen differently" not in found

    def test_both_moments_and_what_was_superseded_stay_readable(self, commune):
        signed(commune, OURS, "midterm")
        before = signed(commune, OURS)
        after = evaluations.supersede(evaluation=before, by=commune.focal)
        evaluations.sign(evaluation=after, by=commune.focal)
        found = page(Client().get(beside(commune)))
        assert "Half-way" in found
        assert "At the end" in found
        assert address("evaluation", before.pk) in found
        alone = page(Client().get(address("evaluation", before.pk)))
        assert address("evaluation", after.pk) in alone

    def test_a_report_alone_costs_no_more_for_more_projects(self, commune):
        def cost(evaluation):
            Client().get(address("evaluation", evaluation.pk))
            with CaptureQueriesContext(connection) as asked:
                Client().get(address("evaluation", evaluation.pk))
            return len(asked)

        before = cost(signed(commune, OURS, "midterm"))
        more_projects(commune)
        draft = complete(commune, begun(commune, OURS))
        said = evaluations.Said("completed", "", {Value.ACCESS: "major"})
        evaluations.change(
            evaluation=draft,
            by=commune.focal,
            projects={
                each: said
                for each in evaluations.projects_of(commune.programme)
                if each.slug.startswith("encore")
            },
        )
        assert cost(evaluations.sign(evaluation=draft, by=commune.focal)) == before

    def test_no_draft_is_read_by_anyone(self, commune):
        draft = complete(commune, begun(commune, OURS, summary=SECRET))
        for client in (Client(), signed_in(commune.civil), signed_in(commune.focal)):
            assert client.get(address("evaluation", draft.pk)).status_code == 404
            assert SECRET not in page(client.get(beside(commune)))

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_is_read_in_each_language(self, commune, language):
        signed(commune, OURS)
        with override(language):
            found = page(Client().get(beside(commune)))
        title = {"fr": commune.pages, "ar": commune.pages_ar}[language]["project"].title
        assert f'lang="{language}"' in found
        assert title in found

    def test_a_translation_leads_to_the_one_address(self, commune):
        found = Client().get(
            address("programme_evaluations", commune.pages_ar["programme"].pk)
        )
        assert found.url == beside(commune)

    def test_more_projects_cost_no_more_queries(self, commune):
        def cost():
            Client().get(beside(commune))
            with CaptureQueriesContext(connection) as asked:
                Client().get(beside(commune))
            return len(asked)

        signed(commune, OURS)
        signed(commune, THEIRS)
        before = cost()
        more_projects(commune)
        for evaluation in Evaluation.objects.all():
            after = evaluations.supersede(
                evaluation=evaluation, by=commune.who[evaluation.voice]
            )
            said = evaluations.Said("completed", "", {Value.ACCESS: "major"})
            evaluations.change(
                evaluation=after,
                by=commune.who[evaluation.voice],
                projects={
                    each: said
                    for each in evaluations.projects_of(commune.programme)
                    if each.slug.startswith("encore")
                },
            )
            evaluations.sign(evaluation=after, by=commune.who[evaluation.voice])
        assert cost() == before


class TestTheSeats:
    def test_write_step_by_step_and_sign(self, commune):
        browser = signed_in(commune.civil)
        saved = browser.post(step(commune, commune.project.pk), answers(commune))
        assert saved.url == step(commune, "whole")
        saved = browser.post(step(commune, "whole"), WHOLE)
        assert saved.url.endswith("#final")
        overview = page(browser.get(address("evaluate", commune.programme.pk)))
        assert "Sign the evaluation" in overview
        sent = browser.post(
            address("evaluate", commune.programme.pk),
            {"act": "sign", "moment": "final", "sure": "yes"},
        )
        found = Evaluation.objects.get()
        assert sent.url == address("evaluation", found.pk)
        assert (found.seat, found.summary) == (commune.civil_seat, SECRET)
        assert found.projects.get().effects.count() == 2

    def test_share_one_draft(self, commune):
        second = UserFactory()
        SeatFactory(
            committee=commune.committee, college=College.CIVIL_SOCIETY, user=second
        )
        signed_in(commune.civil).post(
            step(commune, commune.project.pk), answers(commune, lessons=SECRET)
        )
        assert SECRET in page(signed_in(second).get(step(commune, commune.project.pk)))

    def test_keep_what_is_typed_when_the_draft_was_signed_meanwhile(self, commune):
        browser = signed_in(commune.civil)
        signed(commune, THEIRS)
        found = browser.post(
            step(commune, commune.project.pk), answers(commune, lessons=SECRET)
        )
        assert found.status_code == 422
        assert SECRET in page(found)

    def test_do_not_sign_what_is_incomplete(self, commune):
        begun(commune, THEIRS)
        sent = signed_in(commune.civil).post(
            address("evaluate", commune.programme.pk),
            {"act": "sign", "moment": "final", "sure": "yes"},
        )
        assert sent.status_code == 422
        assert "say how far it is" in page(sent)
        assert Evaluation.objects.get().signed_at is None

    def test_do_not_sign_without_saying_so(self, commune):
        complete(commune, begun(commune, THEIRS))
        sent = signed_in(commune.civil).post(
            address("evaluate", commune.programme.pk),
            {"act": "sign", "moment": "final"},
        )
        assert sent.status_code == 422
        assert Evaluation.objects.get().signed_at is None

    def test_supersede_their_own(self, commune):
        signed(commune, THEIRS)
        browser = signed_in(commune.civil)
        browser.post(
            address("evaluate", commune.programme.pk),
            {"act": "supersede", "moment": "final"},
        )
        found = page(browser.get(step(commune, commune.project.pk)))
        assert "Écrire plus tôt." in found

    @pytest.mark.parametrize("who", ["elected", "focal", "officer"])
    def test_are_the_only_ones_who_enter(self, commune, who):
        complete(commune, begun(commune, THEIRS, summary=SECRET))
        browser = signed_in(getattr(commune, who))
        for url in (
            address("evaluate", commune.programme.pk),
            step(commune, "whole"),
        ):
            found = browser.get(url)
            assert found.status_code == 403
            assert SECRET not in page(found)

    def test_sign_in_first_and_find_their_words_again(self, commune):
        browser = Client()
        url = step(commune, commune.project.pk)
        sent = browser.post(url, answers(commune, lessons=SECRET))
        assert sent.status_code == 403
        browser.force_login(commune.civil)
        assert SECRET in page(browser.get(url))

    def test_read_why_nothing_is_evaluated_after_the_closing(self, commune):
        closing.close(cycle=commune.cycle, by=commune.focal, override="Fini.")
        found = signed_in(commune.civil).get(address("evaluate", commune.programme.pk))
        assert found.status_code == 403
        assert "This cycle is closed." in page(found)

    @pytest.mark.parametrize(
        "query", ["?about=whole", "?moment=never&about=whole", "?moment=final&about=0"]
    )
    def test_find_no_step_that_is_not_there(self, commune, query):
        url = address("evaluate", commune.programme.pk) + query
        assert signed_in(commune.civil).get(url).status_code == 404


class TestTheAdministration:
    def test_begins_saves_and_signs_on_one_screen(self, commune):
        browser = in_english(commune.focal)
        begun_at = browser.post(
            reverse("remacto_evaluation_begin", args=[commune.programme.pk]),
            {"moment": "final", "voice": "administration"},
        ).url
        saved = browser.post(begun_at, {**WHOLE, **answers(commune, effect="")})
        assert saved.url == begun_at
        assert SECRET in page(browser.get(begun_at))
        wrong = browser.post(
            begun_at, {**WHOLE, **answers(commune, effect=""), "sign": "1"}
        )
        assert wrong.status_code == 422
        assert "say what it did for" in page(wrong)
        sent = browser.post(begun_at, {**WHOLE, **answers(commune), "sign": "1"})
        assert sent.url == reverse("remacto_evaluations")
        assert Evaluation.objects.get().signed_by == commune.focal

    def test_loses_nothing_of_a_form_with_an_error(self, commune):
        draft = begun(commune)
        found = in_english(commune.focal).post(
            reverse("remacto_evaluation", args=[draft.pk]),
            {**WHOLE, "whole-body": "x" * 201, **answers(commune, lessons="Mémoire.")},
        )
        assert found.status_code == 422
        assert "Mémoire." in page(found)
        assert "x" * 201 in page(found)

    def test_attaches_its_report_which_everyone_reads_once_signed(self, commune):
        draft = begun(commune)
        browser = in_english(commune.focal)
        at = reverse("remacto_evaluation", args=[draft.pk])
        report = report_in(own_shelf(commune))
        shown = browser.get(at)
        assert "whole-document" in page(shown)
        sent = {**WHOLE, **answers(commune), "whole-document": report.pk, "sign": "1"}
        assert browser.post(at, sent).url == reverse("remacto_evaluations")
        read = page(Client().get(address("evaluation", draft.pk)))
        assert report.url in read
        assert "Rapport final" in read

    def test_attaches_nothing_of_anothers_collection(self, commune):
        draft = begun(commune)
        theirs = report_in(Collection.get_first_root_node())
        found = in_english(commune.focal).post(
            reverse("remacto_evaluation", args=[draft.pk]),
            {**WHOLE, **answers(commune), "whole-document": theirs.pk},
        )
        assert found.status_code == 422
        draft.refresh_from_db()
        assert draft.document is None

    def test_does_not_overwrite_the_report_that_a_colleague_attached(self, commune):
        draft = begun(commune)
        browser = in_english(commune.focal)
        at = reverse("remacto_evaluation", args=[draft.pk])
        seen = browser.get(at).context["whole"]["seen"].value()
        report = report_in(own_shelf(commune))
        evaluations.change(evaluation=draft, by=commune.focal, document=report)
        old = {**WHOLE, **answers(commune), "whole-seen": seen}
        found = browser.post(at, old)
        assert found.status_code == 422
        assert "Rapport" in page(found)
        draft.refresh_from_db()
        assert draft.document == report

    def test_does_not_see_what_civil_society_drafts(self, commune):
        draft = complete(commune, begun(commune, THEIRS, summary=SECRET))
        browser = in_english(commune.focal)
        listed = page(browser.get(reverse("remacto_evaluations")))
        assert "not signed" in listed
        assert SECRET not in listed
        for name in ("remacto_evaluation", "remacto_evaluation_discard"):
            found = browser.get(reverse(name, args=[draft.pk]), follow=True)
            assert found.status_code == 404
        sent = browser.post(
            reverse("remacto_evaluation_begin", args=[commune.programme.pk]),
            {"moment": "final", "voice": "civil_society"},
        )
        assert sent.status_code in (302, 404)
        assert reverse("remacto_evaluation", args=[draft.pk]) not in sent.get(
            "Location", ""
        )
        assert Evaluation.objects.get() == draft

    def test_enters_what_independent_bodies_say_beside_it(self, commune):
        browser = in_english(commune.focal)
        for _body in range(2):
            browser.post(
                reverse("remacto_evaluation_begin", args=[commune.programme.pk]),
                {"moment": "final", "voice": "independent"},
            )
        assert Evaluation.objects.filter(voice="independent").count() == 2
        one = Evaluation.objects.first()
        browser.post(reverse("remacto_evaluation_discard", args=[one.pk]))
        assert Evaluation.objects.filter(voice="independent").count() == 1

    def test_discards_nothing_that_is_signed(self, commune):
        found = signed(commune)
        in_english(commune.focal).post(
            reverse("remacto_evaluation_discard", args=[found.pk])
        )
        assert Evaluation.objects.filter(pk=found.pk).exists()

    @pytest.mark.parametrize("who", ["officer", "civil", "elected"])
    def test_is_the_focal_point(self, commune, who):
        draft = begun(commune)
        browser = signed_in(getattr(commune, who))
        assert refused(browser.get(reverse("remacto_evaluations")))
        assert refused(browser.get(reverse("remacto_evaluation", args=[draft.pk])))

    def test_is_of_its_own_collectivite(self, commune):
        draft = begun(commune)
        other = adopted_commune(AL_HOCEIMA, commune.directory, "other")
        browser = signed_in(other.focal)
        listed = page(browser.get(reverse("remacto_evaluations")))
        assert commune.page.title not in listed
        for name, key in (
            ("remacto_evaluation", draft.pk),
            ("remacto_evaluation_close", commune.cycle.pk),
        ):
            found = browser.get(reverse(name, args=[key]), follow=True)
            assert found.status_code == 404

    def test_lists_more_programmes_with_no_more_queries(self, commune):
        def cost(browser):
            browser.get(reverse("remacto_evaluations"))
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(reverse("remacto_evaluations")).status_code == 200
            return len(asked)

        browser = signed_in(network_officer())
        before = cost(browser)
        signed(commune)
        adopted_commune(AL_HOCEIMA, commune.directory, "other")
        assert cost(browser) == before


class TestTheClosing:
    def test_wants_a_reason_while_an_evaluation_is_missing(self, commune):
        browser = signed_in(commune.focal)
        url = reverse("remacto_evaluation_close", args=[commune.cycle.pk])
        assert "help-warning" in page(browser.get(url))
        assert browser.post(url, {"words": " "}).status_code == 422
        browser.post(url, {"words": "Le comité est dissous.", "language": ""})
        shown = page(Client().get(beside(commune)))
        assert "Le comité est dissous." in shown
        shown = page(Client().get(commune.cycle.get_url()))
        assert "Le comité est dissous." in shown

    def test_asks_for_nothing_once_both_have_signed(self, commune):
        signed(commune, OURS)
        signed(commune, THEIRS)
        signed_in(network_officer()).post(
            reverse("remacto_evaluation_close", args=[commune.cycle.pk])
        )
        assert CycleClosing.objects.get().override == ""

    def test_is_taken_back_with_public_words(self, commune):
        closing.close(cycle=commune.cycle, by=commune.focal, override="Fini.")
        signed_in(commune.focal).post(
            reverse("remacto_evaluation_close", args=[commune.cycle.pk]),
            {"words": "Trop tôt.", "reopen": "1"},
        )
        assert closing.current(commune.cycle) is None
        assert "Trop tôt." in page(Client().get(beside(commune)))

    def test_does_only_what_its_screen_said(self, commune):
        closing.close(cycle=commune.cycle, by=commune.focal, override="Fini.")
        signed_in(commune.focal).post(
            reverse("remacto_evaluation_close", args=[commune.cycle.pk]),
            {"words": "Fini aussi."},
        )
        assert closing.current(commune.cycle).override == "Fini."


def test_what_is_signed_is_frozen_by_any_path(commune):
    signed(commune)
    part = ProjectEvaluation.objects.get()
    mark = EffectMark.objects.first()
    for row in (part, mark):
        with pytest.raises(RecordError):
            row.save()
        with pytest.raises(RecordError):
            row.delete()
    with pytest.raises(RecordError):
        EffectMark(
            project_evaluation=part, value=Value.ACCESS, effect="outstanding"
        ).save()


def test_a_programme_that_is_adopted_leads_to_its_evaluations(commune):
    with override("fr"):
        expected = beside(commune)
    assert expected in page(Client().get(commune.programme.get_url()))
