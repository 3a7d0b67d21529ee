"""Messages to people who take part: plain text, in their language, after the commit."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task

from wagtail_remacto import conf


def send(
    *, to: str, template: str, context: Mapping[str, Any], language: str = ""
) -> None:
    """Send ``wagtail_remacto/mail/<template>.txt``, whose first line is the subject.

    Rendered at once, in ``language``; delivered by a task once the transaction is
    committed, so that nobody hears of what was rolled back.
    """
    subject, body = compose(template=template, context=context, language=language)
    transaction.on_commit(lambda: deliver.enqueue(to=to, subject=subject, body=body))


def compose(
    *, template: str, context: Mapping[str, Any], language: str = ""
) -> tuple[str, str]:
    """The subject and the text of a message, for rooms that deliver by themselves."""
    with override(language or conf.fallback_language()):
        words = render_to_string(f"wagtail_remacto/mail/{template}.txt", dict(context))
    subject, _line, body = words.strip().partition("\n")
    return subject.strip(), body.strip()


@task()
def deliver(to: str, subject: str, body: str) -> None:
    send_mail(subject, body + "\n", settings.DEFAULT_FROM_EMAIL, [to])
