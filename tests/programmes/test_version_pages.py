"""What anybody reads of the versions of a programme, and what nobody reads yet."""

import hashlib
import json

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from tests.factories import CouncilSessionFactory, DeliberationFactory
from tests.programmes.versions import a_programme, decided, frozen, reworded
from tests.test_budgets import bare, queries
from wagtail_remacto.models import Deliberation, ProjectPage
from wagtail_remacto.programmes.models import Outcome, Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return a_programme()


@pytest.fixture
def consulted(world):
    """A programme whose draft the public has read, and that was reworded since."""
    world.first = frozen(world)
    reworded(
        world.projects[0],
        solution="Un portail de données relues.",
        budget="300000.00",
    )
    return world


@pytest.fixture
def adopted(consulted):
    """Consulted, validated, and adopted by the council with changes."""
    world = consulted
    world.second = frozen(world, Purpose.VALIDATION)
    world.decision = decided(world, world.second)
    reworded(world.projects[0], title="Publier tous les comptes")
    world.third = frozen(world, Purpose.ADOPTION)
    world.deliberation = DeliberationFactory(
        session=CouncilSessionFactory(collectivite=world.cycle.get_parent().specific),
        programme=world.programme,
        version=world.second,
        result=world.third,
        outcome=Outcome.ADOPTED_WITH_CHANGES,
        number="12/2026",
    )
    return world


def address(name: str, world, *numbers: int, language: str = "fr") -> str:
    with override(language):
        return reverse(f"wagtail_remacto:{name}", args=[world.programme.pk, *numbers])


def text(client, *args, **kwargs) -> str:
    answer = client.get(address(*args, **kwargs))
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


class TestWhatIsPublic:
    @pytest.mark.parametrize(
        "name",
        ["programme_version", "programme_version_content", "version_differences"],
    )
    def test_a_draft_for_the_committee_is_nobodys_to_read(
        self, consulted, client, name
    ):
        draft = frozen(consulted, Purpose.VALIDATION)
        numbers = [draft.number, draft.number][: 1 + (name == "version_differences")]
        assert client.get(address(name, consulted, *numbers)).status_code == 404
        listed = text(client, "programme_versions", consulted)
        assert draft.digest not in listed
        pdf = address("programme_pdf", consulted) + f"?version={draft.number}"
        assert client.get(pdf).status_code == 404

    def test_it_is_not_compared_with_what_is_public(self, consulted, client):
        frozen(consulted, Purpose.VALIDATION)
        page = client.get(address("version_differences", consulted, 1, 2))
        assert page.status_code == 404

    def test_a_project_of_it_is_nobodys_either(self, consulted, client):
        frozen(consulted, Purpose.VALIDATION)
        key = consulted.projects[0].pk
        name = "project_version_content"
        assert client.get(address(name, consulted, 1, key)).status_code == 200
        assert client.get(address(name, consulted, 2, key)).status_code == 404

    def test_a_draft_decision_makes_nothing_public(self, consulted, client):
        version = frozen(consulted, Purpose.VALIDATION)
        decided(consulted, version, signed_at=None)
        page = client.get(address("programme_version", consulted, version.number))
        assert page.status_code == 404

    @pytest.mark.parametrize("result", ["approved", "refused"])
    def test_a_signed_decision_makes_it_public(self, consulted, client, result):
        version = frozen(consulted, Purpose.VALIDATION)
        decided(consulted, version, result=result)
        page = client.get(address("programme_version", consulted, version.number))
        assert page.status_code == 200

    def test_so_does_the_agenda_of_the_council(self, consulted, client):
        version = frozen(consulted, Purpose.VALIDATION)
        DeliberationFactory(
            session=CouncilSessionFactory(),
            programme=consulted.programme,
            version=version,
            outcome="",
        )
        page = client.get(address("programme_version", consulted, version.number))
        assert page.status_code == 200

    def test_versions_outlive_the_publication_of_their_page(self, consulted, client):
        for page in consulted.programme.get_translations(inclusive=True):
            page.unpublish()
        listed = text(client, "programme_versions", consulted)
        assert consulted.first.digest in listed
        assert consulted.programme.get_url() not in listed
        whole = text(client, "programme_version", consulted, 1)
        assert "Publier les comptes 1" in whole
        assert client.get(address("programme_print", consulted)).status_code == 200

    def test_a_programme_that_was_never_public_is_not_found(self, world, client):
        world.programme.unpublish()
        for page in world.programme.get_translations():
            page.unpublish()
        for name in ("programme_versions", "programme_print", "programme_pdf"):
            assert client.get(address(name, world)).status_code == 404

    def test_a_private_branch_keeps_its_versions(self, consulted, client):
        PageViewRestriction.objects.create(
            page=consulted.cycle, restriction_type=PageViewRestriction.LOGIN
        )
        for name, numbers in (
            ("programme_versions", []),
            ("programme_version", [1]),
            ("programme_version_content", [1]),
            ("programme_print", []),
        ):
            assert client.get(address(name, consulted, *numbers)).status_code == 404


