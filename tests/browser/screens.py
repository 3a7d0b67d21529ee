"""Run in the portal's shell: which pages of its demonstration the browser looks at.

Of each type the page of the fictional commune, where everything is filled in, and of
the real ones the page with the most on it and the one with the least. Then the screens
of taking part, those of the committee and the council, and officers of that commune who
read Arabic.
"""

import json

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.urls import reverse
from wagtail.models import Site
from wagtail.users.models import UserProfile

from home.demo.accounts import PASSWORD
from home.models import ContentPage, NewsIndexPage, NewsPage
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CyclePage,
    Deliberation,
    DirectoryPage,
    Evaluation,
    Lineage,
    Milestone,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)
from wagtail_remacto.polling.models import Poll
from wagtail_remacto.programmes.models import Remark

root = Site.objects.get(is_default_site=True).root_page
invented = CollectivitePage.objects.filter(fictional=True, locale=root.locale).first()


def weight(page):
    return len(page.to_json()) + 500 * page.get_descendant_count()


def path(page):
    return page.url_path.removeprefix(root.url_path)


screens = {"HomePage": [""]}
for model in (
    DirectoryPage,
    CollectivitePage,
    CyclePage,
    PhasePage,
    WorkshopPage,
    CommitteePage,
    ProgrammePage,
    ProjectPage,
    ContentPage,
    NewsIndexPage,
    NewsPage,
):
    pages = model.objects.live().descendant_of(root)
    chosen = []
    if invented:
        chosen += list(pages.descendant_of(invented, inclusive=True)[:1])
        pages = pages.not_descendant_of(invented, inclusive=True)
    by_weight = sorted(pages, key=weight)
    chosen += by_weight[-1:] + by_weight[:1]
    screens[model.__name__] = list(dict.fromkeys(path(page) for page in chosen))

directory = screens["DirectoryPage"][0]
query = QueryDict(mutable=True)
query["q"] = "Tétouan"
screens["Map"] = [f"{directory}?view=map"]
screens["Nothing found"] = [f"{directory}?q=zzzz"]
screens["Search"] = ["search/", f"search/?{query.urlencode()}"]
screens["Consultations"] = ["consultations/"]
screens["Programmes"] = ["programmes/"]
screens["Not found"] = ["nulle-part/"]


def below(name, *args):
    return reverse(f"wagtail_remacto:{name}", args=args).removeprefix("/fr/")


# The phase of the demonstration in which citizens take part, and what they gave.
reports = WorkshopPage.objects.filter(locale=root.locale, slug="atelier-budget")
slips = reports.descendant_of(invented).get()
phase = slips.get_parent().specific
douars = phase.get_children().get(slug="atelier-des-douars")
given = Contribution.objects.filter(phase=phase, standing=Standing.PUBLIC)
ideas = [
    below("contribution", each.shown_reference)
    for each in given.filter(author__isnull=False).order_by("-comments_count", "pk")[:8]
]
hidden = Contribution.objects.filter(phase=phase, standing=Standing.HIDDEN).first()
poll = Poll.objects.get(phase=phase, locale=root.locale)
screens["Open phase"] = [path(phase)]
screens["Contributions"] = [below("contributions", phase.pk)]
screens["Contribution"] = ideas[:1] + [below("contribution", hidden.shown_reference)]
screens["Contribute"] = [below("contribute", phase.pk)]
screens["Discussion"] = [
    below("page_discussion", phase.pk),
    below("phase_moderation", phase.pk),
]
screens["Poll"] = [below("poll", poll.pk)]
screens["Register"] = [below("register", douars.pk)]
screens["My space"] = [below("my_space")]
screens["Sign in"] = ["accounts/login/"]
# Of each, a test takes one that no other does.
screens["To react to"] = ideas[1:]
screens["Grid"] = [reverse("wagtail_remacto_entry_grid", args=[slips.pk])]
screens["Moderation"] = [reverse("remacto_moderation")]

# The cycle that ended with the council's vote.
adoption = Deliberation.objects.filter(
    programme__in=ProgrammePage.objects.descendant_of(invented), result__isnull=False
).get()
programme = adoption.programme
lineages = Lineage.objects.filter(project__in=programme.get_children(), ended_at=None)
lineage = lineages.order_by("pk").first()
decision = Decision.objects.filter(version__programme=programme).first()
remark = Remark.objects.filter(version__programme=programme).first()
open_cycle = phase.get_parent()
owed = given.filter(outcome="", nature="idea").first()
screens["Versions"] = [below("programme_versions", programme.pk)]
screens["Reading view"] = [
    below("programme_version", programme.pk, number) for number in (1, 3)
]
screens["Differences"] = [
    below("version_differences", programme.pk, before, before + 1) for before in (1, 2)
]
screens["Printed programme"] = [below("programme_print", programme.pk)]
screens["Remarks"] = [
    below("version_remarks", programme.pk, 1),
    below("phase_remarks", remark.version.phase_id),
    below("remark", programme.pk, 1),
    below("contribution", remark.contribution.shown_reference),
]
screens["What changed"] = [below("programme_changes", programme.pk)]
screens["Decision"] = [below("decision", decision.pk), path(decision.committee)]
screens["Journey"] = [
    below("contribution_journey", idea.shown_reference)
    for idea in (lineage.contribution, remark.contribution, owed)
] + [below("project_journey", lineage.project_id)]
screens["Flow"] = [below("programme_flow", programme.pk)]
screens["Integrity"] = [below("programme_integrity", programme.pk)]
screens["Answers"] = [
    below("answer_ledger"),
    below("collectivite_answers", invented.pk),
    below("compare_cycles", invented.pk),
    below("project_library"),
]

