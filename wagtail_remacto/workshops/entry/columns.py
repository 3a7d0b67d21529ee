"""Which column of a spreadsheet holds what: guessed, remembered, chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_remacto.normalise import fold
from wagtail_remacto.workshops.entry.readers import headers_of, reader_for
from wagtail_remacto.workshops.models import IdeaImport, ImportState


class Field(models.TextChoices):
    """What a column may hold; the values are the names of ``ideas.Idea``."""

    TITLE = "title", _("Title")
    TEXT = "text", _("Text of the idea")
    AXIS = "axis", _("Priority axis: its title or its number")
    LANGUAGE = "language", _("Language")
    AUTHOR_NAME = "author_name", _("Group or association")
    AUTHOR_KIND = "author_kind", _("Whether it is a group or an association")
    ORIGIN = "origin", _("Origin: workshop, letter or petition")
    COLLECTED_BY = "collected_by", _("Collected by")
    THEMES = "themes", _("Themes, separated by commas")
    REFERENCE = "reference", _("Reference of the slip")
    KEY = "key", _("Number or key of the row, which never changes")


# Headers in French, Arabic and English, folded; the likeliest first.
HEADERS: dict[str, tuple[str, ...]] = {
    Field.TITLE: ("titre", "title", "intitule", "objet", "subject", "العنوان", "عنوان"),
    Field.TEXT: (
        "texte",
        "text",
        "idee",
        "idea",
        "proposition",
        "contribution",
        "description",
        "contenu",
        "remarque",
        "النص",
        "الفكرة",
        "الاقتراح",
        "المقترح",
        "المساهمة",
        "الوصف",
    ),
    Field.AXIS: ("axe", "axis", "axe prioritaire", "المحور", "محور"),
    Field.LANGUAGE: ("langue", "language", "lang", "اللغة", "لغة"),
    Field.AUTHOR_KIND: ("type d'auteur", "author kind", "نوع الجهة"),
    Field.AUTHOR_NAME: (
        "association",
        "groupe",
        "group",
        "auteur",
        "author",
        "organisation",
        "table",
        "الجمعية",
        "المجموعة",
        "الجهة",
    ),
    Field.ORIGIN: ("origine", "origin", "canal", "source", "المصدر", "القناة"),
    Field.COLLECTED_BY: ("recueilli par", "collecte par", "collected by", "جمعها"),
    Field.THEMES: ("themes", "theme", "thematique", "tags", "المواضيع", "الموضوع"),
    Field.REFERENCE: ("reference", "ref", "bulletin", "slip", "المرجع", "رقم المرجع"),
    Field.KEY: ("id", "cle", "key", "numero", "n°", "no", "num", "رقم", "الرقم", "ر.ت"),
}

# Mapping keys besides the fields: the origin of rows that do not say theirs.
ORIGIN_OF_ALL = "default_origin"


def guess(
    headers: Sequence[str], more: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, int]:
    """The column of each field that a header names; each column once.

    ``more`` are the headers of columns that only rows of some phases have; they come
    first.
    """
    all_known = {**(more or {}), **HEADERS}
    folded = [" ".join(fold(header).split()) for header in headers]
    found: dict[str, int] = {}
    for is_alike in (str.__eq__, str.startswith):
        for name, known in all_known.items():
            if name in found:
                continue
            for word in known:
                # “no” begins too many words.
                if is_alike is str.startswith and len(word) < 4:
                    continue
                at = _first(folded, fold(word), is_alike, set(found.values()))
                if at is not None:
                    found[str(name)] = at
                    break
    return found


def _first(headers: list[str], word: str, is_alike: Any, taken: set[int]) -> int | None:
    for number, header in enumerate(headers):
        if number not in taken and header and is_alike(header, word):
            return number
    return None


def remembered(idea_import: IdeaImport) -> dict[str, Any] | None:
    """What was chosen last for a file with the same columns, in the same place."""
    earlier = IdeaImport.objects.filter(
        phase__path__startswith=_branch(idea_import)
    ).exclude(pk=idea_import.pk)
    tried = earlier.exclude(state=ImportState.UPLOADED)
    for each in tried.order_by("-created_at").only("headers", "mapping")[:20]:
        if each.headers == idea_import.headers and each.mapping:
            mapping: dict[str, Any] = each.mapping
            return mapping
    return None


def _branch(idea_import: IdeaImport) -> str:
    """The path of the cycle, and so of one collectivité alone."""
    path: str = idea_import.phase.path
    return path[: -idea_import.phase.steplen]


def initial_mapping(idea_import: IdeaImport) -> dict[str, Any]:
    known = remembered(idea_import)
    if known:
        return known
    reader = reader_for(idea_import.phase)
    return dict(guess(idea_import.headers, headers_of(reader.columns)))
