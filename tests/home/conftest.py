import pytest

from tests.home.portal import portal


@pytest.fixture
def front(db):
    """The French front page, the root of the site."""
    return portal()
