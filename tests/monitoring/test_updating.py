"""The one screen on which an update is published, and what readers see of it."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from tests.carrying_out import MilestoneFactory, adopted_commune, with_milestones
from tests.citizens import UserFactory
from tests.factories import translate
from tests.monitoring.test_milestones import close, not_adopted
from tests.officers import AL_HOCEIMA, signed_in
from wagtail_remacto.contributions.models import Draft, DraftFile
from wagtail_remacto.cycles.clock import day_of
from wagtail_remacto.models import Evidence, Milestone, Update
from wagtail_remacto.monitoring.services import leads, milestones, updates
from wagtail_remacto.programmes.models import ProjectPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def commune():
    return with_milestones(adopted_commune(), 2)


@pytest.fixture
def lead(commune):
    user = UserFactory()
    leads.name_lead(project=commune.project, user=user, by=commune.officer)
    return user


def address(commune):
    return reverse("wagtail_remacto:publish_update", args=[commune.project.pk])


def opened(client, path):
    """The form as a browser has it, with the key that makes it one update."""
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    return opened_in(page.text)


def opened_in(page):
    key = re.search(r'name="draft" value="([^"]+)"', page)[1]
    return {"draft": key, "on": day_of(timezone.now()).isoformat()}


def photograph(name="chantier.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def published(commune, **words):
    words = {"title": "Le guichet est ouvert", **words}
    return updates.publish(project=commune.project, by=commune.officer, **words)


class TestMySpace:
    """Whoever leads a project has no way into the admin."""

    def page(self, user):
        return signed_in(user).get(reverse("wagtail_remacto:my_space"))

    def test_leads_to_the_form(self, commune, lead):
        assert address(commune) in self.page(lead).text

    def test_of_others_says_nothing_of_it(self, commune):
        shown = self.page(UserFactory()).context["sections"]

        assert "led" not in [each.section.name for each in shown]

    def test_names_the_project_in_the_language_of_the_reader(self, commune, lead):
        translate(commune.project, "ar", title="شباك واحد")

        with translation.override("ar"):
            path = reverse("wagtail_remacto:my_space")
        shown = signed_in(lead).get(path, headers={"accept-language": "ar"}).text

        assert ">شباك واحد</a>" in shown

    def test_leads_there_no_more_once_the_cycle_is_closed(self, commune, lead):
        close(commune)

        assert address(commune) not in self.page(lead).text


class TestPublishing:
    def test_a_lead_publishes_with_a_photograph_and_sees_it(self, commune, lead):
        client = signed_in(lead)
        first = commune.milestones[0]
        data = opened(client, address(commune)) | {
            "title": "انطلقت الأشغال",
            "text": "بدأت اليوم.",
            "milestone": str(first.pk),
            "completion": "limited",
            "file_1": photograph(),
            "caption_1": "الورش",
        }
        answer = client.post(address(commune), data)
        made = Update.objects.get()
        assert answer.url == reverse(
            "wagtail_remacto:project_update", args=[commune.project.pk, made.pk]
        )
        assert (made.language, made.completion) == ("ar", "limited")
        page = client.get(answer.url).text
        assert "انطلقت الأشغال" in page
        assert "الورش" in page
        assert Milestone.objects.get(pk=first.pk).completion == "limited"

    def test_sent_twice_is_one_update(self, commune):
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {"title": "Les travaux ont commencé"}
        answers = [client.post(address(commune), data) for _twice in range(2)]
        assert answers[0].url == answers[1].url
        assert Update.objects.count() == 1

    def test_nothing_that_was_typed_is_lost_where_something_is_missing(self, commune):
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {
            "title": " ",
            "text": "Trois semaines de travaux.",
            "completion": "limited",
            "caption_3": "La façade",
        }
        page = client.post(address(commune), data)
        assert page.status_code == 422
        assert "Say it in one line: what has happened?" in page.text
        assert "Choose the milestone that is so far." in page.text
        assert "Trois semaines de travaux." in page.text
        assert "La façade" in page.text
        assert data["draft"].split(":")[0] in page.text
        assert not Update.objects.exists()

    def test_a_file_that_is_refused_publishes_nothing_and_is_named(self, commune):
        client = signed_in(commune.officer)
        wrong = SimpleUploadedFile("tableau.xlsx", b"PK\x03\x04")
        data = opened(client, address(commune)) | {"title": "Bilan", "file_2": wrong}
        page = client.post(address(commune), data)
        assert page.status_code == 422
        assert "“tableau” cannot be attached" in page.text
        assert not Update.objects.exists()

    def test_a_good_file_is_kept_with_its_caption_while_a_word_is_missing(
        self, commune
    ):
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {
            "title": "",
            "caption_2": "La façade",
        }
        page = client.post(address(commune), {**data, "file_2": photograph()})
        assert "chantier.jpg" in page.text
        client.post(address(commune), {**data, "title": "Fini"})
        (file,) = Evidence.objects.all()
        assert (file.caption, file.name) == ("La façade", "chantier.jpg")
        assert file.file.read(2) == b"\xff\xd8"
        assert not Draft.objects.exists()

    def test_a_kept_file_is_left_out_or_takes_another_ones_place(self, commune):
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {"title": ""}
        client.post(address(commune), {**data, "file_1": photograph("a.jpg")})
        client.post(address(commune), {**data, "file_1": photograph("b.jpg")})
        assert [row.name for row in DraftFile.objects.all()] == ["b.jpg"]
        client.post(address(commune), {**data, "remove_1": "on", "title": "Fini"})
        assert Update.objects.count() == 1
        assert not Evidence.objects.exists()
        assert not DraftFile.objects.exists()

    def test_a_day_to_come_is_refused(self, commune):
        client = signed_in(commune.officer)
        tomorrow = day_of(timezone.now()) + dt.timedelta(days=1)
        data = opened(client, address(commune)) | {
            "title": "Demain",
            "on": tomorrow.isoformat(),
        }
        assert "This day lies in the future" in client.post(address(commune), data).text
        assert not Update.objects.exists()

    def test_an_expired_session_keeps_the_words_until_one_is_signed_in(
        self, commune, lead
    ):
        client = signed_in(lead)
        data = opened(client, address(commune)) | {
            "title": "Le toit est posé",
            "text": "Il ne manque que les portes.",
            "file_1": photograph("toit.jpg"),
            "caption_1": "Vu du nord",
        }
        client.logout()
        page = client.post(address(commune), data)
        assert page.status_code == 403
        assert "Il ne manque que les portes." in page.text
        assert "next=" in page.text
        client.force_login(lead)
        page = client.get(address(commune)).text
        for words in ("Le toit est posé", "toit.jpg", "Vu du nord"):
            assert words in page
        again = opened_in(page) | {"title": "Le toit est posé"}
        assert client.post(address(commune), again).status_code == 302
        assert Evidence.objects.get().name == "toit.jpg"

    def test_a_withdrawn_milestone_and_a_draft_are_not_offered(self, commune):
        given_up = commune.milestones[0]
        milestones.withdraw(milestone=given_up, by=commune.officer, words="Non.")
        MilestoneFactory(project=commune.project, title="Secret", announced_at=None)
        page = signed_in(commune.officer).get(address(commune)).text
        assert str(given_up) not in page
        assert "Secret" not in page
        assert str(commune.milestones[1]) in page

    def test_a_project_without_milestones_has_news_as_well(self):
        commune = adopted_commune()
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {"title": "Réunion de lancement"}
        assert client.post(address(commune), data).status_code == 302
        assert Update.objects.get().completion == ""


class TestCorrecting:
    def test_the_form_begins_from_the_update_that_it_supersedes(self, commune):
        before = published(commune, text="Deux jours par semaine.")
        client = signed_in(commune.officer)
        path = f"{address(commune)}?supersedes={before.pk}"
        page = client.get(path).text
        assert "Deux jours par semaine." in page
        data = opened(client, path) | {"title": "Le guichet ouvre lundi"}
        answer = client.post(path, data)
        before.refresh_from_db()
        assert before.superseded_by.title == "Le guichet ouvre lundi"
        old = client.get(
            reverse(
                "wagtail_remacto:project_update", args=[commune.project.pk, before.pk]
            )
        ).text
        assert "Superseded. What counts instead:" in old
        assert answer.url in old

    @pytest.mark.parametrize("number", ["999999", "abc", "9" * 30])
    def test_an_update_that_is_not_there_is_not_corrected(self, commune, number):
        client = signed_in(commune.officer)
        page = client.get(f"{address(commune)}?supersedes={number}")
        assert page.status_code == 404


class TestWhoMayNot:
    def test_nobody_who_is_not_signed_in(self, commune):
        page = Client().get(address(commune))
        assert page.status_code == 403
        assert "sign in first" in page.text

    def test_neither_neighbours_nor_civil_society_nor_a_former_lead(
        self, commune, lead
    ):
        neighbour = adopted_commune(AL_HOCEIMA, commune.directory)
        leads.end_lead(lead=lead.remacto_projects_led.get(), by=commune.officer)
        for stranger in (neighbour.officer, commune.civil, lead):
            client = signed_in(stranger)
            assert client.get(address(commune)).status_code == 403
            answer = client.post(address(commune), {"title": "Non", "on": "2026-01-01"})
            assert answer.status_code == 403
        assert not Update.objects.exists()

    def test_before_the_vote_and_after_the_closing_the_form_says_why(self, commune):
        client = signed_in(commune.officer)
        close(commune)
        assert "This cycle is closed" in client.get(address(commune)).text
        data = {"title": "Trop tard", "on": "2026-01-01"}
        assert "This cycle is closed" in client.post(address(commune), data).text
        not_adopted(commune)
        assert "has not adopted this programme" in client.get(address(commune)).text

    def test_a_page_in_another_language_leads_to_the_one_form(self, commune):
        other = commune.pages_ar["project"]
        path = reverse("wagtail_remacto:publish_update", args=[other.pk])
        assert signed_in(commune.officer).get(path).url == address(commune)


class TestPostponing:
    def form(self, commune):
        return reverse(
            "wagtail_remacto:postpone_milestone", args=[commune.milestones[0].pk]
        )

    def test_an_officer_gives_another_date_and_says_why(self, commune):
        client = signed_in(commune.officer)
        assert client.get(self.form(commune)).status_code == 200
        answer = client.post(
            self.form(commune),
            {"due": "2027-09", "words": "Le marché est infructueux."},
        )
        assert answer.status_code == 302
        assert Milestone.objects.get(pk=commune.milestones[0].pk).due == "2027-09"

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (
                {"due": "2026", "words": "Parce que."},
                "is only postponed to a day after",
            ),
            ({"due": "2027-09", "words": " "}, "Say why, in a sentence"),
            ({"due": "bientôt", "words": "Parce que."}, "is not a date we can read"),
            ({"due": "", "words": "Parce que."}, "Say until when."),
        ],
    )
    def test_what_is_refused_is_said_beside_the_words(self, commune, words, sentence):
        page = signed_in(commune.officer).post(self.form(commune), words)
        assert page.status_code == 422
        assert sentence in page.text
        assert words["words"].strip() in page.text
        assert Milestone.objects.get(pk=commune.milestones[0].pk).due == "2027-06"

    def test_a_lead_publishes_and_does_not_postpone(self, commune, lead):
        client = signed_in(lead)
        assert client.get(self.form(commune)).status_code == 403
        assert self.form(commune) not in client.get(address(commune)).text
        assert (
            self.form(commune) in signed_in(commune.officer).get(address(commune)).text
        )


class TestReading:
    def test_everyone_reads_an_update_and_its_files_safely(self, commune):
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {
            "title": "<b>Bilan</b>",
            "text": "Un **mot** <script>alert(1)</script>",
            "file_1": photograph("../../a.jpg"),
            "caption_1": "<i>La façade</i>",
        }
        path = client.post(address(commune), data).url
        page = Client().get(path).text
        assert "<b>Bilan</b>" not in page
        assert "<script>alert" not in page
        assert "<i>La façade" not in page
        assert "<strong>mot</strong>" in page
        file = Evidence.objects.get()
        answer = Client().get(reverse("wagtail_remacto:evidence", args=[file.pk]))
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"

    def test_a_large_photograph_is_shown_small_and_kept_by_caches(self, commune):
        large = io.BytesIO()
        Image.new("RGB", (1600, 1200), "teal").save(large, "JPEG")
        client = signed_in(commune.officer)
        data = opened(client, address(commune)) | {
            "title": "Bilan",
            "file_1": SimpleUploadedFile("a.jpg", large.getvalue()),
            "caption_1": "La façade",
        }
        page = Client().get(client.post(address(commune), data).url).text
        file = Evidence.objects.get()
        whole = reverse("wagtail_remacto:evidence", args=[file.pk])
        small = reverse("wagtail_remacto:evidence_small", args=[file.pk])
        assert f'<a href="{whole}"><img src="{small}"' in page
        sizes = {}
        for path in (whole, small):
            answer = Client().get(path)
            assert answer["Cache-Control"].startswith("public, max-age=")
            content = b"".join(answer.streaming_content)
            sizes[path] = Image.open(io.BytesIO(content)).size
            again = Client().get(path, headers={"if-none-match": answer["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
        assert sizes == {whole: (1600, 1200), small: (800, 600)}

    def test_what_belongs_to_a_page_that_nobody_reads_is_not_there(self, commune):
        update = published(commune)
        file = Evidence.objects.create(update=update, file="x.pdf", name="x", size=1)
        ProjectPage.objects.filter(
            translation_key=commune.project.translation_key
        ).update(live=False)
        for name, keys in (
            ("project_update", [commune.project.pk, update.pk]),
            ("evidence", [file.pk]),
            ("evidence_small", [file.pk]),
        ):
            path = reverse(f"wagtail_remacto:{name}", args=keys)
            assert Client().get(path).status_code == 404

    def test_an_update_of_another_project_is_not_there(self, commune):
        neighbour = with_milestones(adopted_commune(AL_HOCEIMA, commune.directory), 1)
        update = published(neighbour)
        path = reverse(
            "wagtail_remacto:project_update", args=[commune.project.pk, update.pk]
        )
        assert Client().get(path).status_code == 404

    def test_a_shared_cache_may_keep_an_update(self, commune):
        update = published(commune)
        path = reverse(
            "wagtail_remacto:project_update", args=[commune.project.pk, update.pk]
        )
        assert not Client().get(path).cookies


class TestTheSecondVoice:
    def test_its_form_keeps_a_good_file_as_well(self, commune):
        client = signed_in(commune.civil)
        path = reverse("wagtail_remacto:monitor", args=[commune.milestones[0].pk])
        data = {"draft": opened(client, path)["draft"], "stance": "contradicts"}
        data["completion"] = "limited"
        page = client.post(path, {**data, "file_1": photograph("porte.jpg")})
        assert page.status_code == 422
        assert "porte.jpg" in page.text
        answer = client.post(path, {**data, "text": "La porte est fermée."})
        assert answer.status_code == 302
        assert Evidence.objects.get().note.text == "La porte est fermée."
        assert not Draft.objects.exists()
