import pytest
from django.utils.translation import override

from wagtail_remacto.people.happened import happened


@pytest.fixture
def english():
    """Sentences are compared as they stand in the source."""
    with override("en"):
        yield


@pytest.fixture
def told():
    """What was told, as it happened: kinds and facts."""
    found = []

    def keep(events, **_):
        found.extend((event.kind, event.facts) for event in events)

    happened.connect(keep)
    yield found
    happened.disconnect(keep)
