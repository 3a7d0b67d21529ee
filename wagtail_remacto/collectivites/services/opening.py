"""The branch of a collectivité: its page in every language that has the directory."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from wagtail_remacto import conf
from wagtail_remacto.collectivites.models import CollectivitePage, DirectoryPage
from wagtail_remacto.collectivites.territories import Territory, territory


class UnknownTerritory(ValueError):
    """HCP has no territory of this code, and no name was given instead."""


@transaction.atomic
def open_branch(
    *,
    hcp_code: str,
    directory: DirectoryPage,
    names: Mapping[str, str] | None = None,
    slug: str = "",
    locales: Iterable[Locale] | None = None,
    user: Any = None,
    live: bool = True,
    **facts: Any,
) -> CollectivitePage:
    """Make the page of the collectivité in each language of the directory.

    Names come from HCP unless ``names`` gives them by language code; a language
    without a name of its own has the French one. ``locales`` narrows the languages;
    ``facts`` are further fields of :class:`CollectivitePage`. A collectivité that is
    there already keeps its pages as they are; missing languages are added. Returns the
    canonical page. Raises :class:`UnknownTerritory`.
    """
    found = territory(hcp_code)
    names = dict(names or {})
    if found is None and not names:
        raise UnknownTerritory(
            _(
                "HCP knows no territory “%(code)s”. A region has two digits (01), a "
                "province 01.571, a commune 01.571.01.11."
            )
            % {"code": hcp_code}
        )
    parents = _directories(directory, locales)
    known = _known(hcp_code, parents)
    first = next(iter(known.values()), None)
    key = first.translation_key if first else uuid.uuid4()
    slug = slug or (first.slug if first else _free_slug(found, names, parents))
    for language, parent in parents.items():
        page = known.get(language)
        if page is None:
            known[language] = _add(
                parent,
                user=user,
                live=live,
                title=_name(found, names, language),
                slug=slug,
                translation_key=key,
                hcp_code=hcp_code,
                **facts,
            )
        elif page.alias_of_id:
            _make_own(page, title=_name(found, names, language), user=user, live=live)
    pages = [known[language] for language in parents]
    canonical: CollectivitePage = pages[0].canonical
    return canonical


def _directories(
    directory: DirectoryPage, locales: Iterable[Locale] | None
) -> dict[str, DirectoryPage]:
    """The directory by language, the fallback language first; no aliases."""
    group = (
        DirectoryPage.objects.filter(
            translation_key=directory.translation_key, alias_of__isnull=True
        )
        .select_related("locale")
        .order_by("pk")
    )
    if locales is not None:
        group = group.filter(locale__in=list(locales))
    pages = sorted(
        group, key=lambda page: page.locale.language_code != conf.fallback_language()
    )
    return {page.locale.language_code: page for page in pages}


def _known(
    hcp_code: str, parents: Mapping[str, DirectoryPage]
) -> dict[str, CollectivitePage]:
    """The pages of the collectivité that exist, by language, aliases included."""
    pages = CollectivitePage.objects.filter(hcp_code=hcp_code).select_related("locale")
    return {
        page.locale.language_code: page
        for page in pages.order_by("pk")
        if page.locale.language_code in parents
    }


def _name(found: Territory | None, names: Mapping[str, str], language: str) -> str:
    if language in names:
        return names[language]
    if found:
        return found.name(language)
    return names.get("fr") or next(iter(names.values()))


def _free_slug(
    found: Territory | None,
    names: Mapping[str, str],
    parents: Mapping[str, DirectoryPage],
) -> str:
    """The French name in ASCII; a province of the same name as a commune says so."""
    name = slugify(_name(found, names, "fr")) or "collectivite"
    wanted = [name]
    if found:
        code = found.code.replace(".", "-")
        wanted += [f"{name}-{found.kind}", f"{name}-{code}"]
    taken = set()
    for parent in parents.values():
        taken.update(parent.get_children().values_list("slug", flat=True))
    wanted += [f"{name}-{number}" for number in range(2, len(taken) + 3)]
    return next(slug for slug in wanted if slug not in taken)


def _add(
    parent: DirectoryPage, *, user: Any, live: bool, **fields: Any
) -> CollectivitePage:
    page = CollectivitePage(locale=parent.locale, live=False, owner=user, **fields)
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    revision = page.save_revision(user=user, log_action=False)
    if live:
        revision.publish(user=user, skip_permission_checks=True)
        page.refresh_from_db()
    return page


def _make_own(page: CollectivitePage, *, title: str, user: Any, live: bool) -> None:
    """Turn an alias, which mirrors another language, into a page of its own."""
    page.alias_of = None
    page.title = page.draft_title = title
    page.save(clean=False)
    revision = page.save_revision(user=user, log_action=True)
    if live:
        revision.publish(user=user, skip_permission_checks=True)
