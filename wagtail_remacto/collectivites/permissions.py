"""Who acts for which collectivité: one rule, as a check and as a filter.

Whoever may change a page may change the civic rows that hang on it. The page's right
comes from the tree, as everywhere in Wagtail; what kinds of rows a person works with
comes from the group's model permissions. Both are asked, so that an officer acts in
their own collectivité only, whatever the screen.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from wagtail_remacto.collectivites.branch import canonical_only
from wagtail_remacto.collectivites.models import CollectivitePage, DirectoryPage


def may_change(user: Any, page: Page) -> bool:
    """Whether the person may change this page; no query once the rights are known."""
    return bool(
        user.is_authenticated
        and page_permission_policy.user_has_permission_for_instance(
            user, "change", page
        )
    )


def changeable(user: Any) -> QuerySet[Page]:
    """The pages for which :func:`may_change` holds; a subquery, not a list."""
    if not user.is_authenticated:
        return Page.objects.none()
    return page_permission_policy.instances_user_has_permission_for(user, "change")


def may_manage(user: Any, collectivite: CollectivitePage) -> bool:
    """Whether the person acts for this collectivité."""
    return may_change(user, collectivite.canonical)


def collectivites_for(user: Any) -> QuerySet[CollectivitePage]:
    """The collectivités for which :func:`may_manage` holds, each once.

    The rights of the user cost one query, the list another, however many there are.
    """
    pages = changeable(user).order_by().values("pk")
    return canonical_only(CollectivitePage.objects.filter(pk__in=pages))


def is_network_officer(user: Any) -> bool:
    """Whether the person keeps a directory, and so acts for all below it."""
    if user.is_superuser and user.is_active:
        return True
    pages = changeable(user).order_by().values("pk")
    return DirectoryPage.objects.filter(pk__in=pages).exists()


class BranchPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Rows that hang on a page: a right to the model *and* to the page.

    ``page_fields`` name the foreign keys that lead to pages, such as ``cycle`` or
    ``session__collectivite``; the person needs the right to each of those pages.
    """

    def __init__(self, model: type[Model], *page_fields: str) -> None:
        super().__init__(model)
        self.page_fields = page_fields

    def covers(self, user: Any, instance: Model) -> bool:
        """Whether the row hangs on pages of the person's own branches."""
        if not user.is_active:
            return False
        if user.is_superuser:
            return True
        return all(may_change(user, page) for page in self.pages_of(instance))

    def covered(self, user: Any) -> QuerySet[Any]:
        """The rows for which :meth:`covers` holds."""
        rows = self.model._default_manager.all()
        if not user.is_active:
            return rows.none()
        if user.is_superuser:
            return rows
        pages = changeable(user).order_by().values("pk")
        scope = Q()
        for name in self.page_fields:
            scope &= Q(**{f"{name}__in": pages})
        return rows.filter(scope)

    def pages_of(self, instance: Model) -> list[Page]:
        found = []
        for name in self.page_fields:
            value: Any = instance
            for part in name.split("__"):
                value = getattr(value, part)
            found.append(value)
        return found

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        return self.user_has_permission(user, action) and self.covers(user, instance)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.covered(user)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> QuerySet[Any]:
        users = self.users_with_any_permission(actions)
        for page in self.pages_of(instance):
            allowed = page_permission_policy.users_with_permission_for_instance(
                "change", page
            )
            users = users.filter(pk__in=allowed.values("pk"))
        return get_user_model()._default_manager.filter(pk__in=users.values("pk"))
