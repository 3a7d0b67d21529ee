"""The translation catalogues: compiled in Python, and checked to be whole."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings

# `locale/` folders and the folders whose text they translate.
SOURCES = {
    "locale": ("home", "blocks", "search"),
    "wagtail_remacto/locale": ("wagtail_remacto",),
}
# Every word of the interface is said in these; English is the source, and Amazigh has
# the words that a citizen meets.
COMPLETE = ("fr", "ar")
PARTIAL = ("zgh",)

PLACEHOLDER = re.compile(r"%\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdf]|\{(\w*)\}")


@dataclass(frozen=True)
class Problem:
    """Something a catalogue gets wrong: where, and in words."""

    path: Path
    line: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 0}: {self.reason}"


def folders() -> list[Path]:
    return [settings.BASE_DIR / name for name in SOURCES]


def catalogues() -> Iterator[Path]:
    for folder in folders():
        yield from sorted(folder.glob("*/LC_MESSAGES/*.po"))


def compile_stale() -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; return those."""
    compiled = []
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Written beside and put in its place whole: another process may be reading.
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(source)
    return compiled


def language_of(path: Path) -> str:
    return path.parent.parent.name


def placeholders(text: str) -> set[str]:
    return {
        match.group(0) if match.group(1) is None else f"%({match.group(1)})"
        for match in PLACEHOLDER.finditer(text.replace("%%", ""))
    }


def entry_problems(entry: polib.POEntry, *, required: bool) -> Iterator[str]:
    """What is wrong with one message, in words."""
    said = f"“{entry.msgid[:60]}”"
    if entry.fuzzy:
        yield f"{said} is fuzzy."
        return
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if not all(texts):
        if required or any(texts):
            yield f"{said} is not translated."
        return
    if entry.msgid_plural:
        wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        for text in texts:
            # “One answer” need not show its number.
            if not placeholders(text) <= wanted:
                yield f"{said} is translated with a placeholder it does not have."
    elif placeholders(entry.msgstr) != placeholders(entry.msgid):
        yield f"{said} is translated with other placeholders."


def translation_problems() -> Iterator[Problem]:
    """Messages that are missing, doubtful or with placeholders that do not agree."""
    for folder in folders():
        for language in COMPLETE:
            if not (folder / language / "LC_MESSAGES" / "django.po").exists():
                yield Problem(folder, 0, f"There is no catalogue for {language}.")
    for path in catalogues():
        required = language_of(path) in COMPLETE + PARTIAL
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                for reason in entry_problems(entry, required=required):
                    yield Problem(path, entry.linenum, reason)


def can_extract() -> bool:
    """Whether GNU gettext, which finds the messages in the source, is installed."""
    return shutil.which("xgettext") is not None


def extracted(sources: tuple[str, ...], domain: str = "django") -> polib.POFile:
    """The messages that the source folders hold now, found in a copy of them."""
    with tempfile.TemporaryDirectory(prefix="remacto-messages-") as name:
        work = Path(name)
        for source in sources:
            if (settings.BASE_DIR / source).is_dir():
                shutil.copytree(
                    settings.BASE_DIR / source,
                    work / source,
                    ignore=shutil.ignore_patterns("locale", "__pycache__", "vendor"),
                )
        (work / "locale").mkdir()
        environment = {
            key: value
            for key, value in os.environ.items()
            if key != "DJANGO_SETTINGS_MODULE"
        }
        subprocess.run(  # noqa: S603
            [
                *(sys.executable, "-m", "django", "makemessages"),
                *("--locale", "en", "--domain", domain, "--verbosity", "0"),
            ],
            cwd=work,
            env=environment,
            check=True,
        )
        found = work / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        return polib.pofile(str(found)) if found.exists() else polib.POFile()


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def freshness_problems() -> Iterator[Problem]:
    """Messages of the source that a catalogue lacks, and those that left the source."""
    for folder_name, sources in SOURCES.items():
        folder = settings.BASE_DIR / folder_name
        current = {key(entry) for entry in extracted(sources)}
        for path in sorted(folder.glob("*/LC_MESSAGES/django.po")):
            held = {
                key(entry): entry.linenum
                for entry in polib.pofile(str(path))
                if not entry.obsolete
            }
            if language_of(path) not in PARTIAL:
                for missing in sorted(current - set(held), key=str):
                    yield Problem(path, 0, f"“{missing[1][:60]}” is missing.")
            for gone in sorted(set(held) - current, key=str):
                yield Problem(
                    path, held[gone], f"“{gone[1][:60]}” is no longer in the source."
                )
