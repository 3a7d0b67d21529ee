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


# One of each thing, for tests that look at where things go.
FULL = cycle(
    wave=3,
    joined="2024-12",
    period={"start": "2025-10", "end": "2027"},
    lead_fr="Direction des services",
    steps=[{"date": "2025-01", "summary_fr": "Une étape.", "source": PLACE}],
    workshops=[
        {
            "kind": "co_creation",
            "date": "2025-03-12",
            "time": "10:30",
            "place_fr": "médiathèque",
            "summary_fr": "Un atelier.",
            "source": PLACE,
        },
        {"kind": "training", "date_text_fr": "février 2025", "mode": "online"},
        {
            "kind": "committee",
            "date": "2025-04",
            "source": None,
            "source_note_fr": "Lu.",
        },
    ],
    committee={
        "name": words("Comité de suivi", "لجنة التتبع", "Follow-up committee"),
        "size": 12,
        "women_share": 0.5,
        "composition": [{"group": "civil_society", "share": 0.5}],
        "coordinators": [{"group": "elected", "count": 1}],
    },
    partners=[{"name": "Une fondation", "summary_fr": "Un appui."}],
    axes=[
        {
            "order": 2,
            "title": words("Transparence", "الشفافية", "Transparency"),
            "kind": "principle",
            "source": PLACE,
        }
    ],
    projects=[
        {
            "ref": "MATET0001",
            "axis": 2,
            "title": words("Budget citoyen", "ميزانية المواطن", "Citizen budget"),
            "problem": words("Le budget est obscur.", "الميزانية غامضة.", "Obscure."),
            "baseline_fr": "Rien n'est publié.",
            "values": ["transparency", "participation"],
            "values_basis": "assigned",
            "values_note_fr": "Une remarque.",
            "lead_fr": "Service du budget",
            "shared_with": ["01.571.01.11", "02"],
            "start": "2025-10",
            "implementation": [{"status": "launched", "basis": "inferred"}],
            "milestones": [
                {
                    "title": words("Premier jalon", "محطة أولى", "First milestone"),
                    "due": "2026-03",
                    "status": "not_started",
                    "source": PLACE,
                }
            ],
            "source": PLACE,
        }
    ],
    consultations=[
        {
            "mode": "online",
            "subject": "projects",
            "start": "2025-06-01",
            "end": "2025-06-07",
            "announced": "2025-05-20",
            "channel_url": "https://example.org/consultation",
            "summary_fr": "Une consultation.",
        },
        {"mode": "in_person_and_online", "start": "2025-03", "end": "2025-04-15"},
        {"mode": "online", "start": "2025-05", "status": "planned"},
        {"mode": "online", "start": "2025", "end": "2026"},
    ],
    adoption={
        "status": "adopted",
        "session_fr": "session ordinaire d'octobre 2025",
        "date": "2025-10-06",
        "vote": "unanimous",
        "place_fr": "siège de la commune",
        "members_present": 16,
        "source": PLACE,
    },
    evaluation=[
        {
            "kind": "inception",
            "evaluator_fr": "Une association",
            "findings": [{"question_fr": "Un forum existe-t-il ?", "result": "yes"}],
        }
    ],
)


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
