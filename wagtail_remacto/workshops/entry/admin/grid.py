"""The grid: rows that are saved one by one, and published together."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.contributions.models import AuthorKind, Contribution
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.entry.admin.screens import (
    EntryScreen,
    grid_address,
    import_address,
    page_to_enter,
)
from wagtail_remacto.workshops.entry.grid import (
    COLUMNS,
    ForeignRow,
    no_phase,
    publish,
    save_row,
)
from wagtail_remacto.workshops.entry.ideas import Column, Reader
from wagtail_remacto.workshops.entry.readers import more_names, reader_for
from wagtail_remacto.workshops.entry.rights import phase_above, phases_for
from wagtail_remacto.workshops.models import EntryRow, WorkshopPage

# Without scripts, there is room for so many more at each saving.
EMPTY_ROWS = 3
# Stands for the key in the row that scripts copy.
PATTERN = "__key__"
AXIS = "axis:"


@dataclass
class GridRow:
    """A row as the screen shows it; ``number`` is 0 until it is saved."""

    key: str
    number: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    guessed: str = ""
    saved: bool = False
    columns: list[Column] = field(default_factory=list)

    @property
    def cells(self) -> list[tuple[Column, str, str]]:
        """The columns of this phase alone: what was typed, what is wrong with it."""
        return [
            (each, self.typed.get(each.name, ""), self.errors.get(each.name, ""))
            for each in self.columns
        ]

    def __getitem__(self, name: str) -> str:
        if name not in COLUMNS:
            raise KeyError(name)
        return self.typed.get(name, "")


class GridView(EntryScreen):
    template_name = "wagtail_remacto/admin/entry_grid.html"

    @property
    def page_title(self) -> str:
        return str(self.reader.grid_title) if self.phase else _("Enter ideas")

    @cached_property
    def phases(self) -> list[PhasePage]:
        return phases_for(self.request.user, self.page)

    @cached_property
    def phase(self) -> PhasePage | None:
        return chosen_phase(self.phases, self.request.POST or self.request.GET)

    @cached_property
    def reader(self) -> Any:
        """Of the phase, or what all readers say where there is none."""
        return reader_for(self.phase) if self.phase is not None else Reader

    def between(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.page.get_admin_display_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.page.pk != self.kwargs["pk"]:
            return redirect(grid_address(self.page))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole grid: saved, and published if that button was pressed."""
        refused = self._save_all()
        if refused:
            # Whatever was typed is shown again, below the sentence.
            messages.error(request, refused)
            return self.render_to_response(self.get_context_data(), status=403)
        if "publish" not in request.POST:
            messages.success(request, _("Saved."))
            return redirect(self._here())
        done = publish(workshop=self.page, by=request.user)
        if done.count:
            messages.success(request, self.reader.published(done.count))
        if done.errors:
            messages.warning(
                request,
                ngettext(
                    "%(count)d row is not complete; it says why.",
                    "%(count)d rows are not complete; each says why.",
                    len(done.errors),
                )
                % {"count": len(done.errors)},
            )
        # What is wrong with a field stands beside it; the rest is said here.
        for sentence in {wrong[""] for wrong in done.errors.values() if "" in wrong}:
            messages.error(request, sentence)
        if not done.count and not done.errors:
            messages.warning(request, _("There was nothing to publish."))
        return redirect(self._here())

    def _save_all(self) -> str:
        """Why nothing was saved; empty if everything was."""
        keys = posted_keys(self.request.POST)
        if not keys:
            return ""
        if self.phase is None:
            return self._why_not()
        try:
            for key in keys:
                save_row(
                    workshop=self.page,
                    phase=self.phase,
                    key=key,
                    typed=typed_in(self.request.POST, key),
                    by=self.request.user,
                )
        except Refused as refused:
            return str(refused)
        except ForeignRow:
            raise Http404("A row of another workshop.") from None
        return ""

    def _here(self) -> str:
        address = grid_address(self.page)
        if len(self.phases) > 1 and self.phase is not None:
            return f"{address}?phase={self.phase.pk}"
        return address

    def _why_not(self) -> str:
        parent = phase_above(self.page)
        verdict = (
            gate.ask(self.request.user, gate.Deed.ENTER, parent) if parent else None
        )
        return no_phase(self.page, verdict)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = EntryRow.objects.filter(workshop=self.page).select_related(
            "contribution", "phase__locale"
        )
        readers: dict[int, Reader] = {}
        if self.phase is not None:
            readers[self.phase.pk] = self.reader
            self.reader.look_up(row.data for row in rows if not row.contribution_id)
        open_rows = shown_rows(
            [row for row in rows if row.contribution_id is None], readers
        )
        kept = self._kept(open_rows)
        # Whatever phase a row was begun in, it goes to the one that is chosen.
        for row in [*open_rows, *kept]:
            row.columns = self.reader.columns
        context |= {
            "workshop": self.page,
            "phases": self.phases,
            "phase": self.phase,
            "why_not": "" if self.phase else self._why_not(),
            "rows": [*open_rows, *kept],
            "done": [row for row in rows if row.contribution_id],
            "pattern": GridRow(PATTERN, columns=self.reader.columns),
            "ready": ready_words(open_rows, self.reader),
            "row_url": reverse("wagtail_remacto_entry_row", args=[self.page.pk]),
            "slips_url": reverse("wagtail_remacto_slips", args=[self.page.pk]),
            "import_url": import_address(self.page),
            "axes": self._axes(),
            "languages": Language.choices,
            "author_kinds": author_kinds(),
        }
        return context

    def _axes(self) -> list[tuple[str, Any]]:
        if self.phase is None:
            return []
        return [(f"{AXIS}{each.row.pk}", each.title) for each in self.reader.axes]

    def _kept(self, saved: list[GridRow]) -> list[GridRow]:
        """Empty rows; after a refusal, what was typed in vain, also into ``saved``."""
        if self.request.method != "POST":
            return [GridRow(str(uuid.uuid4())) for _row in range(EMPTY_ROWS)]
        posted = {
            str(key): typed_in(self.request.POST, key)
            for key in posted_keys(self.request.POST)
        }
        for row in saved:
            row.typed = posted.pop(row.key, row.typed)
        return [GridRow(key, typed=typed) for key, typed in posted.items()]


