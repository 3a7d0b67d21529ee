"""What an adoption freezes, and who is told no (domain rule 5).

A page of an adopted programme says what the adopted version says, stays published and
stays where it is. Held against every change of a row or a revision, whoever makes it:
the editor, an importer, a translation, a schedule, a shell. Only a query that updates
rows behind the models' back passes; ``remacto_verify`` finds it.

What only a public source tells of names no version: no text can be held against its
pages then, and only the programme's page has to stay published.
"""

from wagtail_remacto.programmes.frozen.adopted import (
    Frozen,
    adoption_below,
    adoption_over,
    frozen,
    frozen_by,
    is_held,
    keys_adopted,
    kind_of,
    programme_path,
)
from wagtail_remacto.programmes.frozen.guards import connect, rooted_by_records

__all__ = [
    "Frozen",
    "adoption_below",
    "adoption_over",
    "connect",
    "frozen",
    "frozen_by",
    "is_held",
    "keys_adopted",
    "kind_of",
    "programme_path",
    "rooted_by_records",
]
