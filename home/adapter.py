"""The portal's answers to what the package leaves to its host."""

from typing import Any

from allauth.account.models import EmailAddress

from wagtail_remacto.adapter import Adapter


class PortalAdapter(Adapter):
    def confirmed_email(self, user: Any) -> str:
        """The address that the person has confirmed by a code, in small letters."""
        address = (
            EmailAddress.objects.filter(user_id=user.pk, verified=True)
            .order_by("-primary", "pk")
            .values_list("email", flat=True)
            .first()
        )
        return (address or "").lower()

    def account_at(self, email: str) -> Any | None:
        """The account of whoever has confirmed this address by a code."""
        address = (
            EmailAddress.objects.filter(
                email__iexact=email, verified=True, user__is_active=True
            )
            .select_related("user")
            .order_by("-primary", "pk")
            .first()
        )
        return address and address.user
