import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import ContributionFactory, open_phase
from tests.contributions.screens import asked, client_of, words
from tests.factories import AxisFactory, WorkshopFactory, moment, publish, translate
from tests.home.portal import portal
from tests.test_budgets import A_LIST, bare
from wagtail_remacto.contributions.models import Contribution, Origin, Standing
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import CollectivitePage, CyclePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase():
    portal()
    return open_phase(question="Que faut-il ouvrir ?")


def address(phase, reader="fr", name="contributions", **parameters):
    with override(reader):
        return reverse(
            f"wagtail_remacto:{name}", args=[phase.pk], query=parameters or None
        )


def give(phase, number=1, **fields):
    cycle = CyclePage.objects.get(path=phase.path[:-4])
    collectivite = CollectivitePage.objects.get(path=phase.path[:-8])
    return ContributionFactory.create_batch(
        number, phase=phase, cycle=cycle, collectivite=collectivite, **fields
    )


def titles(response):
    return [each.title for each in response.context["list"].page]


class TestList:
    def test_an_empty_one_says_what_it_is_and_leads_to_the_form(self, client, phase):
        text = words(client.get(address(phase)))
        assert "Nothing has been given yet" in text or "Rien" in text
        assert reverse("wagtail_remacto:contribute", args=[phase.pk]) in (
            client.get(address(phase)).content.decode()
        )

    def test_the_room_and_the_screen_stand_in_one_list(self, client, phase):
        workshop = WorkshopFactory(parent=phase, title="Atelier du souk")
        give(phase, title="En ligne")
        give(phase, title="Sur papier", origin=Origin.WORKSHOP, workshop=workshop)
        response = client.get(address(phase))
        assert titles(response) == ["Sur papier", "En ligne"]
        assert "Atelier du souk" in words(response)
        assert f'href="{workshop.get_url()}"' in response.content.decode()

    def test_arabic_words_say_so(self, client, phase):
        give(phase, title="مقاعد في الظل", language="ar")
        html = client.get(address(phase)).content.decode()
        assert '<h3 lang="ar" dir="auto">' in html

    @pytest.mark.parametrize(
        ("parameters", "found"),
        [
            ({"origin": "letter"}, ["Lettre"]),
            ({"language": "ar"}, ["مدرسة"]),
            ({"outcome": "set_aside"}, ["Répondue"]),
            ({"outcome": "awaited", "language": "fr"}, ["Lettre"]),
            ({"theme": "sport"}, ["Lettre"]),
            ({"axis": "1"}, ["Répondue"]),
            ({"q": "المدرسة"}, ["مدرسة"]),
            ({"q": "REPONDUES"}, ["Répondue"]),
            ({"q": "répondue stade"}, []),
            ({"q": "…"}, []),
        ],
    )
    def test_every_filter_finds_its_own(self, client, phase, parameters, found):
        axis = AxisFactory(cycle=CyclePage.objects.get(path=phase.path[:-4]), order=1)
        give(phase, title="Répondue", outcome="set_aside", axis=axis)
        give(phase, title="مدرسة", text="نص", language="ar")
        [letter] = give(phase, title="Lettre", origin=Origin.LETTER)
        letter.themes.add("sport")
        response = client.get(address(phase, **parameters))
        assert titles(response) == found
        assert response.context["list"].whole == 3

    def test_a_reference_finds_its_contribution_however_it_is_spelled(
        self, client, phase
    ):
        wanted, _other = give(phase, 2)
        spelled = wanted.shown_reference.lower().replace("-", " ")
        assert titles(client.get(address(phase, q=spelled))) == [wanted.title]

    def test_the_most_supported_and_the_most_discussed_come_first(self, client, phase):
        give(phase, title="Aimée", supports_count=9)
        give(phase, title="Débattue", comments_count=9)
        for sort, first in (("supported", "Aimée"), ("discussed", "Débattue")):
            assert titles(client.get(address(phase, sort=sort)))[0] == first

    def test_nobody_sees_what_waits_and_everybody_how_much_is_hidden(
        self, client, phase
    ):
        for standing in Standing:
            give(phase, title=f"Idée {standing.value}", standing=standing)
        response = client.get(address(phase))
        assert titles(response) == ["Idée public"]
        text = words(response)
        assert "Idée hidden" not in text
        found = response.context["list"]
        assert (found.hidden, found.withdrawn) == (1, 1)

    def test_pages_follow_each_other_by_key(self, client, phase):
        give(phase, 25)
        first = client.get(address(phase))
        second = client.get(address(phase) + first.context["list"].next_address)
        assert len(titles(first)) == 20
        assert len(titles(second)) == 5
        assert not set(titles(first)) & set(titles(second))
        back = client.get(address(phase) + second.context["list"].previous_address)
        assert titles(back) == titles(first)

    def test_a_wrong_key_shows_the_first_page_and_says_so(self, client, phase):
        give(phase)
        response = client.get(address(phase, after="nonsense"))
        assert len(titles(response)) == 1
        assert response.context["list"].no_such_page

    def test_every_language_has_the_same_counts(self, client, phase):
        arabic = translate(phase, "ar", title="مرحلة")
        give(phase, 3)
        give(phase, 2, standing=Standing.HIDDEN)
        for language in ("fr", "ar", "en"):
            found = client.get(address(phase, language)).context["list"]
            assert (found.whole, found.hidden) == (3, 2), language
        moved = client.get(address(arabic, "ar", q="idée"))
        assert moved.url == address(phase, "ar", q="idée")

    def test_the_cycle_lists_all_its_phases(self, client, phase):
        other = open_phase(parent=CyclePage.objects.get(path=phase.path[:-4]))
        give(phase)
        give(other)
        cycle = CyclePage.objects.get(path=phase.path[:-4])
        response = client.get(address(cycle, name="cycle_contributions"))
        assert len(titles(response)) == 2

    def test_an_unpublished_phase_has_no_list(self, client, phase):
        publish(phase)
        phase.live = False
        phase.save()
        assert client.get(address(phase)).status_code == 404
        assert client.get(address(phase, name="contributions_csv")).status_code == 404

    def test_a_shared_cache_may_keep_it(self, client, phase):
        response = client.get(address(phase))
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert not response.cookies

    def test_htmx_is_told_the_short_address(self, client, phase):
        response = client.get(address(phase, q="eau", axis="", origin=""))
        assert response["HX-Push-Url"] == address(phase, q="eau")

    def test_ten_thousand_cost_no_more_queries_than_ten(self, client, phase):
        arabic = translate(phase, "ar", title="مرحلة")
        workshop = WorkshopFactory(parent=phase)
        give(phase, 12, workshop=workshop, origin=Origin.WORKSHOP)
        usual = {"fr": bare(phase), "ar": bare(arabic)}
        few = {}
        for language in usual:
            url = address(phase, language, q="idée", sort="supported")
            few[language] = asked(client, url)
            assert few[language] - usual[language] <= A_LIST
        template = Contribution.objects.first()
        Contribution.objects.bulk_create(
            _copy(template, number) for number in range(3_000)
        )
        for language in usual:
            url = address(phase, language, q="idée", sort="supported")
            assert asked(client, url) == few[language]

    def test_the_phase_page_shows_the_newest_and_the_way_to_the_form(
        self, client, phase
    ):
        give(phase, 7)
        html = client.get(phase.get_url()).content.decode()
        assert html.count("remacto-contribution__foot") == 5
        assert address(phase) in html
        assert reverse("wagtail_remacto:contribute", args=[phase.pk]) in html

    def test_a_closed_phase_asks_nobody_to_contribute(self, client, phase):
        publish(phase, end=moment(-1))
        for url in (phase.get_url(), address(phase)):
            assert "/contribute/" not in client.get(url).content.decode()

    def test_a_phase_that_collects_nothing_shows_nothing(self, client, phase):
        publish(phase, actions=[Action.COMMENT])
        assert "remacto-contributions" not in (
            client.get(phase.get_url()).content.decode()
        )

    def test_the_workshop_shows_what_was_gathered_there(self, client, phase):
        workshop = WorkshopFactory(parent=phase)
        give(phase, title="Du papier", origin=Origin.WORKSHOP, workshop=workshop)
        give(phase, title="D’ailleurs")
        text = words(client.get(workshop.get_url()))
        assert "Du papier" in text
        assert "D’ailleurs" not in text
        response = client.get(address(phase, workshop=workshop.pk))
        assert titles(response) == ["Du papier"]


