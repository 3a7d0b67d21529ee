"""What was written on paper, read the same way for the grid and for the import."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.contributions import references
from wagtail_remacto.contributions.models import AuthorKind, Contribution, Origin
from wagtail_remacto.contributions.offered import axes_of
from wagtail_remacto.contributions.services import enter
from wagtail_remacto.contributions.text import clean, guess_language
from wagtail_remacto.cycles.models import Axis, PhasePage, Theme
from wagtail_remacto.normalise import fold

TITLE_LENGTH = 120
NAME_LENGTH = 120
COLLECTED_LENGTH = 150
THEMES = 5

PAPER_ORIGINS = (Origin.WORKSHOP, Origin.LETTER, Origin.PETITION)
PAPER_AUTHORS = (AuthorKind.GROUP, AuthorKind.ASSOCIATION)

# Words that spreadsheets use, folded as `fold` does.
LANGUAGE_WORDS = {
    "ar": ("ar", "arabe", "arabic", "عربية", "العربية", "عربي", "darija", "دارجة"),
    "fr": ("fr", "francais", "french", "فرنسية", "الفرنسية", "فرنسي"),
    "zgh": ("zgh", "amazigh", "amazighe", "tamazight", "امازيغية", "الامازيغية"),
    "en": ("en", "anglais", "english", "انجليزية", "الانجليزية"),
}
ORIGIN_WORDS = {
    Origin.WORKSHOP: ("workshop", "atelier", "rencontre", "reunion", "ورشة", "لقاء"),
    Origin.LETTER: ("letter", "lettre", "courrier", "رسالة", "بريد"),
    Origin.PETITION: ("petition", "عريضة", "العريضة"),
}
AUTHOR_WORDS = {
    AuthorKind.GROUP: ("group", "groupe", "table", "مجموعة"),
    AuthorKind.ASSOCIATION: ("association", "ong", "ngo", "جمعية", "الجمعية"),
}

_AXIS_KEY = re.compile(r"axis:(\d+)")
_NUMBER = re.compile(r"(?:axis|axe|المحور|محور)?\s*n?[°.]?\s*(\d+)")
_COMMAS = re.compile("[,،;؛]")


def _by_word(words: Mapping[Any, tuple[str, ...]]) -> dict[str, str]:
    return {fold(each): str(key) for key, named in words.items() for each in named}


_LANGUAGES = _by_word(LANGUAGE_WORDS)
_ORIGINS = _by_word(ORIGIN_WORDS)
_AUTHORS = _by_word(AUTHOR_WORDS)


@dataclass(frozen=True, slots=True)
class Column:
    """One that rows of some phases have besides the usual ones.

    ``choices`` are the values of the grid with their labels; ``required`` ones have no
    empty choice that counts.
    """

    name: str
    label: Any
    choices: list[tuple[str, Any]]
    required: bool = False


@dataclass(frozen=True)
class Idea:
    """Checked; its fields are the arguments of ``contributions.services.enter``."""

    title: str
    text: str
    axis: Axis | None = None
    language: str = ""
    author_kind: str = AuthorKind.GROUP
    author_name: str = ""
    origin: str = Origin.WORKSHOP
    collected_by: str = ""
    reference: str = ""
    themes: list[Any] = field(default_factory=list)

    @property
    def words(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def about(self) -> str:
        """What it is about, in a word, for the report of an import."""
        return self.axis.title if self.axis else ""


class Reader:
    """Reads ideas for one canonical phase; what they may name is looked up once.

    A room above may read other rows in its own way: see ``readers``.
    """

    columns: list[Column] = []
    needs_title = True

    def __init__(self, phase: PhasePage, origin: str = Origin.WORKSHOP) -> None:
        self.phase = phase
        self.origin = origin
        self.axes = axes_of(phase) if self.has_axes else []
        self._by_key = {each.row.pk: each.row for each in self.axes}
        self._by_number = {each.row.order: each.row for each in self.axes}
        self._by_title = {fold(each.row.title.strip()): each.row for each in self.axes}
        translations = Axis.objects.filter(
            translation_key__in=[each.row.translation_key for each in self.axes]
        )
        keys = {each.row.translation_key: each.row for each in self.axes}
        for other in translations if keys else ():
            self._by_title.setdefault(
                fold(other.title.strip()), keys[other.translation_key]
            )
        # A theme, or the name of one that an earlier row has asked for.
        self._themes: dict[str, Theme | str] | None = None
        self._looked_up: dict[str, bool] = {}

    has_axes = True

    # What the screens and the slips say of these rows; made when somebody reads it.

    @property
    def grid_title(self) -> str:
        return _("Enter ideas")

    @property
    def about_label(self) -> str:
        return _("Axis")

    @property
    def asked(self) -> str:
        """The question on a slip, where the phase has none of its own."""
        return _("What do you propose?")

    @property
    def blanks(self) -> list[str]:
        """Lines of a slip to fill in besides the text."""
        return []

    @staticmethod
    def ready(count: int) -> str:
        return ngettext("Publish %(count)d idea", "Publish %(count)d ideas", count) % {
            "count": count
        }

    @staticmethod
    def published(count: int) -> str:
        return ngettext(
            "%(count)d idea is published.", "%(count)d ideas are published.", count
        ) % {"count": count}

    def enter(
        self,
        idea: Idea,
        *,
        by: Any,
        workshop: Any,
        external_key: str,
        now: dt.datetime | None = None,
    ) -> tuple[Contribution, bool]:
        """Through the room's one door; raises ``Refused`` and ``ValidationError``."""
        return enter(
            phase=self.phase,
            by=by,
            workshop=workshop,
            external_key=external_key,
            now=now,
            **idea.words,
        )

    def look_up(self, many: Iterable[Mapping[str, str]]) -> None:
        """Ask for the references of many rows at once; without it, each asks alone."""
        found = {references.read(typed.get("reference", "")) for typed in many} - {None}
        taken = set(
            Contribution.objects.filter(reference__in=found).values_list(
                "reference", flat=True
            )
            if found
            else ()
        )
        self._looked_up = {str(each): each in taken for each in found}

    def read(self, typed: Mapping[str, str]) -> tuple[Idea | None, dict[str, str]]:
        """The idea, or else a sentence for each field that is wrong.

        ``typed`` has texts by the names of :class:`Idea`; themes stand between commas.
        """
        errors: dict[str, str] = {}
        title = clean(typed.get("title", "")).replace("\n", " ").strip()
        text = clean(typed.get("text", ""))
        self._words(title, text, errors)
        found = self.make(
            typed,
            errors,
            title=title,
            text=text,
            axis=self._axis(typed.get("axis", ""), errors),
            language=self._language(typed.get("language", ""), errors)
            or guess_language(f"{title} {text}", conf.fallback_language()),
            author_kind=_choice(typed.get("author_kind", ""), _AUTHORS)
            or AuthorKind.GROUP,
            author_name=_short(typed, "author_name", NAME_LENGTH, errors),
            origin=self._origin(typed.get("origin", ""), errors),
            collected_by=_short(typed, "collected_by", COLLECTED_LENGTH, errors),
            reference=self._reference(typed.get("reference", ""), errors),
            themes=self._named(typed.get("themes", ""), errors),
        )
        return (None, errors) if errors else (found, {})

    def make(
        self, typed: Mapping[str, str], errors: dict[str, str], **words: Any
    ) -> Idea:
        """The row as it is entered; what else is wrong goes into ``errors``."""
        return Idea(**words)

    def _words(self, title: str, text: str, errors: dict[str, str]) -> None:
        most = conf.get("CONTRIBUTION_MAX_LENGTH")
        if not title and self.needs_title:
            errors["title"] = _("Give it a title: a few words.")
        elif len(title) > TITLE_LENGTH:
            errors["title"] = _too_long(len(title), TITLE_LENGTH)
        if not text:
            errors["text"] = _("Say what is proposed.")
        elif len(text) > most:
            errors["text"] = _too_long(len(text), most)

    def _axis(self, value: str, errors: dict[str, str]) -> Axis | None:
        """By ``axis:<key>`` of the grid, its title in any language, or its number."""
        value = value.strip()
        if not value:
            return None
        key = _AXIS_KEY.fullmatch(value)
        found = self._by_key.get(int(key[1])) if key else None
        if found is None:
            found = self._by_title.get(fold(value))
        if found is None:
            number = _NUMBER.fullmatch(fold(value))
            # Not the number of a row that has gone.
            found = self._by_number.get(int(number[1])) if number and not key else None
        if found is None:
            errors["axis"] = (
                _("The axis that was chosen is not in use any more; choose another.")
                if key
                else _("The cycle has no axis “%(text)s”.") % {"text": value[:80]}
            )
        return found

    def _language(self, value: str, errors: dict[str, str]) -> str:
        if not value.strip():
            return ""
        found = _choice(value, _LANGUAGES)
        if not found:
            errors["language"] = _(
                "“%(text)s” is none of these languages: %(names)s."
            ) % {
                "text": value.strip()[:40],
                "names": ", ".join(str(each.label) for each in Language),
            }
        return found

    def _origin(self, value: str, errors: dict[str, str]) -> str:
        if not value.strip():
            return self.origin
        found = _choice(value, _ORIGINS)
        if not found:
            errors["origin"] = _(
                "“%(text)s” is no origin of an idea on paper: %(names)s."
            ) % {
                "text": value.strip()[:40],
                "names": ", ".join(str(each.label) for each in PAPER_ORIGINS),
            }
        return found

    def _reference(self, value: str, errors: dict[str, str]) -> str:
        if not value.strip():
            return ""
        found = references.read(value)
        if found is None:
            errors["reference"] = _(
                "“%(text)s” is no reference of a slip: one sign is wrong. Compare it "
                "with the paper."
            ) % {"text": value.strip()[:20]}
            return ""
        taken = self._looked_up.get(found)
        if taken is None:
            taken = Contribution.objects.filter(reference=found).exists()
        if taken:
            errors["reference"] = _("The slip “%(text)s” was entered before.") % {
                "text": references.shown(found)
            }
        return found

    def _named(self, value: str, errors: dict[str, str]) -> list[Any]:
        """Themes that exist as rows, others as names that will be made."""
        names = [name for part in _COMMAS.split(value) if (name := clean(part).strip())]
        if not names:
            return []
        if len(names) > THEMES or any(len(name) > 60 for name in names):
            errors["themes"] = _(
                "At most %(most)d themes of one or two words, separated by commas."
            ) % {"most": THEMES}
            return []
        if self._themes is None:
            self._themes = {fold(each.name): each for each in Theme.objects.all()}
        return [self._themes.setdefault(fold(name), name) for name in names]


def _too_long(length: int, most: int) -> str:
    return _("This has %(length)d characters; %(most)d fit.") % {
        "length": length,
        "most": most,
    }


def _short(
    typed: Mapping[str, str], name: str, most: int, errors: dict[str, str]
) -> str:
    value = clean(typed.get(name, "")).replace("\n", " ").strip()
    if len(value) > most:
        errors[name] = _too_long(len(value), most)
    return value


def _choice(value: str, words: Mapping[str, str]) -> str:
    return words.get(fold(value.strip()), "")
