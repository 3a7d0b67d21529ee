"""All that is known of a person, in one archive that they and a machine can read."""

import json
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from wagtail_remacto.people import registry
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.registry import PersonalData

# Beyond this, the archive waits in a file that has no name and goes when it is closed.
IN_MEMORY = 5 * 1024 * 1024
_CHUNK = 64 * 1024
_UNSAFE = re.compile(r'[<>:"\\|?*]')


def archive(participants: Iterable[Participant]) -> IO[bytes]:
    """A ZIP file, open at its beginning, which is gone when it is closed.

    ``data.json`` has a list for each thing that the rooms have declared, ``files/``
    what was sent with it, ``README.txt`` says in the active language what each part is.
    """
    people = list(participants)
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as found:
            parts, rows = [], {}
            for data in registry.held():
                rows[data.name] = [row for each in people for row in data.export(each)]
                parts.append((data, len(rows[data.name])))
            missing = _add_files(found, people)
            found.writestr(
                "data.json",
                json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
                + "\n",
            )
            found.writestr("README.txt", _read_me(parts, missing))
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def _add_files(found: zipfile.ZipFile, people: list[Participant]) -> list[str]:
    """Put the files in; returns the names of those that are not there any more."""
    missing: list[str] = []
    taken: set[str] = set()
    for data in registry.held():
        for each in people:
            for name, file in data.files(each):
                path = _free(_safe(f"files/{data.name}/{name}"), taken)
                try:
                    with file.open("rb") as source, found.open(path, "w") as copy:
                        while chunk := source.read(_CHUNK):
                            copy.write(chunk)
                except FileNotFoundError:
                    missing.append(path)
    return missing


def _safe(path: str) -> str:
    """A path below the archive's own, whatever a file was called."""
    parts = []
    for part in path.split("/"):
        kept = "".join(c for c in part if unicodedata.category(c)[0] != "C")
        kept = _UNSAFE.sub("_", kept).strip(" .")
        parts.append(kept[:120] or "_")
    return "/".join(parts)


def _free(path: str, taken: set[str]) -> str:
    stem, dot, kind = path.rpartition(".")
    if not dot or "/" in kind:
        stem, kind = path, ""
    candidate, number = path, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}{dot}{kind}" if kind else f"{stem}-{number}"
    taken.add(candidate)
    return candidate


def _read_me(parts: list[tuple[PersonalData, int]], missing: list[str]) -> str:
    context: dict[str, Any] = {
        "parts": parts,
        "missing": missing,
        "made": timezone.now(),
    }
    return render_to_string("wagtail_remacto/people/export_readme.txt", context)
