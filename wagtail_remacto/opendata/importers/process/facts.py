"""The dated facts of a cycle and of a project."""

from typing import Any

from django.utils.translation import gettext as _

from wagtail_remacto.fields.facts import FactStatus
from wagtail_remacto.opendata.importers.raw_blocks import (
    Origin,
    Raw,
    fact,
    inferred_note,
)
from wagtail_remacto.opendata.importers.store import Values
from wagtail_remacto.opendata.importers.tongues import Tongue


def cycle_facts(origin: Origin, tongue: Tongue, cycle: Values) -> list[Raw]:
    found = []
    origin.part(cycle.get("joined"))
    if cycle.get("joined"):
        found.append(
            fact(
                origin,
                tongue,
                "step",
                {},
                date=cycle["joined"],
                title=_("Joined the network"),
            )
        )
    origin.part(cycle.get("steps"))
    for step in cycle.get("steps", []):
        found.append(
            fact(origin, tongue, "step", step, date=step["date"], text=_french(step))
        )
    origin.part(cycle.get("partners"))
    for partner in cycle.get("partners", []):
        found.append(
            fact(
                origin,
                tongue,
                "partner",
                partner,
                title=partner["name"],
                text=_french(partner),
            )
        )
    origin.part(cycle.get("context"))
    for context in cycle.get("context", []):
        found.append(fact(origin, tongue, "context", context, text=_french(context)))
    origin.part(cycle.get("implementation"))
    found += [
        implementation(origin, tongue, each) for each in cycle.get("implementation", [])
    ]
    origin.part(cycle.get("implementation_note_fr"))
    if note := cycle.get("implementation_note_fr"):
        found.append(
            fact(
                origin,
                tongue,
                "implementation",
                {},
                title=_("How the progress is known"),
                text={"fr": note},
            )
        )
    origin.part(cycle.get("evaluation"))
    found += [_evaluation(origin, tongue, each) for each in cycle.get("evaluation", [])]
    return found


def project_facts(origin: Origin, tongue: Tongue, project: Values) -> list[Raw]:
    found = []
    for name, one in (("implementation", implementation), ("milestones", _milestone)):
        items = project.get(name, [])
        origin.part(items)
        found += [one(origin, tongue, each) for each in items]
    return found


def implementation(origin: Origin, tongue: Tongue, item: Values) -> Raw:
    return fact(
        origin,
        tongue,
        "implementation",
        item,
        date=item.get("date", ""),
        title=tongue.title(item.get("title") or {}),
        text=_french(item),
        status=item["status"],
        added=lambda: [inferred_note(item.get("basis"))],
    )


def _milestone(origin: Origin, tongue: Tongue, item: Values) -> Raw:
    status = item.get("status", "")
    known = status in FactStatus.values
    return fact(
        origin,
        tongue,
        "milestone",
        item,
        date=item.get("due", ""),
        title=tongue.title(item["title"]),
        status=status if known else "",
        added=lambda: (
            [_("Status: %(status)s.") % {"status": status}]
            if status and not known
            else []
        ),
    )


def _evaluation(origin: Origin, tongue: Tongue, item: Values) -> Raw:
    return fact(
        origin,
        tongue,
        "evaluation",
        item,
        title=_("Inception report"),
        text=_french(item),
        findings=[
            {"question": each["question_fr"], "result": each["result"]}
            for each in item.get("findings", [])
        ],
        added=lambda: [_("Evaluated by: %(body)s.") % {"body": item["evaluator_fr"]}],
        language="fr",
    )


def _french(item: Values) -> dict[str, Any]:
    return {"fr": item["summary_fr"]} if item.get("summary_fr") else {}
