"""One collectivité's cycles: pages, axes, and what the council did."""

from wagtail_remacto.opendata.importers import members
from wagtail_remacto.opendata.importers.process.cycle import load_cycle
from wagtail_remacto.opendata.importers.store import Store, Values


def prefixes(data: Values) -> tuple[str, ...]:
    return (f"process/{data['collectivite']['hcp_code']}/",)


def load(store: Store, data: Values) -> None:
    root = prefixes(data)[0]
    item = {
        **data["collectivite"],
        "platform_member_id": data.get("platform_member_id"),
    }
    group = members.collectivite(store, f"{root}collectivite", "collectivite", item)
    note = data.get("implementation_note_fr", "")
    for number, cycle in enumerate(data["cycles"]):
        if note:
            notes = [note, cycle.get("implementation_note_fr", "")]
            cycle = {**cycle, "implementation_note_fr": "\n".join(filter(None, notes))}
        load_cycle(
            store, f"{root}{cycle['id']}/", f"cycles[{number}]", group, cycle, item
        )
