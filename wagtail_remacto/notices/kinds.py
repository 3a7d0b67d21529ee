from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can happen that somebody may want to hear of."""

    PHASE_OPENED = "phase_opened", _("a phase has opened")
    PHASE_CLOSING = "phase_closing", _("a phase closes soon")
    OUTCOME = "outcome", _("an idea was answered")
    REMARK_ANSWER = "remark_answer", _("a remark was answered")
    TRANSLATED = "translated", _("an idea has shaped a project")
    CONSULTED = "consulted", _("a draft programme is put to the public")
    VALIDATED = "validated", _("the committee has validated the programme")
    VOTED = "voted", _("the council has voted")
    MILESTONES = "milestones", _("milestones were announced")
    UPDATE = "update", _("an update was published")
    POSTPONED = "postponed", _("a milestone was postponed")
    COMPLETED = "completed", _("a project is completed")
    PARTNER = "partner", _("an association has become a partner")
    NOTE = "note", _("civil society has said how a milestone stands")
    REPLY = "reply", _("the administration has replied to civil society")
    EVALUATED = "evaluated", _("an evaluation was published")
    CYCLE_CLOSED = "cycle_closed", _("a cycle was closed")
    CYCLE_OPENED = "cycle_opened", _("a cycle was opened")
    CARRIED = "carried", _("something was carried over to the next cycle")
