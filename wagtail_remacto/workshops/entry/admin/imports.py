"""A spreadsheet of ideas: given, its columns matched, tried, imported."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from wagtail_remacto.collectivites.models import Language
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.workshops.entry.admin.grid import chosen_phase
from wagtail_remacto.workshops.entry.admin.screens import (
    EntryScreen,
    import_address,
)
from wagtail_remacto.workshops.entry.columns import (
    ORIGIN_OF_ALL,
    Field,
    initial_mapping,
)
from wagtail_remacto.workshops.entry.grid import no_phase
from wagtail_remacto.workshops.entry.ideas import PAPER_ORIGINS
from wagtail_remacto.workshops.entry.importing import (
    NotTried,
    report_as_csv,
    run,
    try_out,
    upload,
)
from wagtail_remacto.workshops.entry.planning import RowState
from wagtail_remacto.workshops.entry.readers import reader_for
from wagtail_remacto.workshops.entry.rights import may_enter, phases_for
from wagtail_remacto.workshops.entry.sheets import MAX_BYTES, MAX_ROWS, BadSheet, read
from wagtail_remacto.workshops.models import IdeaImport, ImportState

# Of a long report, what a screen shows; the rest is in the file.
SHOWN = 100
LISTED = 20
MEGABYTES = MAX_BYTES // 1024 // 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file has more than %(megabytes)d MB. Split it.")
                % {"megabytes": MEGABYTES}
            )
        try:
            self.sheet = read(given.read())
        except BadSheet as bad:
            raise forms.ValidationError(bad.sentence) from None
        return given


class MappingForm(forms.Form):
    """A column for each field; the headers are the choices."""

    def __init__(self, idea_import: IdeaImport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader_for(idea_import.phase)
        more = self.reader.columns
        usual = {
            each.value: each.label
            for each in Field
            if each is not Field.AXIS or self.reader.has_axes
        }
        self.labels = {**{each.name: each.label for each in more}, **usual}
        self.needed = {Field.TEXT.value, *(each.name for each in more if each.required)}
        columns = [
            (str(number), header or _("Column %(number)d") % {"number": number + 1})
            for number, header in enumerate(idea_import.headers)
        ]
        nothing: dict[str, str] = {
            Field.TITLE: _("No column: the first words of the text"),
            Field.KEY: _("No column: the row’s own words"),
        }
        if not self.reader.needs_title:
            nothing[Field.TITLE] = _("No column")
        for name, label in self.labels.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=name in self.needed,
                choices=[("", nothing.get(name, _("No column"))), *columns],
                error_messages={
                    "required": _("Choose the column with the ideas.")
                    if name == Field.TEXT
                    else _("Choose a column.")
                },
            )
        self.fields[ORIGIN_OF_ALL] = forms.ChoiceField(
            label=_("Origin of rows that do not say it"),
            choices=[(each.value, each.label) for each in PAPER_ORIGINS],
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for name, label in self.labels.items():
            at = found.get(name)
            if at and at in taken and name != Field.KEY:
                self.add_error(
                    name,
                    _("This column is “%(other)s” already.") % {"other": taken[at]},
                )
            elif at:
                taken[at] = str(label)
        return found

    @property
    def mapping(self) -> dict[str, Any]:
        chosen = {
            name: int(self.cleaned_data[name])
            for name in self.labels
            if self.cleaned_data.get(name)
        }
        return {**chosen, ORIGIN_OF_ALL: self.cleaned_data[ORIGIN_OF_ALL]}


class UploadView(EntryScreen):
    """Below a workshop or, for letters and petitions, a phase."""

    template_name = "wagtail_remacto/admin/idea_upload.html"
    page_title = gettext_lazy("Import ideas")

    @cached_property
    def phases(self) -> list[PhasePage]:
        if isinstance(self.page, PhasePage):
            return [self.page]
        return phases_for(self.request.user, self.page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        phase = chosen_phase(self.phases, request.POST)
        if phase is None:
            form.add_error(None, no_phase(self.page, None))
        if form.is_valid() and phase is not None:
            try:
                made = upload(
                    phase=phase,
                    workshop=None if self.page == phase else self.page,
                    name=form.cleaned_data["file"].name,
                    sheet=form.sheet,
                    by=request.user,
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("wagtail_remacto_import", made.key)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        context: dict[str, Any] = super().get_context_data(**kwargs)
        where: dict[str, Any] = {"workshop": self.page}
        if isinstance(self.page, PhasePage):
            where = {"workshop": None, "phase": self.page}
        context |= {
            "phases": self.phases,
            "megabytes": MEGABYTES,
            "rows": MAX_ROWS,
            "imports": IdeaImport.objects.filter(**where).defer("rows", "headers")[
                :LISTED
            ],
        }
        return context


class ImportView(EntryScreen):
    """The columns, then what would happen, then what has happened."""

    template_name = "wagtail_remacto/admin/idea_import.html"
    page_title = gettext_lazy("Import ideas")

    @cached_property
    def page(self) -> Any:
        return self.idea_import.workshop or self.idea_import.phase

    @cached_property
    def idea_import(self) -> IdeaImport:
        return import_of(self.request.user, self.kwargs["key"])

    def between(self) -> list[dict[str, Any]]:
        return [
            *super().between(),
            {"url": import_address(self.page), "label": self.page_title},
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        items[-1]["label"] = self.idea_import.name
        return items

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.idea_import
        here = redirect("wagtail_remacto_import", found.key)
        try:
            if "import" in request.POST:
                run(idea_import=found, by=request.user)
                messages.success(request, _("The import is done."))
                return here
            if found.state == ImportState.DONE:
                return here
            form = MappingForm(found, request.POST)
            if form.is_valid():
                try_out(idea_import=found, mapping=form.mapping, by=request.user)
                return redirect(f"{here.url}#report")
        except Refused as refused:
            messages.error(request, str(refused))
            return here
        except NotTried:
            messages.error(request, _("Try it first, then import."))
            return here
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.idea_import
        if "form" not in kwargs:
            chosen = found.mapping or initial_mapping(found)
            kwargs["form"] = MappingForm(
                found, initial={name: str(value) for name, value in chosen.items()}
            )
        context: dict[str, Any] = super().get_context_data(**kwargs)
        report = found.report.get("rows", [])
        odd = [row for row in report if row["state"] in ("error", "changed")]
        counts = found.report.get("counts", {})
        context |= {
            "idea_import": found,
            "is_tried": found.state != ImportState.UPLOADED,
            "is_done": found.state == ImportState.DONE,
            "counts": [
                (state.value, state.label, counts.get(state.value, 0))
                for state in RowState
            ],
            "new": counts.get(RowState.NEW.value, 0),
            "odd": odd[:SHOWN],
            "odd_more": max(0, len(odd) - SHOWN),
            "preview": _preview(report),
            "about_label": reader_for(found.phase).about_label,
            "headers": found.headers,
            "sample": found.rows[:3],
            "total": len(found.rows),
            "again": import_address(self.page),
        }
        return context


def _preview(report: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first rows that are new; their languages in the reader’s own."""
    new = [row for row in report if row["state"] == RowState.NEW.value][:LISTED]
    names = dict(Language.choices)
    return [{**row, "language": names.get(row["language"], "")} for row in new]


@require_safe
def import_report(request: HttpRequest, key: Any) -> HttpResponse:
    found = import_of(request.user, key)
    if found.state == ImportState.UPLOADED:
        raise Http404("There is no report yet.")
    response = HttpResponse(
        report_as_csv(found), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="ideas-{found.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def import_of(user: Any, key: Any) -> IdeaImport:
    found: IdeaImport = get_object_or_404(
        IdeaImport.objects.select_related("phase__locale", "workshop__locale"), key=key
    )
    if not may_enter(user, found.phase):
        raise PermissionDenied
    return found
