"""What may be attached: judged by content, and nothing of an image's file survives."""

import hashlib
import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from tests.growth import grows_in_proportion
from wagtail_remacto.contributions.attachments import MAX_SIDE, check


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def picture(form: str = "JPEG", size=(40, 20), mode: str = "RGB", **options) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, options.pop("color", None)).save(written, form, **options)
    return written.getvalue()


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    body = b"\n".join(
        b"%d 0 obj\n%s\nendobj" % (number, text)
        for number, text in enumerate(objects, 1)
    )
    return b"%%PDF-1.7\n%s\ntrailer << /Root 1 0 R %s >>\n%%%%EOF\n" % (body, trailer)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< %s /Filter /FlateDecode >>\nstream\n%s\nendstream" % (entries, packed)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def refusal(content: bytes, name: str = "photo.jpg") -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        check(upload(content, name))
    return caught.value


class TestName:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("photo.jpg", "photo.jpg"),
            ("Photo de l’école.JPEG", "Photo-de-l’école.jpg"),
            ("صورة.png", "صورة.jpg"),
            ("C:\\Users\\x\\plan v1.2.jpg", "plan-v1-2.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("photo.php.jpg", "photo-php.jpg"),
            ("\u202egpj.exe", "gpj.jpg"),
            ("a\x00b<script>.jpg", "ab-script.jpg"),
            (".htaccess", "htaccess.jpg"),
            ("a" * 300 + ".jpg", "a" * 60 + ".jpg"),
            ("....", "file.jpg"),
        ],
    )
    def test_is_made_harmless_and_says_what_the_content_is(self, sent, kept):
        sending = upload(picture())
        # Django’s own uploads have lost some of this already; not every file has.
        sending._name = sent
        assert check(sending).name == kept


