"""The dated steps of a project: drafted, announced, postponed, given up."""

from wagtail_remacto.monitoring.services.milestones.drafting import (
    announce,
    change,
    delete,
    draft,
)
from wagtail_remacto.monitoring.services.milestones.moving import postpone, withdraw

__all__ = ["announce", "change", "delete", "draft", "postpone", "withdraw"]
