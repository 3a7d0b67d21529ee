import pytest

from tests.opendata import site


@pytest.fixture
def home(db):
    return site.make_site()
