"""One import: the files in the order they need, each in a transaction of its own."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _
from modelsearch import index, signal_handlers
from modelsearch.backends import get_search_backends
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from wagtail_remacto.opendata.importers import members, network, process, templates
from wagtail_remacto.opendata.importers.reading import find_files, read
from wagtail_remacto.opendata.importers.report import ItemError, Problem, Report
from wagtail_remacto.opendata.importers.schema import Problems
from wagtail_remacto.opendata.importers.schemas import SCHEMAS
from wagtail_remacto.opendata.importers.store import Store
from wagtail_remacto.opendata.importers.tongues import tongues

logger = logging.getLogger(__name__)

LOADERS: dict[str, ModuleType] = {
    "remacto-cycle/1": templates,
    "remacto-members/1": members,
    "remacto-network/1": network,
    "remacto-process/1": process,
}


@dataclass(slots=True)
class _Read:
    """A file that is right in itself."""

    name: str
    schema: str
    data: dict[str, Any]


def import_paths(
    paths: Iterable[str | Path],
    *,
    dry_run: bool = False,
    parent: Page | None = None,
    refresh: bool = False,
) -> Report:
    """Import files and folders; what went in, and what was wrong with which file.

    A file with an error changes nothing, the others go in. ``dry_run`` does all of it
    and takes it back. ``parent`` is the directory, or the page below which it is made.
    ``refresh`` writes again what translations have changed since.
    """
    report = Report()
    files, problems = find_files(paths)
    report.errors += problems
    good = []
    for path in files:
        found, problems = _check(path)
        report.errors += problems
        if found:
            good.append(found)
    good = _without_repeats(good, report)
    order = list(SCHEMAS)
    good.sort(key=lambda each: (order.index(each.schema), each.name))
    with index_afterwards() as touched:
        if dry_run:
            with transaction.atomic():
                _load_all(good, report, parent, refresh)
                transaction.set_rollback(True)
        else:
            touched += _load_all(good, report, parent, refresh)
    return report


def _check(path: Path) -> tuple[_Read | None, list[Problem]]:
    try:
        return _checked(path)
    except Exception as error:
        logger.exception("The reading of %s failed.", path)
        return None, [Problem(str(path), "", _unexpected(error))]


def _checked(path: Path) -> tuple[_Read | None, list[Problem]]:
    name = str(path)
    data, problem = read(path)
    if problem:
        return None, [problem]
    schema = data.get("schema")
    if not isinstance(schema, str) or schema not in SCHEMAS:
        return None, [Problem(name, "schema", _unknown_schema(schema))]
    problems: Problems = []
    checked = SCHEMAS[schema](data, "", problems)
    if problems:
        return None, [Problem(name, place, reason) for place, reason in problems]
    return _Read(name, schema, checked), []


def _unknown_schema(schema: Any) -> str:
    known = ", ".join(SCHEMAS)
    if schema is None:
        return _("Missing. A file says what it is: one of %(known)s.") % {
            "known": known
        }
    return _("“%(schema)s” is not one of: %(known)s.") % {
        "schema": schema,
        "known": known,
    }


def _without_repeats(files: list[_Read], report: Report) -> list[_Read]:
    """The files without those that repeat a cycle of one before them."""
    seen: dict[tuple[str, str], str] = {}
    good = []
    for each in files:
        repeated = False
        for place, claim in _claims(each):
            if claim in seen:
                repeated = True
                report.errors.append(
                    Problem(
                        each.name,
                        place,
                        _("“%(file)s” of this import says this too.")
                        % {"file": seen[claim]},
                    )
                )
        if not repeated:
            seen.update({claim: each.name for _place, claim in _claims(each)})
            good.append(each)
    return good


def _claims(file: _Read) -> Iterator[tuple[str, tuple[str, str]]]:
    """What only one file of an import may speak of, with its place in the file."""
    if file.schema == "remacto-process/1":
        code = file.data["collectivite"]["hcp_code"]
        for number, cycle in enumerate(file.data["cycles"]):
            yield f"cycles[{number}].id", (code, cycle["id"])
    elif file.schema == "remacto-cycle/1":
        yield "id", ("template", file.data["id"])
    elif file.schema == "remacto-network/1":
        yield "schema", ("network", "")
        for number, cycle in enumerate(file.data.get("later_cycles", [])):
            yield f"later_cycles[{number}].id", ("template", cycle["id"])
    else:
        for number, member in enumerate(file.data["members"]):
            yield f"members[{number}].hcp_code", ("member", member["hcp_code"])


def _load_all(
    files: list[_Read], report: Report, parent: Page | None, refresh: bool
) -> list[Any]:
    touched = []
    for each in files:
        try:
            with transaction.atomic():
                loader = LOADERS[each.schema]
                store = Store(
                    each.name,
                    loader.prefixes(each.data),
                    tongues(parent),
                    refresh=refresh,
                )
                loader.load(store, each.data)
        except ItemError as error:
            report.errors.append(Problem(each.name, error.path, error.reason))
        except ValidationError as error:
            report.errors.append(Problem(each.name, "", "; ".join(error.messages)))
        except Exception as error:
            logger.exception("The import of %s failed.", each.name)
            report.errors.append(Problem(each.name, "", _unexpected(error)))
        else:
            report.extend(store.report)
            touched += store.touched
    return touched


def _unexpected(error: Exception) -> str:
    return _(
        "The file could not be read for an unexpected reason: %(error)s. "
        "The log has the details."
    ) % {"error": str(error) or type(error).__name__}


@contextmanager
def index_afterwards() -> Iterator[list[Any]]:
    """Leave the indexes alone, and put what is in the list into them at the end.

    An index outside the database knows nothing of a transaction that is taken back.
    """
    models = [
        model
        for model in index.get_indexed_models()
        if getattr(model, "search_auto_update", True)
    ]
    for model in models:
        post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model)
        post_delete.disconnect(signal_handlers.post_delete_signal_handler, sender=model)
    touched: list[Any] = []
    try:
        with disable_reference_index_auto_update():
            yield touched
    finally:
        for model in models:
            post_save.connect(signal_handlers.post_save_signal_handler, sender=model)
            post_delete.connect(
                signal_handlers.post_delete_signal_handler, sender=model
            )
    by_model: dict[type, dict[int, Any]] = {}
    for each in touched:
        by_model.setdefault(type(each), {})[each.pk] = each
    for model, objects in by_model.items():
        for each in objects.values():
            ReferenceIndex.create_or_update_for_object(each)
        if issubclass(model, index.Indexed):
            for backend in get_search_backends(with_auto_update=True):
                backend.get_index_for_model(model).add_items(
                    model, list(objects.values())
                )
