import pytest
from django.http import Http404

from home.media import picture


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/star.png", "documents/minutes.pdf"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(b"content")


class TestPicture:
    def test_serves_a_picture_that_may_be_kept(self, rf):
        answer = picture(rf.get("/media/"), "images/star.png")
        assert b"".join(answer) == b"content"
        assert answer["Content-Type"] == "image/png"
        assert "max-age=604800" in answer["Cache-Control"]

    @pytest.mark.parametrize(
        "path",
        [
            "documents/minutes.pdf",
            "images/../documents/minutes.pdf",
            "./documents/minutes.pdf",
            "images/none.png",
            "images/../../outside.txt",
            "images/",
            "images",
        ],
    )
    def test_serves_nothing_else(self, rf, path):
        with pytest.raises(Http404):
            picture(rf.get("/media/"), path)
