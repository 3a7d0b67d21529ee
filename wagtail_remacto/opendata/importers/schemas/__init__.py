"""The four schemas, as checks. Their reference: docs/reference/import-schema.md."""

from wagtail_remacto.opendata.importers.schema import Check
from wagtail_remacto.opendata.importers.schemas.calendar import CYCLE_TEMPLATE
from wagtail_remacto.opendata.importers.schemas.members import MEMBERS
from wagtail_remacto.opendata.importers.schemas.network import NETWORK
from wagtail_remacto.opendata.importers.schemas.process import PROCESS

# In the order in which one needs the other.
SCHEMAS: dict[str, Check] = {
    "remacto-cycle/1": CYCLE_TEMPLATE,
    "remacto-members/1": MEMBERS,
    "remacto-network/1": NETWORK,
    "remacto-process/1": PROCESS,
}
