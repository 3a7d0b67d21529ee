"""What the tests of this room's screens ask of them."""

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.citizens import ParticipantFactory
from wagtail_remacto.people.models import Participant


def words(response: Any) -> str:
    """The screen's words on one line, as a reader sees them."""
    html = response.content.decode()
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def client_of(participant: Participant | None = None, **options: Any) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(**options)
    client.force_login((participant or ParticipantFactory()).user)
    return client


def asked(client: Client, address: str, method: str = "get", **options: Any) -> int:
    """How many queries a visit costs, once the process knows sites and types."""
    if method == "get":
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(address, **options)
    assert response.status_code < 400, response.status_code
    return len(captured)