class TestImage:
    @pytest.mark.parametrize(
        ("form", "name", "content_type"),
        [
            ("JPEG", "photo.jpg", "image/jpeg"),
            ("PNG", "photo.png", "image/png"),
            ("WEBP", "photo.webp", "image/webp"),
        ],
    )
    def test_is_recognised_by_its_content(self, form, name, content_type):
        found = check(upload(picture(form), "photo.pdf"))
        assert (found.name, found.kind) == (name, "image")
        assert found.content_type == content_type
        assert (found.width, found.height) == (40, 20)
        content = found.content.read()
        assert found.size == len(content) == found.content.size
        assert found.sha256 == hashlib.sha256(content).hexdigest()
        assert Image.open(io.BytesIO(content)).format == form

    def test_loses_place_author_and_comment(self):
        exif = Image.Exif()
        exif[0x013B] = "Fatima Zahra"
        exif.get_ifd(0x8825)[2] = (33.0, 34.0, 12.0)
        sent = picture(exif=exif, comment=b"Fatima Zahra", xmp=b"<x>Fatima</x>")
        assert b"Fatima" in sent
        found = check(upload(sent + b"<?php hidden ?>"))
        content = found.content.read()
        assert b"Fatima" not in content
        assert b"hidden" not in content
        assert not Image.open(io.BytesIO(content)).getexif()

    def test_a_png_loses_its_texts_and_a_webp_its_exif(self):
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Fatima Zahra")
        texts.add_itxt("Comment", "Fatima", zip=False)
        assert (
            b"Fatima" not in check(upload(picture("PNG", pnginfo=texts))).content.read()
        )
        exif = Image.Exif()
        exif[0x013B] = "Fatima Zahra"
        sent = picture("WEBP", exif=exif)
        assert b"Fatima" in sent
        assert b"Fatima" not in check(upload(sent)).content.read()

    def test_is_turned_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        found = check(upload(picture(exif=exif)))
        assert (found.width, found.height) == (20, 40)

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_is_no_larger_than_it_is_shown(self, form):
        found = check(upload(picture(form, size=(5000, 2500))))
        assert (found.width, found.height) == (MAX_SIDE, MAX_SIDE // 2)

    @pytest.mark.parametrize(
        ("form", "mode"),
        [
            *[("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")],
            *[("JPEG", mode) for mode in ("L", "RGB", "CMYK")],
            *[("WEBP", mode) for mode in ("RGB", "RGBA")],
        ],
    )
    def test_may_have_any_colours(self, form, mode):
        found = check(upload(picture(form, mode=mode)))
        assert Image.open(found.content).mode in ("L", "RGB", "RGBA")

    def test_keeps_what_is_transparent(self):
        content = picture("PNG", mode="RGBA", color=(255, 0, 0, 0))
        assert Image.open(check(upload(content)).content).getpixel((0, 0))[3] == 0

    def test_keeps_its_colours_without_their_profile(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        content = picture("PNG", color=(200, 30, 30), icc_profile=profile)
        found = Image.open(check(upload(content)).content)
        assert "icc_profile" not in found.info
        assert (
            max(
                abs(a - b)
                for a, b in zip(found.getpixel((0, 0)), (200, 30, 30), strict=True)
            )
            < 4
        )

    def test_a_wrong_profile_spoils_nothing(self):
        content = picture("PNG", icc_profile=b"not a profile")
        assert check(upload(content)).width == 40

    @pytest.mark.parametrize("form", ["PNG", "WEBP"])
    def test_an_animation_becomes_its_first_picture(self, form):
        written = io.BytesIO()
        first, second = (Image.new("RGB", (9, 9), c) for c in ("red", "blue"))
        first.save(written, form, save_all=True, append_images=[second], lossless=True)
        found = Image.open(check(upload(written.getvalue())).content)
        assert getattr(found, "n_frames", 1) == 1
        assert found.convert("RGB").getpixel((4, 4))[0] > 200

    def test_a_bomb_is_refused_before_it_is_decoded(self):
        assert refusal(picture("PNG", (20_000, 5_000), "1")).code == "too_many_pixels"
        # More than Pillow itself opens.
        assert refusal(picture("PNG", (30_000, 9_000), "1")).code == "too_many_pixels"

    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_a_damaged_file_is_refused_by_name(self, form):
        content = picture(form, size=(300, 300))
        error = refusal(content[: len(content) // 2], "école.jpg")
        assert error.code == "unreadable"
        assert error.messages == [
            "“école” cannot be read as an image: the file may be damaged."
        ]
        assert refusal(content[:14]).code == "unreadable"

    def test_a_damaged_file_is_refused_where_another_library_reads_them(
        self, monkeypatch
    ):
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        content = picture("JPEG", size=(300, 300))
        assert refusal(content[: len(content) // 2]).code == "unreadable"


class TestPdf:
    def test_is_kept_as_it_is(self):
        content = pdf(CATALOG, stream(b"BT (Bonjour) Tj ET"))
        found = check(upload(content, "Plan.JPG"))
        assert (found.name, found.kind) == ("Plan.pdf", "pdf")
        assert found.content_type == "application/pdf"
        assert found.content.read() == content
        assert (found.width, found.height) == (None, None)

    @pytest.mark.parametrize(
        "entry",
        [
            b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
            b"/OpenAction << /S /J#61vaScript >>",
            b"/AA << /O << /S /Rendition /JS(x) >> >>",
            b"/A << /S /Launch /F (cmd.exe) >>",
            b"/Names << /EmbeddedFiles 3 0 R >>",
            b"/Type /EmbeddedFile",
            b"/Subtype /RichMedia",
        ],
    )
    @pytest.mark.parametrize("packed", [False, True])
    def test_is_refused_with_a_program_or_other_files(self, entry, packed):
        objects = b"<< /Type /Catalog %s >>" % entry
        if packed:
            objects = stream(b"1 0 " + objects, b"/Type /ObjStm /N 1 /First 4")
        assert refusal(pdf(objects)).code == "active"

    def test_is_refused_with_a_program_in_plain_objects(self):
        objects = b"<< /Type /ObjStm >>\nstream\n<< /JS (x) >>\nendstream"
        assert refusal(pdf(objects)).code == "active"

    def test_is_refused_when_it_is_encrypted(self):
        error = refusal(pdf(CATALOG, trailer=b"/Encrypt 5 0 R"), "plan.pdf")
        assert error.code == "encrypted"
        assert "“plan” is protected by a password" in error.messages[0]

    @pytest.mark.parametrize(
        "entries", [b"/Type /ObjStm /DecodeParms << /Predictor 12 >>", b"/Type /ObjStm"]
    )
    def test_is_refused_when_its_objects_cannot_be_read(self, entries):
        objects = stream(b"1 0 << >>", entries)
        if b"Predictor" not in entries:
            objects = objects.replace(b"\nx\x9c", b"\n!!")
        assert refusal(pdf(objects)).code == "unreadable"

    def test_a_file_made_to_be_slow_is_not(self):
        for piece, count in [
            (b"stream\n", 500_000),
            (b"/ObjStm stream\nendstream ", 100_000),
        ]:
            assert grows_in_proportion(
                lambda size, piece=piece: check(upload(b"%PDF-1.7\n" + piece * size)),
                count,
            )

    def test_a_bomb_is_refused(self):
        bomb = stream(b" " * 40_000_000, b"/Type /ObjStm")
        assert refusal(pdf(CATALOG, bomb)).code == "unreadable"

    def test_chance_in_compressed_data_is_no_program(self):
        content = pdf(CATALOG, b"<< >>\nstream\n\x00/JS \x01 /Encrypt \x02\nendstream")
        assert check(upload(content)).kind == "pdf"

    def test_words_that_only_begin_alike_are_no_program(self):
        assert check(upload(pdf(b"<< /LaunchPad 1 /EncryptMetadata false >>")))


class TestRefusals:
    @pytest.mark.parametrize(
        "content",
        [
            b"<html>",
            b"GIF89a",
            b"BM..",
            b"PK\x03\x04",
            b"<svg/>",
            b"\n%PDF-1.7",
            b"RIFF",
        ],
    )
    def test_other_kinds_are_refused_by_name(self, content):
        error = refusal(content, "photo.jpg")
        assert error.code == "unknown_kind"
        assert "“photo”" in error.messages[0]

    def test_an_empty_file_is_refused(self):
        assert refusal(b"").code == "empty"

    def test_a_photograph_may_be_larger_than_another_file(self, settings):
        content = picture(size=(400, 300))
        settings.WAGTAIL_REMACTO_ATTACHMENT_MAX_BYTES = 10
        settings.WAGTAIL_REMACTO_PHOTOGRAPH_MAX_BYTES = len(content)
        assert check(upload(content)).kind == "image"
        assert refusal(content + b"\0").code == "too_large"
        assert refusal(pdf(CATALOG)).code == "too_large"

    def test_what_is_larger_than_the_limit_is_refused(self, settings):
        content = pdf(CATALOG)
        settings.WAGTAIL_REMACTO_ATTACHMENT_MAX_BYTES = len(content)
        assert check(upload(content)).size == len(content)
        error = refusal(content + b"\n")
        assert error.code == "too_large"
        assert "up to" in error.messages[0]
