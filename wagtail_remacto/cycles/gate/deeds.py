"""What is asked of the gate besides the actions of a phase, and whose right it is."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_remacto.cycles.kinds import Action


class Deed(models.TextChoices):
    """What is asked besides the actions of a phase."""

    READ = "read", gettext_lazy("read")
    MANAGE = "manage", gettext_lazy("edit")
    FOLLOW = "follow", gettext_lazy("follow")
    REPORT = "report", pgettext_lazy("deed", "report")
    CLAIM = "claim", gettext_lazy("claim an idea given on paper")
    ENTER = "enter", gettext_lazy("enter ideas given on paper")
    MODERATE = "moderate", gettext_lazy("moderate")
    ANSWER = "answer", gettext_lazy("answer for the collectivité")
    REVIEW = "review", gettext_lazy("review ideas for the committee")
    OUTCOME = "outcome", gettext_lazy("record what became of an idea")
    TRANSLATE = "translate", gettext_lazy("translate ideas into a project")
    DECIDE = "decide", gettext_lazy("record a decision of the committee")
    DELIBERATE = "deliberate", gettext_lazy("record a vote of the council")
    PLAN = "plan", gettext_lazy("plan a cycle")
    SCHEDULE = "schedule", gettext_lazy("set the milestones of a project")
    UPDATE = "update", gettext_lazy("publish news of a project")
    PARTNER = "partner", gettext_lazy("confirm the partners of a project")
    JOIN = "join", gettext_lazy("offer to be a partner of a project")
    MONITOR = "monitor", gettext_lazy("say how a milestone stands")
    REPLY = "reply", gettext_lazy("reply to civil society")
    EVALUATE = "evaluate", gettext_lazy("evaluate for the administration")
    EVALUATE_CIVIL = "evaluate_civil", gettext_lazy("evaluate for civil society")
    CLOSE = "close", gettext_lazy("close a cycle")
    RECOMMEND = "recommend", gettext_lazy("recommend a project to the network")


# The rights that the officers of a collectivité have besides their pages.
OFFICERS_RIGHTS = {
    Deed.ENTER: "wagtail_remacto.enter_contribution",
    Deed.MODERATE: "wagtail_remacto.moderate_contribution",
    Deed.ANSWER: "wagtail_remacto.answer_contribution",
    Deed.OUTCOME: "wagtail_remacto.add_outcomerecord",
    Deed.TRANSLATE: "wagtail_remacto.add_lineage",
    Deed.DECIDE: "wagtail_remacto.add_decision",
    Deed.DELIBERATE: "wagtail_remacto.add_deliberation",
    Deed.PLAN: "wagtail_remacto.add_cyclepage",
    Deed.SCHEDULE: "wagtail_remacto.add_milestone",
    Deed.UPDATE: "wagtail_remacto.add_update",
    Deed.PARTNER: "wagtail_remacto.add_partner",
    Deed.REPLY: "wagtail_remacto.add_notereply",
    Deed.EVALUATE: "wagtail_remacto.add_evaluation",
    Deed.CLOSE: "wagtail_remacto.add_cycleclosing",
    Deed.RECOMMEND: "wagtail_remacto.add_libraryentry",
}

# What makes something new in a cycle: none of it is done in one that is closed.
# Reading, following, reporting, moderating and claiming one’s own words stay possible,
# and so do reviews and outcomes: an answer is owed even then (domain rule 2). What
# follows an adoption is refused by its own room, in its own words.
MAKING = frozenset(
    {
        *Action,
        Deed.ENTER,
        Deed.ANSWER,
        Deed.TRANSLATE,
        Deed.DECIDE,
        Deed.DELIBERATE,
    }
)

# What the communication officers may do as well as the focal point.
OF_COMMUNICATION = (
    Deed.ENTER,
    Deed.MODERATE,
    Deed.ANSWER,
    Deed.TRANSLATE,
    Deed.SCHEDULE,
    Deed.UPDATE,
    Deed.PARTNER,
    Deed.REPLY,
)
