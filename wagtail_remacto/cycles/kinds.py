"""The words of a cycle: its phases, what citizens may do in them, its values."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PhaseKind(models.TextChoices):
    """The ten steps of the method, in its order (see ``docs/explanation/story.md``)."""

    INFORMATION = "information", _("Information meetings")
    AXES = "axes", _("Priority axes")
    CO_CREATION = "co_creation", _("Co-creation")
    ANALYSIS = "analysis", _("Analysis")
    SECOND_CONSULTATION = "second_consultation", _("Second consultation")
    VALIDATION = "validation", _("Validation by the committee")
    ADOPTION = "adoption", _("Adoption by the council")
    IMPLEMENTATION = "implementation", _("Implementation")
    EVALUATION = "evaluation", _("Evaluation")
    NEXT_CYCLE = "next_cycle", _("Next cycle")


# What these ask is asked of the public, whether or not it can be answered on the site.
PUBLIC = (PhaseKind.CO_CREATION, PhaseKind.SECOND_CONSULTATION)

ORDER = {kind: number for number, kind in enumerate(PhaseKind.values, start=1)}


class Action(models.TextChoices):
    """What a phase lets citizens do."""

    CONTRIBUTE = "contribute", _("propose an idea")
    SUPPORT = "support", _("support an idea")
    COMMENT = "comment", pgettext_lazy("deed", "comment")
    REMARK = "remark", _("remark on a draft project")
    ANSWER_POLL = "answer_poll", _("answer a poll")
    REGISTER = "register", _("register for a workshop")


class Moderation(models.TextChoices):
    """When a moderator reads what citizens write in a phase."""

    AFTER = "after", _("after it is published")
    BEFORE = "before", _("before it is published")
    RULES = "rules", _("before, if it looks like abuse; after, otherwise")


class Mode(models.TextChoices):
    IN_ROOM = "in_person", _("in the room")
    ONLINE = "online", _("online")


class Precision(models.TextChoices):
    """How precisely a date is known."""

    EXACT = "exact", _("to the minute")
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    TEXT = "text", _("only in words")


class Framework(models.TextChoices):
    REMACTO = "remacto", _("REMACTO")
    OGP_LOCAL = "ogp-local", _("OGP Local")


class Value(models.TextChoices):
    """OGP's values and the network's principles, as a commitment names them."""

    TRANSPARENCY = "transparency", _("Transparency")
    ACCOUNTABILITY = "accountability", _("Accountability")
    PARTICIPATION = "participation", _("Citizen participation")
    ACCESS = "access_to_information", _("Access to information")
    DIGITALISATION = "digitalisation", _("Digitalisation")
    INCLUSION = "inclusion", _("Inclusion")
