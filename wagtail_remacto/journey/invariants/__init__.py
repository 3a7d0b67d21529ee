"""The rules that make it trustworthy, checked against the rows (domain.md).

``remacto_verify`` and the integrity page of a programme run them.
"""

from wagtail_remacto.journey.invariants import (  # noqa: F401
    council,
    decisions,
    ideas,
    monitoring,
    versions,
)
from wagtail_remacto.journey.invariants.findings import Finding, check, verify

__all__ = ["Finding", "check", "verify"]
