"""A site in three languages, and small files to import into it."""

import json
from pathlib import Path
from typing import Any

import yaml
from wagtail.models import Locale, Page, Site

DATA = Path(__file__).resolve().parents[2] / "home" / "demo" / "data"


def make_site() -> Page:
    """A root page in French, Arabic and English, and nothing below it."""
    locales = [
        Locale.objects.get_or_create(language_code=code)[0]
        for code in ("fr", "ar", "en")
    ]
    root = Page.objects.filter(depth=1).first()
    french = root.add_child(instance=Page(title="Accueil", slug="a", locale=locales[0]))
    for locale in locales[1:]:
        root.add_child(
            instance=Page(
                title=locale.language_code,
                slug=f"a-{locale.language_code}",
                locale=locale,
                translation_key=french.translation_key,
            )
        )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": french},
    )
    return french


def words(fr: str, ar: str, en: str) -> dict[str, str]:
    return {"fr": fr, "ar": ar, "en": en}


TETOUAN = {
    "hcp_code": "01.571.01.11",
    "kind": "commune",
    "name_fr": "Tétouan",
    "name_ar": "تطوان",
    "province_code": "01.571",
    "region_code": "01",
    "slug": "commune-tetouan",
}
MARTIL = {
    "hcp_code": "01.573.01.03",
    "kind": "commune",
    "name_fr": "Martil",
    "name_ar": "مرتيل",
    "slug": "commune-martil",
}
PLACE = "https://example.org/page"


def cycle(**more: Any) -> dict[str, Any]:
    return {"id": "2025", "framework": "remacto", **more}


def process(*cycles: dict[str, Any], of: dict[str, Any] = TETOUAN) -> dict[str, Any]:
    return {
        "schema": "remacto-process/1",
        "collectivite": dict(of),
        "cycles": list(cycles) or [cycle()],
    }


def members(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"schema": "remacto-members/1", "members": list(entries)}


def write(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(
        data
        if isinstance(data, str)
        else yaml.safe_dump(data, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    return path


def read_report(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report