class TestTheList:
    def test_says_what_was_decided_on_each(self, adopted, client):
        listed = text(client, "programme_versions", adopted)
        for version in (adopted.first, adopted.second, adopted.third):
            assert version.digest in listed
        assert "12/2026" in listed
        decision = reverse("wagtail_remacto:decision", args=[adopted.decision.pk])
        assert decision in listed

    def test_leads_to_what_the_council_has_changed(self, adopted, client):
        link = address("version_differences", adopted, 2, 3)
        assert link in text(client, "programme_versions", adopted)

    def test_teaches_what_a_version_is_where_there_is_none(self, world, client):
        with override("en"):
            listed = text(client, "programme_versions", world, language="en")
        assert "No version of this programme has been kept here" in listed

    def test_costs_the_same_with_more_versions(self, adopted):
        before = len(queries(address("programme_versions", adopted)))
        decided(adopted, frozen(adopted, Purpose.VALIDATION))
        frozen(adopted)
        assert len(queries(address("programme_versions", adopted))) == before

    def test_the_number_of_a_translation_leads_to_the_canonical_one(
        self, consulted, client
    ):
        (arabic,) = consulted.programme.get_translations()
        answer = client.get(
            reverse("wagtail_remacto:programme_version", args=[arabic.pk, 1])
        )
        assert answer.status_code == 302
        assert answer.url == address("programme_version", consulted, 1)


class TestTheWholeProgramme:
    def test_is_read_as_it_stood(self, consulted, client):
        whole = text(client, "programme_version", consulted, 1)
        assert "Un portail de données ouvertes." in whole
        assert "Un portail de données relues." not in whole
        assert "250 000 dirhams" in whole.replace("\N{NO-BREAK SPACE}", " ")

    def test_each_section_has_an_address_of_its_own(self, consulted, client):
        whole = text(client, "programme_version", consulted, 1)
        key = consulted.projects[0].pk
        for anchor in ("", "-problem", "-solution", "-results", "-who", "-money"):
            assert f'id="project-{key}{anchor}"' in whole
        assert f'href="#project-{key}"' in whole

    def test_is_read_in_arabic_where_it_is_written_in_it(self, consulted, client):
        whole = text(client, "programme_version", consulted, 1, language="ar")
        assert "بوابة للمعطيات المفتوحة" in whole
        assert "نشر الحسابات" in whole

    def test_costs_the_same_with_more_projects(self, consulted):
        before = len(queries(address("programme_version", consulted, 1)))
        larger = a_programme(6)
        frozen(larger)
        after = len(queries(address("programme_version", larger, 1)))
        assert after == before

    def test_what_is_live_is_read_from_its_pages(self, world, client):
        reworded(world.projects[1], lead="Service des finances")
        whole = text(client, "programme_print", world)
        assert "Service des finances" in whole
        assert "Publier les comptes 1" in whole

    def test_a_draft_of_a_page_is_not_live(self, world, client):
        world.projects[0].problem = "Rien de cela n’est décidé."
        world.projects[0].save_revision()
        assert "Rien de cela" not in text(client, "programme_print", world)

    def test_what_the_council_adopted_counts(self, adopted, client):
        # What no service does: the adopted words are changed behind their backs.
        ProjectPage.objects.update(solution="Autre chose encore")
        whole = text(client, "programme_print", adopted)
        assert "Publier tous les comptes" in whole
        assert "Autre chose encore" not in whole

    def test_what_is_live_costs_the_same_with_more_projects(self, world):
        before = len(queries(address("programme_print", world)))
        assert len(queries(address("programme_print", a_programme(6)))) == before


