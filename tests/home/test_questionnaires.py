"""Questionnaires of the portal: answered by anyone, read by their own officers."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.forms.models import FormSubmission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import FormField, FormPage
from tests.factories import CollectiviteFactory, DirectoryFactory, locale
from tests.home.portal import portal
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    signed_in,
)


def questionnaire(parent, **fields):
    page = parent.add_child(
        instance=FormPage(
            **{
                "title": "Vos déplacements",
                "slug": "deplacements",
                "purpose": "préparer le plan des transports.",
                **fields,
            },
            locale=parent.locale,
        )
    )
    page.form_fields.add(
        FormField(
            label="Comment venez-vous au centre ?",
            field_type="radio",
            choices="À pied\r\nEn bus",
            help_text="Le plus souvent.",
            locale=page.locale,
        ),
        FormField(
            label="Que changer ?",
            field_type="multiline",
            required=False,
            locale=page.locale,
        ),
    )
    page.save()
    return page


ANSWER = {"comment_venez_vous_au_centre": "En bus", "que_changer": "Plus de bus."}


@pytest.fixture
def page(front):
    return questionnaire(front, thanks="Le bilan paraît en mai.")


class TestAQuestionnaire:
    def test_says_who_asks_and_what_for(self, front, client):
        commune = CollectiviteFactory(
            parent=DirectoryFactory(parent=front), title="Tamaris"
        )
        html = client.get(questionnaire(commune).url).content.decode()
        assert "Tamaris" in html.partition("remacto-note")[2]
        assert "préparer le plan des transports." in html
        assert "<legend>Comment venez-vous au centre ?" in html

    def test_keeps_the_answers_and_thanks(self, page, client):
        html = client.post(page.url, ANSWER).content.decode()
        assert "Le bilan paraît en mai." in html
        assert FormSubmission.objects.get().get_data()["que_changer"] == "Plus de bus."

    def test_with_a_gap_keeps_what_was_typed(self, page, client):
        html = client.post(page.url, {"que_changer": "Plus de bus."}).content.decode()
        assert 'role="alert"' in html
        assert "Plus de bus." in html
        assert not FormSubmission.objects.exists()

    def test_needs_its_token(self, page):
        careful = Client(enforce_csrf_checks=True)
        assert careful.post(page.url, ANSWER).status_code == 403

    def test_is_translated_with_its_questions(self, page):
        portal("ar")
        other = page.copy_for_translation(locale("ar"))
        fields = other.form_fields.all()
        assert [field.clean_name for field in fields] == list(ANSWER)
        assert {field.locale for field in fields} == {locale("ar")}

    def test_is_edited_by_officers_and_read_by_no_other_commune(self, db):
        directory = directory_in("ar")
        ours = commune_with_everything(TETOUAN, directory)
        theirs = commune_with_everything(AL_HOCEIMA, directory)
        page = questionnaire(ours.page, slug="enquete")
        FormSubmission.objects.create(page=page, form_data=ANSWER)
        answers = reverse("wagtailforms:list_submissions", args=[page.pk])
        us, them = signed_in(comms_officer(ours)), signed_in(comms_officer(theirs, "x"))
        assert "Plus de bus." in us.get(answers).content.decode()
        assert them.get(answers).status_code in (302, 403)
        index = reverse("wagtailforms:index")
        assert page.title in us.get(index).content.decode()
        assert page.title not in them.get(index).content.decode()
        add = reverse("wagtailadmin_pages:add", args=["home", "formpage", ours.page.pk])
        response = us.post(
            add,
            nested_form_data(
                {
                    "title": "Une autre",
                    "slug": "autre",
                    "intro": "",
                    "body": streamfield([]),
                    "purpose": "préparer la fête.",
                    "thanks": "",
                    "form_fields": inline_formset(
                        [{"label": "Quand ?", "field_type": "singleline"}]
                    ),
                }
            ),
        )
        assert response.status_code == 302, response.context["form"].errors
        made = FormPage.objects.get(slug="autre")
        assert made.form_fields.get().locale == made.locale
