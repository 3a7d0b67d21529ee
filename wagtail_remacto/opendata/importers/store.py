"""Puts items into pages and rows, once for each language, and remembers them.

An item whose digest is the remembered one is left alone, with whatever officers made
of it since. What an officer deleted stays deleted, unless the page above it is gone
too and has to be made again.
"""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from wagtail_remacto.opendata.importers.report import Item, ItemError, Report
from wagtail_remacto.opendata.importers.tongues import Tongue, in_each
from wagtail_remacto.opendata.importers.writing import (
    Values,
    as_stored,
    assign,
    free_slug,
    news,
    remembered,
    update_page,
    where_empty,
    write_children,
)
from wagtail_remacto.opendata.models import ImportRecord
from wagtail_remacto.programmes.errors import ProgrammeError

# Counted up when the same file has to become something else than before.
MAPPING_VERSION = 2


class Group:
    """One thing in all its languages; ``made`` are the locales it is new in."""

    def __init__(self, members: dict[int, Any], made: set[int] | None = None) -> None:
        self.members = members
        self.made = made or set()

    def __bool__(self) -> bool:
        return bool(self.members)

    def get(self, tongue: Tongue) -> Any:
        return self.members.get(tongue.locale.pk)


class Store:
    """The items of one file.

    With ``refresh``, items that the file does not change are written again too: what is
    made of them depends on the translations of the day (titles, sentences of ours).
    """

    def __init__(
        self,
        file: str,
        prefixes: tuple[str, ...],
        tongues: list[Tongue],
        *,
        refresh: bool = False,
    ) -> None:
        self.file = file
        self.refresh = refresh
        self.tongues = tongues
        self.report = Report()
        self.touched: list[models.Model] = []
        known = models.Q()
        for prefix in prefixes:
            known |= models.Q(key__startswith=prefix)
        self.records = {
            record.key: record for record in ImportRecord.objects.filter(known)
        }

    @property
    def directories(self) -> Group:
        return Group({tongue.locale.pk: tongue.directory for tongue in self.tongues})

    def canonical(self, group: Group) -> Any:
        """The member of the group that civic rows point at."""
        for tongue in self.tongues:
            if group.get(tongue):
                return group.get(tongue)
        return None

    def keyed(
        self, prefix: str, items: list[Values], natural: Callable[[Values], str]
    ) -> list[tuple[str, Values]]:
        """Each item with its lasting key, which does not tell its place in the list.

        A single item without a record takes over a single record without an item: its
        date or title was corrected.
        """
        seen: Counter[str] = Counter()
        keys = []
        for item in items:
            name = natural(item)
            seen[name] += 1
            keys.append(
                f"{prefix}{name}" + (f"-{seen[name]}" if seen[name] > 1 else "")
            )
        known = [key for key in self.records if key.startswith(prefix)]
        left = [
            key for key in known if key not in keys and "/" not in key[len(prefix) :]
        ]
        new = [key for key in keys if key not in self.records]
        if len(left) == len(new) == 1 and _kind(left[0], prefix) == _kind(
            new[0], prefix
        ):
            record = self.records.pop(left[0])
            record.key = new[0]
            record.digest = ""
            record.save()
            self.records[record.key] = record
        return list(zip(keys, items, strict=True))

    def pages(
        self,
        key: str,
        path: str,
        payload: Any,
        model: type[Page],
        parents: Group,
        build: Callable[[Tongue], Values],
        adopt: Callable[[], Any] | None = None,
        always: bool = False,
    ) -> Group:
        """The pages of an item, made or brought up to date where the file is new.

        ``build`` gives the fields for one language, with it active. ``adopt`` finds a
        page that somebody made by hand. ``always`` reads unchanged pages too, and makes
        them again if they are gone.
        """

        def create(tongue: Tongue, values: Values, translation_key: uuid.UUID) -> Any:
            parent = parents.get(tongue)
            if parent is None:
                return None
            page = model(
                locale=tongue.locale,
                translation_key=translation_key,
                **as_stored(model, values),
            )
            page.slug = free_slug(parent, page.slug)
            parent.add_child(instance=page)
            return page

        return self._settle(
            key,
            path,
            payload,
            model,
            build,
            create,
            update_page,
            adopt,
            always,
            parents,
        )

    def rows(
        self,
        key: str,
        path: str,
        payload: Any,
        model: type[models.Model],
        build: Callable[[Tongue], Values],
        adopt: Callable[[], Any] | None = None,
        always: bool = False,
        parents: Group | None = None,
    ) -> Group:
        """The rows of an item, one for each language."""

        def create(tongue: Tongue, values: Values, translation_key: uuid.UUID) -> Any:
            row = model(
                locale=tongue.locale,
                translation_key=translation_key,
                **as_stored(model, values),
            )
            row.full_clean()
            row.save()
            write_children(row, values)
            log(instance=row, action="wagtail.create", content_changed=True)
            return row

        def update(row: Any, values: Values) -> None:
            assign(row, values)
            row.full_clean()
            row.save()
            write_children(row, values)
            log(instance=row, action="wagtail.edit", content_changed=True)

        return self._settle(
            key, path, payload, model, build, create, update, adopt, always, parents
        )

    def record_only(
        self, key: str, path: str, payload: Any, write: Callable[[], models.Model]
    ) -> None:
        """An item that is one row in all languages; ``write`` makes or changes it."""
        record, digest = self.records.get(key), digest_of(payload)
        if record and record.digest == digest:
            self._note("unchanged", key, record.model, "")
            return
        try:
            row = write()
        except ValidationError as error:
            raise ItemError(path, _in_one_line(error)) from error
        self._remember(key, digest, type(row), None, row.pk)
        self._note(
            "updated" if record else "created", key, type(row).__name__, str(row)
        )

    def extend(
        self, key: str, payload: Any, group: Group, build: Callable[[Tongue], Values]
    ) -> None:
        """Say something more of pages that another item has made.

        Streams take the blocks in; other fields are filled where they are empty.
        """
        record, digest = self.records.get(key), digest_of(payload)
        same = record is not None and record.digest == digest
        if same and not group.made and not self.refresh:
            self._note("unchanged", key, record.model, "")
            return
        each = in_each(self.tongues, build)
        before = record.written if record else {}
        title, changed = "", False
        for tongue in self.tongues:
            page = group.get(tongue)
            if page is None:
                continue
            title = title or page.title
            values = each[tongue.locale.pk]
            if tongue.code in before and tongue.locale.pk not in group.made:
                values = news(values, before[tongue.code])
            else:
                values = where_empty(page, values)
            if values:
                changed = True
                update_page(page, values)
                self.touched.append(page)
        model = type(next(iter(group.members.values())))
        translation_key = next(iter(group.members.values())).translation_key
        self._remember(key, digest, model, translation_key, None, each)
        outcome = "created" if not record else "updated" if changed else "unchanged"
        self._note(outcome, key, model.__name__, title)

    def _settle(
        self,
        key: str,
        path: str,
        payload: Any,
        model: Any,
        build: Callable[[Tongue], Values],
        create: Callable[[Tongue, Values, uuid.UUID], Any],
        update: Callable[[Any, Values], None],
        adopt: Callable[[], Any] | None,
        always: bool,
        parents: Group | None,
    ) -> Group:
        record, digest = self.records.get(key), digest_of(payload)
        same = record is not None and record.digest == digest
        anew = parents.made if parents else set()
        if same and not always and not anew and not self.refresh:
            self._note("unchanged", key, record.model, "")
            return Lazy(self, model, record.translation_key)
        members = self._members(model, record.translation_key) if record else {}
        adopted = False
        if not members and adopt and (found := adopt()) is not None:
            members = self._members(model, found.translation_key)
            adopted = True
        # What an item that says nothing new may lack was deleted by somebody.
        every = {tongue.locale.pk for tongue in self.tongues}
        may_make = anew if same and not always else every
        write = not same or adopted or self.refresh
        if not write and not may_make - set(members):
            self._note("unchanged", key, record.model, _title(members))
            return Group(members)
        if not members and not may_make:
            return Group({})
        try:
            each = in_each(self.tongues, build)
            before = record.written if record else {}
            made, changed = self._write(
                members,
                each,
                before,
                create,
                update,
                may_make=may_make,
                write=write,
                adopted=adopted,
            )
        except ValidationError as error:
            raise ItemError(path, _in_one_line(error)) from error
        except ProgrammeError as error:
            raise ItemError(path, error.sentence) from error
        if not members:
            raise ItemError(path, _("The page that it belongs below is gone."))
        first = next(iter(members.values()))
        if not write:
            each = {pk: values for pk, values in each.items() if pk in made}
        self._remember(key, digest, model, first.translation_key, None, each)
        outcome = "created" if len(made) == len(members) else "updated"
        if not made and not changed:
            outcome = "unchanged"
        self._note(outcome, key, model.__name__, _title(members))
        return Group(members, made)

    def _write(
        self,
        members: dict[int, Any],
        each: dict[int, Values],
        before: dict[str, Values],
        create: Callable[[Tongue, Values, uuid.UUID], Any],
        update: Callable[[Any, Values], None],
        *,
        may_make: set[int],
        write: bool,
        adopted: bool,
    ) -> tuple[set[int], bool]:
        """Make the missing languages and change the others; says which are new."""
        translation_key = (
            next(iter(members.values())).translation_key if members else uuid.uuid4()
        )
        made: set[int] = set()
        changed = False
        for tongue in self.tongues:
            values = each[tongue.locale.pk]
            member = members.get(tongue.locale.pk)
            if member is None:
                if tongue.locale.pk in may_make:
                    member = create(tongue, values, translation_key)
                if member is None:
                    continue
                members[tongue.locale.pk] = member
                made.add(tongue.locale.pk)
                self.touched.append(member)
            elif write:
                values = {k: v for k, v in values.items() if k != "slug"}
                if adopted:
                    values = where_empty(member, values)
                elif tongue.code in before:
                    values = news(values, before[tongue.code])
                if values:
                    update(member, values)
                    self.touched.append(member)
                    changed = True
        return made, changed

    def _members(self, model: Any, translation_key: uuid.UUID) -> dict[int, Any]:
        found = model.objects.filter(translation_key=translation_key)
        if issubclass(model, Page):
            found = found.filter(alias_of=None)
        locales = {tongue.locale.pk: tongue.locale for tongue in self.tongues}
        members = {}
        for each in found:
            if each.locale_id in locales:
                each.locale = locales[each.locale_id]
                members[each.locale_id] = each
        return members

    def _remember(
        self,
        key: str,
        digest: str,
        model: Any,
        translation_key: Any,
        pk: Any,
        each: dict[int, Values] | None = None,
    ) -> None:
        record = self.records.get(key)
        record, _made = ImportRecord.objects.update_or_create(
            key=key,
            defaults={
                "digest": digest,
                "model": model.__name__,
                "translation_key": translation_key,
                "object_id": pk,
                "written": {
                    **(record.written if record else {}),
                    **{
                        tongue.code: remembered(
                            each[tongue.locale.pk],
                            record.written.get(tongue.code, {}) if record else {},
                        )
                        for tongue in self.tongues
                        if each and tongue.locale.pk in each
                    },
                },
            },
        )
        self.records[key] = record

    def _note(self, outcome: str, key: str, model: str, title: str) -> None:
        getattr(self.report, outcome).append(Item(self.file, key, model, title))


class Lazy(Group):
    """A group that is read only if something below it needs it."""

    def __init__(self, store: Store, model: Any, translation_key: Any) -> None:
        self._read = lambda: store._members(model, translation_key)
        self._found: dict[int, Any] | None = None
        self.made = set()

    @property
    def members(self) -> dict[int, Any]:  # type: ignore[override]
        if self._found is None:
            self._found = self._read()
        return self._found


def digest_of(payload: Any) -> str:
    text = json.dumps(
        [MAPPING_VERSION, payload], sort_keys=True, ensure_ascii=False, default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _kind(key: str, prefix: str) -> str:
    """What a correction of an item's date or title does not change."""
    return key[len(prefix) :].split("-")[0]


def _title(members: dict[int, Any]) -> str:
    return str(next(iter(members.values()), ""))


def _in_one_line(error: ValidationError) -> str:
    if hasattr(error, "error_dict"):
        return " ".join(
            f"{field}: {' '.join(messages)}"
            for field, messages in error.message_dict.items()
        )
    return " ".join(error.messages)
