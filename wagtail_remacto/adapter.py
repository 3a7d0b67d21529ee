"""Policy, in one class that a host subclasses and names in ``ADAPTER``."""

from typing import Any

from wagtail_remacto import conf


class Adapter:
    """The network's usual policy."""

    def may_take_part(self, user: Any, target: Any) -> bool:
        """Whether this signed-in person may act as a citizen on ``target``."""
        return bool(user.is_active)

    def display_name(self, user: Any) -> str:
        """The name shown beside what the person wrote."""
        return user.get_full_name() or user.get_username()


def get_adapter() -> Adapter:
    """The adapter that the host has named, made anew for each call."""
    adapter: Adapter = conf.load("ADAPTER")()
    return adapter
