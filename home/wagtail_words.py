"""Words of Wagtail's screens that its Arabic catalogue lacks.

Named here, they are in the portal's own catalogue, which is asked before Wagtail's.
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    _('You do not have permission to publish pages at "%(page_title)s"'),
    _("Cancelled by %(cancelled_by)s"),
    _("%(model_name)s scheduled for publishing at %(go_live_at)s"),
    _("%(model_name)s scheduled for publishing"),
    _("%(model_name)s unscheduled for publishing at %(go_live_at)s"),
    _("%(model_name)s unscheduled from publishing"),
    _("Locked by"),
    _("Anyone"),
    _("- Select an option -"),
)
