"""Report a text, answer a moderator, and read how a phase is moderated."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wagtail_remacto import conf
from wagtail_remacto.adapter import get_adapter
from wagtail_remacto.contributions import references, services
from wagtail_remacto.contributions.errors import ContributionError
from wagtail_remacto.contributions.figures import moderation_figures
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    ModerationAct,
    ReportReason,
    Standing,
)
from wagtail_remacto.contributions.queries import page_or_404
from wagtail_remacto.contributions.reasons import reasons_in_use
from wagtail_remacto.contributions.services.telling import PURPOSE
from wagtail_remacto.contributions.subjects import Subject
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.gate import Refused
from wagtail_remacto.cycles.kinds import Moderation
from wagtail_remacto.cycles.models import PhasePage
from wagtail_remacto.people import confirmations, kept
from wagtail_remacto.people import session as sessions
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.refusals import refuse
from wagtail_remacto.people.services import confirm
from wagtail_remacto.people.traps import TrappedForm

_METHODS = ["GET", "HEAD", "POST"]


class ReportForm(TrappedForm, forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Only the moderators read this."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "Only the moderators read it. You may answer a decision once."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context["remacto_base"] = conf.get("BASE_TEMPLATE")
    return TemplateResponse(
        request,
        f"wagtail_remacto/contributions/{template}.html",
        context,
        status=status,
    )


@never_cache
@require_http_methods(_METHODS)
def report_contribution(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(
        Contribution.objects.select_related("phase__locale", "author"),
        reference=references.read(ref) or "",
    )
    return _report(request, found, found.get_absolute_url())


@never_cache
@require_http_methods(_METHODS)
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Comment.objects.select_related(
            "phase__locale", "author", "discussion__contribution"
        ),
        pk=pk,
    )
    about = found.discussion.contribution
    if about is not None and not about.is_public:
        raise Http404("What it is about is not public.")
    return _report(
        request,
        found,
        f"{reverse('wagtail_remacto:discussion', args=[found.discussion_id])}"
        f"#comment-{found.pk}",
    )


def _report(request: HttpRequest, subject: Subject, back: str) -> HttpResponse:
    is_done = request.method != "POST" and "sent" in request.GET
    if subject.standing != Standing.PUBLIC and not is_done:
        return _not_there(request, subject, back)
    who = sessions.whoever(request)
    verdict = gate.check(who, gate.Deed.REPORT, subject.phase)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not verdict:
        return _refused(request, verdict, form)
    if is_done:
        context = {"subject": subject, "back": back}
        return _page(request, "report_sent", context)
    problem = ""
    if form.is_valid():
        participant: Any = sessions.participant(request)
        try:
            services.report(
                subject=subject,
                participant=participant,
                reason=form.cleaned_data["reason"],
                text=form.cleaned_data["text"],
                suspicion=form.suspicion,
                sender=sessions.sender(request),
            )
        except Refused as refused:
            return _refused(request, refused.verdict, form)
        except ContributionError as error:
            problem = error.sentence
        else:
            return redirect(f"{request.path}?sent")
    if isinstance(who, Participant) and subject.author_id == who.pk:
        problem = _("It is your own: you may withdraw it yourself.")
    status = 422 if form.is_bound else 200
    if not form.is_bound:
        form.initial = kept.initial(request, request.path)
    context = {
        "form": form,
        "subject": subject,
        "is_idea": isinstance(subject, Contribution),
        "title": _title(subject),
        "back": back,
        "problem": problem,
    }
    return _page(request, "report", context, status=status)


def _refused(
    request: HttpRequest, verdict: gate.Verdict, form: forms.Form
) -> HttpResponse:
    return refuse(
        request,
        verdict,
        kept=_words(form),
        back=request.get_full_path(),
        fields=("reason", "text", "opened"),
    )


def _not_there(request: HttpRequest, subject: Subject, back: str) -> HttpResponse:
    """Held meanwhile, while somebody was writing their report."""
    if request.method == "POST" and subject.standing == Standing.HELD:
        form = ReportForm(request.POST)
        return _page(
            request, "report_late", {"kept": _words(form), "back": back}, status=409
        )
    raise Http404("This text is not public.")


def _words(form: forms.Form) -> dict[str, str]:
    typed = str(form.data.get("text", "")) if form.is_bound else ""
    return {str(form.fields["text"].label): typed[:500]}


def _title(subject: Subject) -> str:
    if isinstance(subject, Contribution):
        return subject.title
    return str(Truncator(subject.text).chars(80))


@never_cache
@require_http_methods(_METHODS)
def answer_moderation(request: HttpRequest, pk: int) -> HttpResponse:
    """For the author alone; anyone else learns nothing of it."""
    who = sessions.whoever(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not who.is_authenticated:
        verdict = gate.check(who, gate.Deed.REPORT, _phase_of(pk))
        words = _words(form) if form.is_bound else None
        return refuse(request, verdict, kept=words, back=request.path, fields=("text",))
    act = _act(pk)
    subject: Any = act.contribution or act.comment
    if not isinstance(who, Participant) or subject.author_id != who.pk:
        raise Http404("Not a decision about a text of yours.")
    if form.is_valid():
        try:
            services.answer(act=act, author=who, text=form.cleaned_data["text"])
        except ValidationError as error:
            for message in error.messages:
                form.add_error("text", message)
        except ContributionError as error:
            form.add_error(None, error.sentence)
        else:
            return redirect(request.path)
    elif not form.is_bound:
        form.initial = kept.initial(request, request.path)
    return _page(
        request,
        "answer_moderation",
        {
            "act": act,
            "subject": subject,
            "is_idea": isinstance(subject, Contribution),
            "form": form,
            "may_answer": services.may_answer(act, who),
        },
        status=422 if form.is_bound else 200,
    )


def _act(pk: int) -> ModerationAct:
    found: ModerationAct = get_object_or_404(
        ModerationAct.objects.select_related(
            "contribution__phase__locale",
            "contribution__author",
            "comment__phase__locale",
            "comment__author",
            "comment__discussion",
        ),
        pk=pk,
    )
    return found


def _phase_of(pk: int) -> PhasePage:
    act = _act(pk)
    subject: Any = act.contribution or act.comment
    return subject.phase


def _told(subject: str) -> ModerationAct:
    act = (
        ModerationAct.objects.select_related("contribution__author", "comment__author")
        .filter(pk=subject)
        .first()
    )
    author = act and (act.contribution or act.comment).author  # type: ignore[union-attr]
    if act is None or author is None or author.user_id or author.erased_at:
        raise DeadLink(
            _("This link leads to no one any more. Open “My space” instead.")
        )
    return act


def _ask(subject: str) -> Question:
    _told(subject)
    return Question(
        title=_("Answer the moderators"),
        text=_("You will read what was decided about your text, and may answer once."),
        button=_("Go on to my answer"),
    )


def _open(subject: str) -> tuple[Participant | None, str]:
    act = _told(subject)
    text: Any = act.contribution or act.comment
    address = reverse("wagtail_remacto:moderation_answer", args=[act.pk])
    if act.answered_at is not None:
        return None, address
    return confirm(text.author), address


confirmations.register(Confirmation(PURPOSE, ask=_ask, confirm=_open))


@require_safe
def phase_moderation(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules in words, and what they have led to in numbers."""
    phase = page_or_404(PhasePage, pk)
    adapter = get_adapter()
    return _page(
        request,
        "moderation",
        {
            "phase": phase,
            "mode": adapter.moderation(phase),
            "modes": Moderation,
            "reports_to_hold": adapter.reports_to_hold(phase),
            "figures": moderation_figures(phase),
            "reasons": reasons_in_use(),
        },
    )
