from typing import Any

from wagtail_remacto.collectivites.permissions import BranchPermissionPolicy
from wagtail_remacto.programmes.models import CouncilSession, Deliberation


class RecordPolicy(BranchPermissionPolicy):
    """A vote that is recorded is not rewritten, by nobody (domain rule 3)."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        if instance.outcome_recorded and action in ("change", "delete"):
            return False
        return super().user_has_permission_for_instance(user, action, instance)


session_policy = BranchPermissionPolicy(CouncilSession, "collectivite")
deliberation_policy = RecordPolicy(Deliberation, "session__collectivite", "programme")
