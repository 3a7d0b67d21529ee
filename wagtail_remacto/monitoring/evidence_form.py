"""The part of a form with which photographs and documents are sent."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wagtail_remacto import conf
from wagtail_remacto.contributions import attachments
from wagtail_remacto.contributions.attachments import CheckedFile
from wagtail_remacto.contributions.text import clean
from wagtail_remacto.monitoring.kept_files import KeptFiles
from wagtail_remacto.monitoring.services.evidence import CAPTION_LENGTH

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"
_Form: Any = forms.BaseForm if TYPE_CHECKING else object


def captions(posted: Iterable[str]) -> list[str]:
    """The names of what was typed beside the files, to keep with the other words."""
    return [name for name in posted if name.startswith("caption_")]


class WithEvidence(_Form):
    """Mixin for a form: its first base. ``checked`` has each file with its caption.

    With ``kept_files``, good files survive what is wrong beside them: whoever shows the
    form again calls :meth:`keep_files` before.
    """

    def __init__(
        self, *args: Any, kept_files: KeptFiles | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept_files = kept_files
        self.fresh: dict[int, CheckedFile] = {}
        self.checked: list[tuple[CheckedFile, str]] = []
        self.slots = range(1, conf.get("ATTACHMENTS_MAX") + 1)
        for slot in self.slots:
            self.fields[f"file_{slot}"] = forms.FileField(
                label=_("Photograph or PDF %(number)d") % {"number": slot},
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": ACCEPTED}),
            )
            self.fields[f"caption_{slot}"] = forms.CharField(
                label=_("What file %(number)d shows") % {"number": slot},
                required=False,
                strip=False,
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )

    @property
    def file_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"file_{n}"], self[f"caption_{n}"]) for n in self.slots]

    @property
    def file_rows(self) -> list[tuple[int, Any, Any, Any]]:
        """Of each file its number, both fields, and what is kept of it or nothing."""
        rows = self.kept_files.rows if self.kept_files else {}
        return [
            (slot, file, caption, rows.get(slot))
            for slot, (file, caption) in zip(self.slots, self.file_fields, strict=True)
        ]

    def keep_files(self) -> None:
        """Keep what was good of what was sent, until the form is sent again."""
        if self.kept_files is not None:
            for slot, file in self.fresh.items():
                self.kept_files.keep(slot, file)

    @property
    def more_is_open(self) -> bool:
        """Whether something was typed or is wrong beyond the first file."""
        return any(
            file.errors or caption.errors or caption.value() or row
            for _slot, file, caption, row in self.file_rows[1:]
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        self.checked, self.fresh = [], {}
        for slot in self.slots:
            self._check(slot, found)
        return found

    def _check(self, slot: int, found: dict[str, Any]) -> None:
        caption = " ".join(clean(found.get(f"caption_{slot}") or "").split())
        if len(caption) > CAPTION_LENGTH:
            self.add_error(
                f"caption_{slot}",
                _("This has %(length)d characters; %(most)d fit.")
                % {"length": len(caption), "most": CAPTION_LENGTH},
            )
        upload = found.get(f"file_{slot}")
        if upload is None:
            self._take_kept(slot, caption)
            return
        try:
            file = attachments.check(upload)
        except ValidationError as wrong:
            self.add_error(f"file_{slot}", wrong)
        else:
            self.fresh[slot] = file
            self.checked.append((file, caption))

    def _take_kept(self, slot: int, caption: str) -> None:
        if self.kept_files is None:
            return
        if f"remove_{slot}" in self.data:
            self.kept_files.remove(slot)
        elif (file := self.kept_files.take(slot)) is not None:
            self.checked.append((file, caption))
