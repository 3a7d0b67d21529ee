"""Pictures among others: small ones, drawn once, which go with the large ones."""

import io
from pathlib import PurePath

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.citizens import ContributionFactory, ParticipantFactory
from tests.contributions.screens import client_of
from tests.contributions.test_attachments import picture, upload
from tests.contributions.test_detail import hide
from wagtail_remacto.contributions import drafts, small_pictures
from wagtail_remacto.contributions.attachments import check, columns
from wagtail_remacto.contributions.models import Attachment, Draft
from wagtail_remacto.people.erasure import erase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def stored(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def attach(content, name="facade.jpg", **fields):
    return Attachment.objects.create(
        contribution=ContributionFactory(**fields),
        **columns(check(upload(content, name))),
    )


def named(file, *ends):
    """What is stored for the file: itself, and what is drawn beside it."""
    stem = PurePath(file.file.name).name
    return [stem + end for end in ends]


def small(file, client=None):
    path = reverse("wagtail_remacto:attachment_small", args=[file.pk])
    return (client or Client()).get(path)


def read(answer):
    return Image.open(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize(
    ("form", "mode", "drawn"),
    [("JPEG", "RGB", "RGB"), ("PNG", "RGBA", "RGBA"), ("WEBP", "L", "RGB")],
)
def test_it_is_small_whatever_was_sent(form, mode, drawn):
    answer = small(attach(picture(form, (1000, 2000), mode)))

    shown = read(answer)
    assert (shown.size, shown.mode, shown.format) == ((400, 800), drawn, "WEBP")
    assert answer["Content-Type"] == "image/webp"
    assert 'filename="facade.webp"' in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_it_is_drawn_once(media, monkeypatch):
    file = attach(picture(size=(2000, 1000)))
    first = read(small(file)).tobytes()
    monkeypatch.setattr(small_pictures, "_drawn", None)

    assert read(small(file)).tobytes() == first
    assert stored(media) == named(file, "", ".small.webp")


def test_two_that_draw_it_at_once_keep_one(media, monkeypatch):
    file = attach(picture(size=(2000, 1000)))
    drawn = small_pictures._drawn

    def slowly(source):
        monkeypatch.setattr(small_pictures, "_drawn", drawn)
        small(file).close()
        return drawn(source)

    monkeypatch.setattr(small_pictures, "_drawn", slowly)

    assert read(small(file)).size == (800, 400)
    assert stored(media) == named(file, "", ".small.webp")


def test_what_is_small_already_is_shown_as_it_is(media):
    file = attach(picture(size=(800, 600)))

    assert read(small(file)).format == "JPEG"
    assert stored(media) == named(file, "")


def test_it_is_not_there_without_the_large_one(media):
    file = attach(picture(size=(2000, 1000)))
    (media / file.file.name).unlink()

    assert small(file).status_code == 404


def test_only_what_everyone_may_read_is_kept_by_caches():
    person = ParticipantFactory()
    file = attach(picture(size=(2000, 1000)), author=person)
    assert small(file)["Cache-Control"].startswith("public, max-age=")

    hide(file.contribution)

    assert small(file).status_code == 404
    assert small(file, client_of(person))["Cache-Control"] == "private, no-store"


def test_it_goes_with_what_was_never_given(media, django_capture_on_commit_callbacks):
    person = ParticipantFactory()
    file = attach(picture(size=(2000, 1000)), author=person, standing="withdrawn")
    small_pictures.opened(file).close()
    assert len(stored(media)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        erase(person)

    assert stored(media) == []


def test_it_goes_with_a_file_of_a_draft(media):
    draft = Draft.objects.create()
    file = draft.files.create(
        file=check(upload(picture(size=(2000, 1000)))).content,
        name="a.jpg",
        kind="image",
        content_type="image/jpeg",
        size=1,
        width=2000,
        height=1000,
    )
    small_pictures.opened(file).close()
    assert len(stored(media)) == 2

    drafts.discard(draft)

    assert stored(media) == []