def _copy(row, number):
    copy = Contribution.objects.get(pk=row.pk) if number < 0 else row
    fields = {
        field.attname: getattr(copy, field.attname)
        for field in Contribution._meta.concrete_fields
        if not field.primary_key
    }
    return Contribution(**{**fields, "reference": f"X{number}"})


class TestTable:
    def test_it_has_what_is_public_and_no_formula(self, client, phase):
        give(phase, title="=HYPERLINK(1)", text="-2+3", supports_count=4)
        give(phase, title="Cachée", standing=Standing.HIDDEN)
        response = client.get(address(phase, name="contributions_csv"))
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        heading, row = csv.reader(io.StringIO(text))
        assert len(heading) == len(row) == 10
        assert row[5:8] == ["'=HYPERLINK(1)", "'-2+3", "4"]
        assert "exemple.ma" not in text

    def test_it_follows_the_filters(self, client, phase):
        give(phase, title="Eau")
        give(phase, title="Lumière")
        response = client.get(address(phase, name="contributions_csv", q="eau"))
        text = b"".join(response.streaming_content).decode()
        assert "Eau" in text
        assert "Lumière" not in text


def test_no_list_shows_a_form_to_write_with(phase):
    give(phase)
    html = client_of().get(address(phase)).content.decode()
    assert 'method="post"' not in html