class TestDifferences:
    def test_are_shown_word_by_word_and_not_by_colour_only(self, adopted, client):
        page = text(client, "version_differences", adopted, 1, 2, language="en")
        assert "1 project changed" in page
        for tag, word, said in (("del", "ouvertes", "gone"), ("ins", "relues", "new")):
            start = page.index(f"<{tag}>")
            end = page.index(f"</{tag}>", start)
            assert word in page[start:end]
            assert f"[{said}:" in page[start:end]

    def test_show_exact_budgets(self, adopted, client):
        page = text(client, "version_differences", adopted, 1, 2)
        page = page.replace("\N{NO-BREAK SPACE}", " ")
        assert "250 000 dirhams" in page
        assert "300 000 dirhams" in page

    def test_go_from_the_earlier_to_the_later(self, adopted, client):
        answer = client.get(address("version_differences", adopted, 3, 1))
        assert answer.url == address("version_differences", adopted, 1, 3)

    def test_any_two_are_chosen_with_a_form(self, adopted, client):
        choose = address("compare_versions", adopted)
        answer = client.get(choose, {"from": "3", "to": "1"})
        assert answer.url == address("version_differences", adopted, 1, 3)
        answer = client.get(choose, {"from": "1", "to": "9"})
        assert answer.status_code == 404
        answer = client.get(choose, {"from": "x"})
        assert answer.url == address("programme_versions", adopted)

    def test_the_same_version_twice_is_said(self, adopted, client):
        page = text(client, "version_differences", adopted, 1, 1, language="en")
        assert "the same version twice" in page


class TestTheBytes:
    def test_are_the_ones_that_were_hashed(self, adopted, client):
        for version in (adopted.first, adopted.second, adopted.third):
            answer = client.get(
                address("programme_version_content", adopted, version.number)
            )
            assert answer["Content-Type"] == "application/json"
            assert hashlib.sha256(answer.content).hexdigest() == version.digest
            assert answer["ETag"] == f'"{version.digest}"'

    def test_of_projects_have_the_digests_that_the_programme_names(
        self, adopted, client
    ):
        whole = client.get(address("programme_version_content", adopted, 1)).json()
        named = {each["key"]: each["digest"] for each in whole["projects"]}
        for page in adopted.projects:
            answer = client.get(address("project_version_content", adopted, 1, page.pk))
            digest = hashlib.sha256(answer.content).hexdigest()
            assert named[json.loads(answer.content)["key"]] == digest

    def test_are_not_sent_again_to_who_has_them(self, consulted, client):
        answer = client.get(
            address("programme_version_content", consulted, 1),
            headers={"If-None-Match": f'"{consulted.first.digest}"'},
        )
        assert answer.status_code == 304
        assert not answer.content


class TestTheProgrammePage:
    def test_says_where_it_stands_with_its_versions(self, adopted, client):
        page = client.get(adopted.programme.get_url()).content.decode()
        assert "adopté par le conseil" in page.lower()
        for name, numbers in (
            ("programme_version", [1]),
            ("programme_version", [2]),
            ("programme_version", [3]),
            ("version_differences", [1, 2]),
            ("version_differences", [2, 3]),
            ("programme_versions", []),
            ("programme_print", []),
        ):
            assert f'href="{address(name, adopted, *numbers)}"' in page

    def test_a_vote_that_was_superseded_is_not_shown_as_a_vote(self, adopted, client):
        Deliberation.objects.update(superseded_at=adopted.third.at)
        page = client.get(adopted.programme.get_url()).content.decode()
        assert "Session ordinaire d’octobre" not in page

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_keeps_within_its_budget(self, adopted, language):
        page = adopted.programme
        if language == "ar":
            (page,) = page.get_translations()
        usual = bare(page.get_parent())
        assert len(queries(page.get_url())) - usual <= 8
