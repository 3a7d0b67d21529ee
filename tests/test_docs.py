"""The reference names all that there is, and its links lead somewhere."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.core.management import find_commands
from django.template import engines
from django.urls import URLResolver
from taggit.models import ItemBase
from wagtail.models import Page

import wagtail_remacto
from wagtail_remacto import blocks, conf, models, urls
from wagtail_remacto.templatetags.remacto import register

DOCS = Path(__file__).parents[1] / "docs"
README = DOCS.parent / "README.md"
PACKAGE = Path(wagtail_remacto.__file__).parent
BASE = PACKAGE / "templates" / "wagtail_remacto" / "base.html"
PAGES = sorted(DOCS.rglob("*.md"))

PAGE_TYPES = [
    model for name in models.__all__ if issubclass(model := getattr(models, name), Page)
]
ROWS = [
    models.Axis,
    models.Seat,
    models.CouncilSession,
    models.Deliberation,
    models.CycleTemplate,
    models.TemplatePhase,
    models.Principle,
    models.Poll,
    models.Choice,
]
# What committees and councils leave behind; described in records.md.
RECORDS = [
    models.Review,
    models.ReviewMark,
    models.ReviewCriterion,
    models.OutcomeReason,
    models.OutcomeRecord,
    models.LeadText,
    models.Decision,
    models.Attendance,
    models.CollegeVote,
    models.AnalysisClosing,
    models.ProgrammeVersion,
    models.ProjectVersion,
    models.Lineage,
    models.Remark,
    models.RemarkAnswer,
    models.SessionMonth,
    models.ClosedPeriod,
]
# Of these tag libraries the reference names everything.
WHOLE_LIBRARIES = ("deciding", "journey", "programmes", "remarks")
COMMON = ("summary", "image", "body", "sources")
# What the machinery of a page, a translation or an order in a list adds.
MACHINERY = {"id", "page_ptr", "translation_key", "locale", "sort_order", "template"}


def reference(name: str) -> str:
    return (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, down to the next of its level or above."""
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if re.match(r"#+ ", line)]
    for start in starts:
        if f"`{heading}`" not in lines[start]:
            continue
        level = lines[start].index(" ")
        ends = [i for i in starts if i > start and lines[i].index(" ") <= level]
        return "\n".join(lines[start : ends[0] if ends else None])
    return ""


def fields_of(model: type) -> set[str]:
    own = {
        field.name
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if not isinstance(field, GenericRelation)
    }
    if issubclass(model, Page):
        own -= {field.name for field in Page._meta.get_fields()}
        own -= set(COMMON)
    return own - MACHINERY


@pytest.mark.parametrize("name", conf.DEFAULTS)
def test_every_setting_is_in_the_reference(name):
    rows = [
        line
        for line in reference("settings").splitlines()
        if line.startswith(f"| `WAGTAIL_REMACTO_{name}` |")
    ]
    assert len(rows) == 1
    default = conf.DEFAULTS[name]
    assert f"`{default}`" in rows[0] or f'`"{default}"`' in rows[0]


def test_every_system_check_is_in_the_reference():
    source = (PACKAGE / "checks.py").read_text(encoding="utf-8")
    for check in re.findall(r'id="(wagtail_remacto\.\w+)"', source):
        assert f"`{check}`" in reference("settings")


@pytest.mark.parametrize("name", blocks.__all__)
def test_every_block_and_its_fields_are_in_the_reference(name):
    text = section(reference("blocks"), name)
    assert text
    if name == "NextWorkshopsBlock":
        assert "the same three fields" in text
        return
    for field in getattr(blocks, name).base_blocks:
        assert f"| `{field}` |" in text


def test_the_blocks_of_a_body_are_in_the_reference():
    from wagtail_remacto.fields.body import BodyBlock

    for name in BodyBlock.base_blocks:
        assert f"| `{name}` |" in reference("blocks")


def test_every_block_of_the_base_template_is_in_the_reference():
    names = re.findall(r"{% block (\w+) %}", BASE.read_text(encoding="utf-8"))
    assert names
    for name in names:
        assert f"| `{name}` |" in reference("template-blocks")


@pytest.mark.parametrize("name", sorted(find_commands(str(PACKAGE / "management"))))
def test_every_command_and_its_options_are_in_the_reference(name):
    text = section(reference("commands"), name)
    assert text
    source = (PACKAGE / "management" / "commands" / f"{name}.py").read_text(
        encoding="utf-8"
    )
    for option in re.findall(r'"(--[\w-]+)"', source):
        assert f"| `{option}" in text


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_page_type_and_its_fields_are_in_the_reference(model):
    text = section(reference("page-types"), model.__name__)
    assert text
    for field in fields_of(model):
        assert f"| `{field}` |" in text, field


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_row_and_its_fields_are_in_the_reference(model):
    text = section(reference("page-types"), model.__name__)
    assert text
    for field in fields_of(model):
        assert f"| `{field}` |" in text, field


