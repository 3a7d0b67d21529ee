"""A form that stood open too long gives back every word."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def sent(data, **extra):
    client = Client(enforce_csrf_checks=True)
    return client.post(reverse("wagtail_remacto:my_profile"), data, **(extra or HERE))


def test_what_was_typed_comes_back_with_a_fresh_token():
    response = sent({"title": "Un banc", "text": "À l’ombre.\nPour les vieux."})
    assert response.status_code == 403
    text = response.content.decode()
    assert "À l’ombre.\nPour les vieux.</textarea>" in text
    assert "Un banc</textarea>" in text
    assert "csrfmiddlewaretoken" in text
    assert f'action="{reverse("wagtail_remacto:my_profile")}"' in text
    assert "no-store" in response["Cache-Control"]


def test_sent_again_it_arrives(django_user_model):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        django_user_model.objects.create_user("idir"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    address = reverse("wagtail_remacto:my_profile")
    client.post(address, {"display_name": "Idir", "language": "ar"}, **HERE)
    token = client.cookies["csrftoken"].value
    response = client.post(
        address,
        {"display_name": "Idir", "language": "ar", "csrfmiddlewaretoken": token},
    )
    assert response.status_code == 302
    assert "Idir" in client.get(reverse("wagtail_remacto:my_space")).content.decode()


def test_every_word_is_escaped():
    text = sent({"text": "</textarea><script>alert(1)</script>", "axis": '"><b>'})
    text = text.content.decode()
    assert "<script>alert" not in text
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in text
    assert 'value="&quot;&gt;&lt;b&gt;"' in text


def test_several_values_of_one_field_all_come_back():
    text = sent({"themes": ["eau", "ecole"]}).content.decode()
    assert '<input type="hidden" name="themes" value="eau">' in text
    assert '<input type="hidden" name="themes" value="ecole">' in text


def test_a_first_empty_line_is_not_lost():
    assert "\n\nDeux</textarea>" in sent({"text": "\nDeux"}).content.decode()


def test_a_password_never_comes_back():
    text = sent({"password": "secret de famille", "old_password1": "autre secret"})
    assert "secret de famille" not in text.content.decode()
    assert "autre secret" not in text.content.decode()


def test_files_are_said_to_be_missing():
    file = SimpleUploadedFile("plan.txt", b"un plan")
    response = sent({"text": "Un plan est joint à cette idée.", "files": file})
    assert "un plan<" not in response.content.decode()
    assert response.context["had_files"]


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://ailleurs.example"},
        {"HTTP_ORIGIN": "null"},
        {"REMOTE_ADDR": "127.0.0.1"},
    ],
)
def test_what_another_site_has_sent_can_be_read_and_not_sent_again(extra):
    text = sent({"text": "Ce que je n’ai jamais écrit moi-même, ailleurs."}, **extra)
    text = text.content.decode()
    assert "jamais écrit" in text
    assert f'action="{reverse("wagtail_remacto:my_profile")}"' not in text


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_REFERER": "http://testserver/fr/my/"},
    ],
)
def test_an_older_browser_may_send_it_again(extra):
    text = sent({"text": "Ce que j’ai écrit."}, **extra).content.decode()
    assert f'action="{reverse("wagtail_remacto:my_profile")}"' in text


def test_a_browser_without_cookies_is_told():
    assert sent({"text": "Une idée."}).context["no_cookie"]
