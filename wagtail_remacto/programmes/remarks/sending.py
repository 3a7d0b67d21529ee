"""From the form to a remark, with consent and the message that confirms it."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from wagtail_remacto.collectivites.models import CollectivitePage
from wagtail_remacto.contributions.models import Standing
from wagtail_remacto.contributions.sending import Person, ask_to_confirm
from wagtail_remacto.cycles import gate
from wagtail_remacto.cycles.rates import Sender
from wagtail_remacto.people.models import ConsentPurpose
from wagtail_remacto.people.services import describe, participant_at, record_consent
from wagtail_remacto.programmes.models import ProgrammeVersion, Remark
from wagtail_remacto.programmes.services.remarks import phase_of, remark


@transaction.atomic
def send(
    *,
    version: ProgrammeVersion,
    key: uuid.UUID,
    person: Person,
    words: dict[str, Any],
    collectivite: CollectivitePage,
    absolute: Callable[[str], str],
    suspicion: Sequence[str] = (),
    sender: Sender | None = None,
) -> Remark:
    """The remark; ``words`` by the names of ``services.remark``.

    ``collectivite`` is the one that the form has named as responsible. Sent twice under
    one ``key``, it is one remark, one consent and one message. Raises ``gate.Refused``,
    the errors of ``remarks.errors`` and ``ValidationError``; then nothing is written.
    """
    known = person.participant is not None
    author = person.participant or participant_at(person.email)
    # Whoever sends the same form at once waits here, and finds it sent.
    gate.lock(phase_of(version))
    sent = Remark.objects.filter(contribution__submission_key=key)
    found = sent.select_related("contribution").first()
    if found is not None:
        return found
    made = remark(
        version=version,
        author=author,
        confirmed=known,
        display_name=person.display_name,
        submission_key=key,
        suspicion=suspicion,
        sender=sender,
        **words,
    )
    if known and author.display_name != person.display_name:
        describe(
            participant=author,
            display_name=person.display_name,
            language=author.language,
        )
    record_consent(
        participant=author,
        purpose=ConsentPurpose.CONTRIBUTE,
        collectivite=collectivite,
    )
    if made.contribution.standing == Standing.UNCONFIRMED:
        ask_to_confirm(made.contribution, absolute=absolute, sender=sender)
    return made
