"""From paths to plain data: finding the files, decoding them, parsing YAML."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from wagtail_remacto.opendata.importers.report import Problem

MERGE = "tag:yaml.org,2002:merge"
SUFFIXES = {".yaml", ".yml"}


class _Loader(yaml.SafeLoader):
    """YAML's plain data, with dates left as they are written.

    PyYAML would turn ``2025-02-11`` into a date and fail on 30 February without
    saying where; a key written twice would silently lose its first value.
    """

    def compose_mapping_node(self, anchor: str | None) -> yaml.MappingNode:
        # Before “<<” is resolved: it takes in another mapping, and what is written
        # beside it wins without being written twice.
        node = super().compose_mapping_node(anchor)
        seen = set()
        for key_node, _value in node.value:
            if key_node.tag == MERGE:
                continue
            scalar = isinstance(key_node, yaml.ScalarNode)
            key = self.construct_object(key_node) if scalar else None
            shown = key if scalar else key_node.id
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {shown!r} is not a text", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{key}” is written twice", key_node.start_mark
                )
            seen.add(key)
        return node


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def find_files(paths: Iterable[str | Path]) -> tuple[list[Path], list[Problem]]:
    """The files that ``paths`` name, once each, in an order that only names decide."""
    found: dict[Path, Path] = {}
    problems = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = sorted(
                each
                for each in path.rglob("*")
                if each.is_file() and each.suffix.lower() in SUFFIXES
            )
            if not inside:
                problems.append(
                    Problem(str(path), "", _("There is no YAML file in this folder."))
                )
            for each in inside:
                found.setdefault(each.resolve(), each)
        elif path.is_file():
            found.setdefault(path.resolve(), path)
        else:
            problems.append(Problem(str(path), "", _("There is no such file.")))
    return sorted(found.values(), key=str), problems


def read(path: Path) -> tuple[Any, Problem | None]:
    """The file's data, or what keeps it from being read."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, Problem(name, "", str(error.strerror or error))
    except UnicodeDecodeError as error:
        return None, Problem(
            name, "", _("Not UTF-8: byte %(number)d is none.") % {"number": error.start}
        )
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        words = getattr(error, "problem", None) or str(error).splitlines()[0]
        return None, Problem(name, place, _("Not YAML: %(words)s.") % {"words": words})
    except (RecursionError, ValueError) as error:
        return None, Problem(name, "", _("Not YAML: %(words)s.") % {"words": error})
    if not isinstance(data, dict):
        return None, Problem(
            name,
            "",
            _("The file holds no mapping: it has to begin with “schema: …”."),
        )
    return data, None