# How the adopted programme was carried out, and a real one of which less is known.
disputed = (
    Milestone.objects.filter(
        project__in=programme.get_children(), notes__stance="contradicts"
    )
    .order_by("pk")
    .first()
)
untold = (
    ProjectPage.objects.live()
    .descendant_of(root)
    .not_descendant_of(invented)
    .order_by("path")
    .first()
)
screens["Network"] = [below("network_board")]
screens["Progress"] = [
    below("programme_progress", programme.pk),
    below("project_progress", disputed.project_id),
    below("programme_progress", untold.get_parent().pk),
    below("project_progress", untold.pk),
]
screens["Milestone"] = [
    below("milestone", disputed.pk),
    below("offer_partnership", untold.pk),
]
# Nobody who has not signed in publishes an update.
screens["Refused"] = [below("publish_update", untold.pk)]
screens["Update"] = [
    below("project_update", update.project_id, update.pk)
    for update in disputed.updates.order_by("pk")[:1]
]
evaluations = Evaluation.objects.filter(programme=programme, signed_at__isnull=False)
screens["Evaluations"] = [
    below("programme_evaluations", programme.pk),
    below("programme_evaluations", untold.get_parent().pk),
    *(below("evaluation", report.pk) for report in evaluations.order_by("pk")),
]

# What officers have before them: the cycle in analysis, and the one that was voted on.
draft = ProjectPage.objects.descendant_of(open_cycle).first()
pair = "&".join(f"idea={idea.pk}" for idea in given.filter(outcome="")[:2])


def desk(name, *args):
    return reverse(f"remacto_desk_{name}", args=[open_cycle.pk, *args])


def snippet(model, name, *args):
    return reverse(f"wagtailsnippets_wagtail_remacto_{model}:{name}", args=args)


screens["Desk: home"] = [reverse("remacto_desk"), desk("cycle")]
screens["Desk: queue"] = [desk("queue")]
screens["Desk: idea"] = [desk("idea", owed.pk)]
screens["Desk: compare"] = [f"{desk('compare')}?{pair}"]
screens["Desk: merge"] = [f"{desk('merge')}?{pair}"]
screens["Desk: closing"] = [desk("closing")]
screens["Desk: translate"] = [f"{desk('translate')}?{pair}"]
screens["Desk: projects"] = [desk("projects"), desk("sources", draft.pk)]
screens["Desk: versions"] = [desk("versions")]
screens["Desk: decisions"] = [
    reverse("remacto_decisions"),
    reverse("remacto_decision", args=[decision.pk]),
    reverse("remacto_decision_draft", args=[decision.committee_id]),
]
screens["Desk: remarks"] = [
    reverse("remacto_remarks"),
    reverse("remacto_remarks_version", args=[remark.version_id]),
    reverse("remacto_remark", args=[remark.pk]),
]
screens["Desk: council"] = [
    snippet("councilsession", "list"),
    snippet("councilsession", "add"),
    snippet("deliberation", "list"),
    snippet("deliberation", "add"),
    snippet("deliberation", "inspect", adoption.pk),
    snippet("deliberation", "supersede", adoption.pk),
]
screens["Desk: wizard"] = [
    reverse("remacto_cycle_wizard_target", args=[invented.pk]),
]
screens["Desk: follow-up"] = [
    reverse("remacto_monitoring"),
    reverse("remacto_monitoring_project", args=[disputed.project_id]),
    reverse("remacto_monitoring_project", args=[draft.pk]),
    reverse("remacto_monitoring_add", args=[draft.pk]),
]
screens["Desk: voices"] = [
    reverse("remacto_partners"),
    f"{reverse('remacto_partners_invite')}?project={draft.pk}",
    reverse("remacto_notes"),
    reverse("remacto_notes_one", args=[disputed.notes.order_by("pk")[0].pk]),
]
screens["Desk: evaluations"] = [
    reverse("remacto_evaluations"),
    reverse("remacto_evaluation_close", args=[programme.get_parent().pk]),
]
screens["Desk: next cycle"] = [
    reverse("remacto_succession", args=[open_cycle.pk]),
    reverse("remacto_handover", args=[invented.pk]),
]
screens["Desk: adopted"] = [
    reverse("wagtailadmin_pages:edit", args=[lineage.project_id]),
]

for like, username in (
    ("tamaris-communication", "tamaris-arabe"),
    ("tamaris-focal", "tamaris-focal-arabe"),
):
    french = get_user_model().objects.get(username=like)
    arabic, _made = get_user_model().objects.get_or_create(
        username=username, email=f"{username}@remacto.example"
    )
    arabic.first_name, arabic.last_name = "أمينة", "تمارة"
    arabic.set_password(PASSWORD)
    arabic.save()
    EmailAddress.objects.get_or_create(
        user=arabic, email=arabic.email, verified=True, primary=True
    )
    arabic.groups.set(french.groups.all())
    profile = UserProfile.get_for_user(arabic)
    profile.preferred_language = "ar"
    profile.save()
print(json.dumps(screens))  # noqa: T201
