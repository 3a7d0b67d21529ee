"""Messages that are owed are sent one by one, each at most once."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

# So many are composed together, with the same queries for one as for all.
BATCH = 100
# After so many attempts a message is given up.
ATTEMPTS = 5

logger = logging.getLogger("wagtail_remacto.notices")

# Composes messages by the key of their rows; rows with nothing to say are left out.
Composer = Callable[[Sequence[Any]], dict[int, EmailMessage]]


def deliver(
    rows: "QuerySet[Any]", compose: Composer, now: dt.datetime | None = None
) -> int:
    """Send the rows that are owed, oldest first; how many were sent.

    Each is locked, sent and marked in one transaction; what another worker has locked
    is left to it. One that fails is tried again at the next run, and so is all that is
    left where no mail server answers.
    """
    owed = rows.filter(sent_at__isnull=True, dropped_at__isnull=True).order_by("pk")
    sent = 0
    try:
        with _Post() as post:
            for done in _each(owed, compose, now, post):
                sent += done
    except NoPost as error:
        logger.warning("No mail server answers: %s", type(error.__cause__).__name__)
    return sent


def _each(
    owed: "QuerySet[Any]", compose: Composer, now: dt.datetime | None, post: "_Post"
) -> Iterator[bool]:
    last = 0
    while batch := list(owed.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        messages = compose(batch)
        for row in batch:
            moment = now or timezone.now()
            yield _deliver(row, messages.get(row.pk), post, moment)


def _deliver(
    row: Any, message: EmailMessage | None, post: "_Post", now: dt.datetime
) -> bool:
    rows = type(row)._default_manager.filter(
        pk=row.pk, sent_at__isnull=True, dropped_at__isnull=True
    )
    with transaction.atomic():
        locked = _locked(rows)
        if locked is None:
            return False
        if message is None:
            rows.update(dropped_at=now)
            return False
        error = post.send(message)
        attempts = locked.attempts + 1
        if error is None:
            rows.update(sent_at=now, attempts=attempts)
            return True
        given_up = attempts >= ATTEMPTS
        rows.update(attempts=attempts, dropped_at=now if given_up else None)
    logger.warning(
        "Message %s was not sent (attempt %s%s): %s",
        row.key,
        attempts,
        ", given up" if given_up else "",
        type(error).__name__,
    )
    return False


def _locked(rows: "QuerySet[Any]") -> Any:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True).first()
    return rows.select_for_update().first()


class NoPost(Exception):
    """No mail server answers: nothing is said of any message, nor counted for one."""


class _Post:
    """One connection for many messages, opened anew after one that failed."""

    def __enter__(self) -> "_Post":
        self._connection = get_connection()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._close()

    def send(self, message: EmailMessage) -> Exception | None:
        """The error of this message; :class:`NoPost` if there is no server at all."""
        message.connection = self._connection
        try:
            self._connection.open()
        except Exception as error:
            self._close()
            raise NoPost from error
        try:
            message.send()
        except Exception as error:
            self._close()
            return error
        return None

    def _close(self) -> None:
        with suppress(Exception):
            self._connection.close()
