"""Run in the portal's shell: which pages of its demonstration the browser looks at.

Of each type the page of the fictional commune, where everything is filled in, and of
the real ones the page with the most on it and the one with the least. Then the screens
of taking part, and an officer of that commune who reads Arabic.
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
from wagtail_remacto.contributions.models import Contribution, Standing
from wagtail_remacto.models import (
    CollectivitePage,
    CommitteePage,
    CyclePage,
    DirectoryPage,
    PhasePage,
    ProgrammePage,
    ProjectPage,
    WorkshopPage,
)
from wagtail_remacto.polling.models import Poll

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

french = get_user_model().objects.get(username="tamaris-communication")
arabic, _made = get_user_model().objects.get_or_create(
    username="tamaris-arabe", email="tamaris-arabe@remacto.example"
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