def test_every_row_of_committees_and_councils_is_described():
    rooms = ("wagtail_remacto.committees.", "wagtail_remacto.programmes.")
    rows = {
        model
        for model in apps.get_app_config("wagtail_remacto").get_models()
        if model.__module__.startswith(rooms)
        and not issubclass(model, (Page, ItemBase))
    }
    assert rows
    assert rows <= {*ROWS, *RECORDS}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_record_and_its_fields_are_in_the_reference(model):
    text = section(reference("records"), model.__name__)
    assert text
    for field in fields_of(model):
        assert f"| `{field}` |" in text, field


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_the_codes_of_a_record_are_in_the_reference(model):
    text = section(reference("records"), model.__name__)
    for field in model._meta.fields:
        codes = [code for code, _label in field.flatchoices]
        if len(codes) > 10:  # months
            continue
        (row,) = [
            line for line in text.splitlines() if line.startswith(f"| `{field.name}` |")
        ] or [""]
        assert not codes or row
        for code in filter(None, codes):
            assert f"`{code}`" in row


def test_the_reference_knows_no_field_that_is_not_there():
    for model in [*PAGE_TYPES, *ROWS, *RECORDS]:
        name = "records" if model in RECORDS else "page-types"
        text = section(reference(name), model.__name__)
        known = {field.name for field in model._meta.get_fields()}
        if model in (models.CycleTemplate, models.TemplatePhase):
            # They share a section.
            known |= {field.name for field in models.CycleTemplate._meta.get_fields()}
            known |= {field.name for field in models.TemplatePhase._meta.get_fields()}
        assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) <= known


def test_the_fields_of_every_page_are_in_the_reference():
    text = reference("page-types").split("## Fields of every page type")[1]
    for name in COMMON:
        assert f"| `{name}` |" in text.split("\n## ")[0]


def test_the_tags_and_filters_of_the_reference_exist():
    text = reference("templates-and-tags")
    tags, filters = text.split("### Tags")[1].split("### Filters")
    named = re.findall(r"^\| `(\w+)", tags, re.MULTILINE)
    assert named
    assert set(named) <= set(register.tags)
    named = re.findall(r"^\| `(\w+)", filters.split("\n## ")[0], re.MULTILINE)
    assert named
    assert set(named) <= set(register.filters)


@pytest.mark.parametrize(
    "library", sorted({*WHOLE_LIBRARIES, "contributions", "polling", "workshops"})
)
def test_the_tags_and_filters_of_every_room_exist(library):
    name = f"remacto_{library}"
    (text,) = [
        part
        for part in reference("templates-and-tags").split("\n## ")
        if f"{{% load {name} %}}" in part
    ]
    known = engines["django"].engine.template_libraries[name]
    tags = re.findall(r"^\| `{% (\w+)", text, re.MULTILINE)
    assert tags
    assert set(tags) <= set(known.tags)
    filters = re.findall(r"^\| <code>\w+&#124;(\w+)", text, re.MULTILINE)
    assert set(filters) <= set(known.filters)
    if library in WHOLE_LIBRARIES:
        assert set(tags) == set(known.tags)
        assert set(filters) == set(known.filters)


def test_every_address_of_what_is_decided_is_in_the_reference():
    rooms = (
        "committees",
        "programmes",
        "programmes.remarks",
        "journey",
        "monitoring",
        "notices",
    )
    included = {f"wagtail_remacto.{room}.urls" for room in rooms}
    names = {
        pattern.name
        for room in urls.urlpatterns
        if isinstance(room, URLResolver) and room.urlconf_module.__name__ in included
        for pattern in room.url_patterns
    }
    assert names
    text = reference("templates-and-tags").split("\n## Addresses\n")[1]
    first = [line.split("|")[1] for line in text.splitlines() if line[:3] == "| `"]
    assert names <= set(re.findall(r"`(\w+)`", " ".join(first)))


def test_every_template_of_the_reference_exists():
    named = re.findall(
        r"^\| `([\w/]+\.html)`", reference("templates-and-tags"), re.MULTILINE
    )
    assert named
    for name in named:
        assert (BASE.parent / name).is_file(), name
    pages = {
        str(each.relative_to(BASE.parent)) for each in BASE.parent.rglob("*_page.html")
    }
    assert pages <= set(named)


def test_every_token_of_the_style_sheet_is_in_the_reference():
    style = (PACKAGE / "static" / "wagtail_remacto" / "remacto.css").read_text(
        encoding="utf-8"
    )
    text = reference("template-blocks")
    for token in set(re.findall(r"^\s+(--remacto-[\w-]+):", style, re.MULTILINE)):
        if re.fullmatch(r"--remacto-step-\d", token):
            continue  # given as a range
        assert f"`{token}`" in text, token


def anchors(page: Path) -> set[str]:
    """What a link may name in a page: its headings and its own targets."""
    text = page.read_text(encoding="utf-8")
    found = set(re.findall(r"^\((\S+)\)=$", text, re.MULTILINE))
    for heading in re.findall(r"^#{1,3} (.+)$", text, re.MULTILINE):
        kept = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(kept.replace(" ", "-"))
    return found


@pytest.mark.parametrize(
    "document", [README, *PAGES], ids=lambda path: str(path.relative_to(DOCS.parent))
)
def test_every_link_leads_somewhere(document):
    text = re.sub(
        r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _hash, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


def test_every_page_is_in_the_contents():
    contents = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in PAGES:
        name = str(page.relative_to(DOCS).with_suffix(""))
        if name != "index":
            assert re.search(rf"^{re.escape(name)}$", contents, re.MULTILINE), name
