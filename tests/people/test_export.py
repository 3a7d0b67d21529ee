"""A person takes all that is known of them along, in one file."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.people.conftest import EMAIL, NAME, client_of, upload
from wagtail_remacto.models import Attachment
from wagtail_remacto.people import registry
from wagtail_remacto.people.export import archive

pytestmark = pytest.mark.django_db


def opened(participant):
    return zipfile.ZipFile(io.BytesIO(archive([participant]).read()))


def data_of(participant):
    return json.loads(opened(participant).read("data.json"))


def test_every_declared_thing_has_its_part(zoubida):
    assert set(data_of(zoubida.participant)) == {data.name for data in registry.held()}


def test_what_the_person_wrote_and_did_is_there(zoubida):
    did = zoubida.did
    data = data_of(zoubida.participant)
    assert data["person"][0]["display_name"] == NAME
    assert data["person"][0]["email"] == EMAIL
    assert {row["title"] for row in data["contributions"]} == {"Un banc", "Reprise"}
    banc = next(row for row in data["contributions"] if row["title"] == "Un banc")
    assert banc["reference"] == did.public.shown_reference
    assert banc["wordings"][0]["text"] == did.public.text
    assert banc["moderation"][0]["answer"] == did.act.answer
    assert data["comments"][0]["text"] == did.comment.text
    assert data["supports"][0]["contribution"] == str(did.other)
    assert data["reports"][0]["text"] == did.report.text
    assert data["drafts"][0]["written"]["title"] == "Plus tard"
    assert len(data["follows"]) == 2
    assert data["registrations"][0]["needs"] == "Une rampe"
    assert data["consents"][0]["notice"] == did.consent.notice


def test_nothing_of_others_is_there(zoubida):
    text = opened(zoubida.participant).read("data.json").decode()
    assert zoubida.did.other.author.display_name not in text
    assert zoubida.did.other.author.user.email not in text


def test_it_is_written_for_people_too(zoubida):
    text = opened(zoubida.participant).read("data.json").decode("utf-8")
    assert "\n  " in text
    assert "C’est" in text


def test_files_come_along_under_the_number_of_their_contribution(zoubida):
    found = opened(zoubida.participant)
    name = f"files/contributions/{zoubida.did.public.shown_reference}/plan.txt"
    assert found.read(name) == b"un plan"


def test_files_stay_below_the_archive_whatever_they_are_called(zoubida):
    for name in ("../../etc/passwd", "a\x07b\u202etxt.exe", "plan.txt", "..."):
        row = upload(name=name)
        row["file"] = ContentFile(b"x", name="autre.txt")
        Attachment.objects.create(contribution=zoubida.did.public, **row)
    names = opened(zoubida.participant).namelist()
    assert len(names) == len(set(names))
    assert sum(name.startswith("files/contributions/") for name in names) == 6
    for name in names:
        assert ".." not in name
        assert name.isprintable()


def test_a_file_that_is_gone_is_named_and_breaks_nothing(zoubida):
    zoubida.did.public_file.file.storage.delete(zoubida.did.public_file.file.name)
    found = opened(zoubida.participant)
    assert zoubida.did.public.shown_reference in found.read("README.txt").decode()


def test_it_explains_itself_in_the_language_of_the_reader(zoubida):
    with override("en"):
        text = opened(zoubida.participant).read("README.txt").decode()
    assert "data.json" in text
    for data in registry.held():
        assert f"  {data.name} (" in text
    assert "secret" in text
    assert "&" not in text


def test_the_archive_leaves_nothing_behind(zoubida, tmp_path, monkeypatch):
    import tempfile

    from wagtail_remacto.people import export

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(export, "IN_MEMORY", 10)
    with archive([zoubida.participant]) as target:
        assert target.read(2) == b"PK"
    assert list((tmp_path / "temporary").iterdir()) == []


def test_it_is_downloaded_from_my_space(visitor):
    client = client_of(visitor.participant)
    response = client.get(reverse("wagtail_remacto:my_export"))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    assert "no-store" in response["Cache-Control"]
    body = b"".join(response.streaming_content)
    assert "data.json" in zipfile.ZipFile(io.BytesIO(body)).namelist()


def test_nobody_takes_the_data_of_another(zoubida):
    response = Client().get(reverse("wagtail_remacto:my_export"))
    assert response.status_code == 403
    assert NAME not in response.content.decode()
