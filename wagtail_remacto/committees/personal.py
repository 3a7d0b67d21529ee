"""A seat is a public office: who holds it belongs to the record of the committee."""

from django.utils.translation import gettext_lazy as _

from wagtail_remacto.people import registry

registry.register_trace(
    "wagtail_remacto.Seat.user", _("with which account a member of a committee acts")
)
