"""The groups of the people who work for a collectivité, and of the network."""

from collections.abc import Iterable
from itertools import product

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from wagtail_remacto.collectivites.models import (
    CollectivitePage,
    DirectoryPage,
    Role,
    Team,
)

# Group names are read in Wagtail's own screens, in whatever language: they are data,
# in the working language, and are never translated.
ROLE_NAMES = {Role.COMMS_OFFICER: "communication", Role.FOCAL_POINT: "point focal"}
NETWORK_GROUP = "Réseau – animation"
NETWORK_COLLECTION = "Réseau"

PAGE_ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
COLLECTION_ACTIONS = ("add", "change", "choose")

# What each group works with, by model name; a host's group may be given more.
# `add_cyclepage` and `add_committeepage` are asked when such a page is made.
Rights = dict[str, tuple[str, ...]]
_ALL = ("add", "change", "delete", "view")
_COMMS: Rights = {
    "axis": _ALL,
    "contribution": ("view", "enter", "moderate", "answer"),
    "poll": _ALL,
    "registration": ("change", "view"),
    "lineage": ("add", "view"),
    "milestone": _ALL,
    "update": ("add", "view"),
    "projectlead": ("add", "change", "view"),
    "partner": ("add", "change", "view"),
    "notereply": ("add", "view"),
}
# What a committee and a council decide is recorded here and by the network.
_RECORDS: Rights = {
    "seat": _ALL,
    "outcomerecord": ("add", "view"),
    "lineage": ("add", "view"),
    "decision": _ALL,
    "councilsession": _ALL,
    "deliberation": _ALL,
    "cyclepage": ("add",),
    "committeepage": ("add",),
    "cycleclosing": ("add", "view"),
}
_FOCAL: Rights = {**_COMMS, **_RECORDS, "evaluation": _ALL}
_NETWORK: Rights = {
    **_RECORDS,
    "axis": _ALL,
    "contribution": ("view",),
    "moderationreason": _ALL,
    "outcomereason": _ALL,
    "reviewcriterion": _ALL,
    "sessionmonth": _ALL,
    "closedperiod": _ALL,
    "principle": _ALL,
    "cycletemplate": _ALL,
    "theme": _ALL,
    "team": ("add",),
    "libraryentry": _ALL,
}
RIGHTS: dict[str, Rights] = {Role.COMMS_OFFICER: _COMMS, Role.FOCAL_POINT: _FOCAL}


@transaction.atomic
def provide_team(collectivite: CollectivitePage) -> dict[Role, Team]:
    """Give the collectivité its collection and a group for each role.

    Existing groups keep their names, members and further rights; what is missing is
    added, also for languages that the branch has got since. Returns the teams by role.
    """
    canonical: CollectivitePage = collectivite.canonical
    branches = list(
        CollectivitePage.objects.filter(translation_key=canonical.translation_key)
    )
    name = _short_name(canonical)
    collection = _collection(canonical, name)
    shared = _network_collection()
    teams = {}
    for role in Role:
        team = Team.objects.filter(collectivite=canonical, role=role).first()
        if team is None:
            group = Group.objects.create(name=f"{name} – {ROLE_NAMES[role]}")
            team = Team.objects.create(collectivite=canonical, role=role, group=group)
        _grant_pages(team.group, branches)
        _grant_collection(team.group, collection, COLLECTION_ACTIONS)
        _grant_collection(team.group, shared, ("choose",))
        team.group.permissions.add(*_model_permissions(RIGHTS[role]))
        teams[role] = team
    return teams


@transaction.atomic
def provide_network_group() -> Group:
    """The group of the network's officers, with every directory in every language.

    They open collectivités and keep what all share: calendars, principles, themes.
    Accounts stay with the administrators.
    """
    group, _created = Group.objects.get_or_create(name=NETWORK_GROUP)
    _grant_pages(group, DirectoryPage.objects.all())
    root = Collection.get_first_root_node()
    _grant_collection(group, root, COLLECTION_ACTIONS)
    _grant_collection(group, _network_collection(), COLLECTION_ACTIONS)
    group.permissions.add(*_model_permissions(_NETWORK))
    return group


def _short_name(canonical: CollectivitePage) -> str:
    """The French name; with the HCP code where another collectivité has it too."""
    name: str = (canonical.name_fr or canonical.title)[:100]
    taken = Group.objects.filter(name__startswith=f"{name} – ").exclude(
        pk__in=Team.objects.filter(collectivite=canonical).values("group")
    )
    if taken.exists():
        return f"{name} ({canonical.hcp_code or canonical.pk})"
    return name


def _collection(canonical: CollectivitePage, name: str) -> Collection:
    """The collection that the collectivité's groups write to, made if there is none."""
    groups = Team.objects.filter(collectivite=canonical).values("group")
    mine = GroupCollectionPermission.objects.filter(
        group__in=groups, permission__codename="add_image"
    ).select_related("collection")
    grant = mine.order_by("pk").first()
    if grant:
        return grant.collection
    return Collection.get_first_root_node().add_child(name=name)


def _network_collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=NETWORK_COLLECTION).first()
    return found or root.add_child(name=NETWORK_COLLECTION)


def _grant_pages(group: Group, pages: Iterable[Page]) -> None:
    wanted = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(Page),
        codename__in=[f"{action}_page" for action in PAGE_ACTIONS],
    )
    granted = set(
        GroupPagePermission.objects.filter(group=group).values_list(
            "page_id", "permission_id"
        )
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page_id, permission_id=permission_id)
        for page_id, permission_id in product(
            [page.pk for page in pages], [permission.pk for permission in wanted]
        )
        if (page_id, permission_id) not in granted
    )


def _grant_collection(
    group: Group, collection: Collection, actions: Iterable[str]
) -> None:
    """Rights to images and documents; Wagtail keeps them on its own two models."""
    wanted = Q()
    for model in (Image, Document):
        wanted |= Q(
            content_type=ContentType.objects.get_for_model(model),
            codename__in=[f"{action}_{model._meta.model_name}" for action in actions],
        )
    granted = set(
        GroupCollectionPermission.objects.filter(
            group=group, collection=collection
        ).values_list("permission_id", flat=True)
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(
            group=group, collection=collection, permission=permission
        )
        for permission in Permission.objects.filter(wanted)
        if permission.pk not in granted
    )


def _model_permissions(rights: Rights) -> list[Permission]:
    """The model permissions, the door to the admin, and leave to translate."""
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    wanted |= Q(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )
    for model_name, actions in rights.items():
        wanted |= Q(
            content_type__app_label="wagtail_remacto",
            codename__in=[f"{action}_{model_name}" for action in actions],
        )
    return list(Permission.objects.filter(wanted))