@require_POST
def save_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One row, by a script; the answer says what is to be shown beside it."""
    workshop: WorkshopPage = page_to_enter(request.user, "workshop", pk)
    phase = chosen_phase(phases_for(request.user, workshop), request.POST)
    keys = posted_keys(request.POST)
    if len(keys) != 1:
        raise Http404("Exactly one row is saved.")
    if phase is None:
        return JsonResponse({"sentence": no_phase(workshop, None)}, status=409)
    try:
        row = save_row(
            workshop=workshop,
            phase=phase,
            key=keys[0],
            typed=typed_in(request.POST, keys[0]),
            by=request.user,
        )
    except Refused as refused:
        return JsonResponse({"sentence": str(refused)}, status=409)
    except ForeignRow:
        raise Http404("A row of another workshop.") from None
    answer: dict[str, Any] = {"state": "empty", "number": 0, "errors": {}}
    if row is not None and row.contribution_id:
        found: Contribution = row.contribution  # type: ignore[assignment]
        answer = {
            "state": "done",
            "number": row.number,
            "errors": {},
            "address": found.get_absolute_url(),
            "reference": found.shown_reference,
            "title": found.title,
        }
    elif row is not None:
        (shown,) = shown_rows([row], {})
        answer = {
            "state": "saved",
            "number": row.number,
            "errors": shown.errors,
            "guessed": shown.guessed,
        }
    answer["ready"] = ready_words(open_rows_of(workshop), reader_for(phase))
    return JsonResponse(answer)


def open_rows_of(workshop: WorkshopPage) -> list[GridRow]:
    rows = EntryRow.objects.filter(workshop=workshop, contribution__isnull=True)
    return shown_rows(list(rows.select_related("phase__locale")), {})


def shown_rows(rows: list[EntryRow], readers: dict[int, Reader]) -> list[GridRow]:
    """The rows with what is wrong with each now, and the language that was guessed.

    ``readers`` gets the reader of each phase; the number of queries follows the number
    of phases, not the one of rows.
    """
    for row in rows:
        if row.phase_id not in readers:
            readers[row.phase_id] = reader_for(row.phase)
            readers[row.phase_id].look_up(each.data for each in rows)
    shown = []
    for row in rows:
        idea, errors = readers[row.phase_id].read(row.data)
        guessed = ""
        if idea is not None and not row.data.get("language"):
            guessed = str(Language(idea.language).label)
        shown.append(
            GridRow(str(row.key), row.number, row.data, errors, guessed, saved=True)
        )
    return shown


def ready_words(rows: list[GridRow], reader: Any) -> str:
    """The words on the button."""
    count = sum(1 for row in rows if row.saved and not row.errors)
    words: str = reader.ready(count)
    return words


def author_kinds() -> list[tuple[str, Any]]:
    return [
        (AuthorKind.GROUP.value, gettext_lazy("Group")),
        (AuthorKind.ASSOCIATION.value, gettext_lazy("Association")),
    ]


def chosen_phase(phases: list[PhasePage], given: Mapping[str, Any]) -> PhasePage | None:
    """The one that the officer chose, if it is among them; else the likeliest."""
    wanted = str(given.get("phase", ""))
    for phase in phases:
        if str(phase.pk) == wanted:
            return phase
    return phases[0] if phases else None


def posted_keys(post: Any) -> list[uuid.UUID]:
    found = []
    for text in post.getlist("key"):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            raise Http404("Not the key of a row.") from None
    return found


def typed_in(post: Any, key: uuid.UUID) -> dict[str, str]:
    names = [*COLUMNS, *more_names()]
    return {name: post.get(f"{name}:{key}", "") for name in names}
