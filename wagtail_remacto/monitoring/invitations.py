"""The link in an invitation: it says who speaks for the association, no more."""

from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wagtail_remacto.collectivites.languages import best_for_the_screen
from wagtail_remacto.collectivites.pages import Words
from wagtail_remacto.monitoring.errors import MonitoringError
from wagtail_remacto.monitoring.messages import LINK_DAYS, PURPOSE
from wagtail_remacto.monitoring.models import Partner, PartnerState
from wagtail_remacto.monitoring.services.partners import open_invitation
from wagtail_remacto.people import confirmations
from wagtail_remacto.people.confirmations import Confirmation, Question
from wagtail_remacto.people.links import DeadLink
from wagtail_remacto.people.models import Participant
from wagtail_remacto.people.services import confirm, participant_at
from wagtail_remacto.programmes.models import ProjectPage


def _found(subject: str) -> Partner:
    rows = Partner.objects.select_related("project__locale", "participant")
    found = rows.filter(pk=subject).first()
    if found is None or (
        found.participant_id is None
        and (found.state != PartnerState.INVITED or not found.email)
    ):
        raise DeadLink(_("This invitation was taken back, or its time is up."))
    return found


def _title(project: ProjectPage) -> Words:
    """As the reader of the screen reads it; in its own language else."""
    found = ProjectPage.objects.filter(
        translation_key=project.translation_key, live=True, alias_of__isnull=True
    )
    read = best_for_the_screen(found.select_related("locale"))
    page = read.get(project.translation_key, project)
    return Words(page.title, page.locale.language_code)


def _ask(subject: str) -> Question:
    partner = _found(subject)
    project = _title(partner.project)
    return Question(
        title=_("Read the invitation"),
        text=format_html(
            _(
                "“%(organisation)s” was invited to carry out the project “%(project)s” "
                "together with the administration. You agree to nothing yet."
            )
            .replace("%(organisation)s", "{organisation}")
            .replace("%(project)s", "{project}"),
            organisation=format_html("<bdi>{}</bdi>", partner),
            project=format_html("<bdi{}>{}</bdi>", project.attrs, project),
        ),
        button=_("Read the invitation"),
    )


def _open(subject: str) -> tuple[Participant | None, str]:
    partner = _found(subject)
    way = reverse("wagtail_remacto:partnership", args=[partner.pk])
    if partner.participant_id is not None:
        return None, way
    with transaction.atomic():
        participant = participant_at(partner.email)
        try:
            is_first = open_invitation(partner=partner, participant=participant)
        except MonitoringError as error:
            raise DeadLink(error.sentence) from None
        # The address is shown to be theirs by whoever has opened what was sent there.
        confirm(participant)
    return participant if is_first else None, way


confirmations.register(Confirmation(PURPOSE, ask=_ask, confirm=_open, days=LINK_DAYS))
