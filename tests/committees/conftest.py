"""A commune whose committee reads the ideas of its cycle."""

import pytest
from django.utils.translation import override

from tests.deciding import answer_reason, member_of
from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
)
from wagtail_remacto.committees.models import SeatRole


@pytest.fixture
def english():
    """Sentences are compared as they stand in the source."""
    with override("en"):
        yield


@pytest.fixture
def directory(db):
    return directory_in("ar")


@pytest.fixture
def commune(directory):
    return commune_with_everything(TETOUAN, directory)


@pytest.fixture
def neighbour(directory):
    return commune_with_everything(AL_HOCEIMA, directory)


@pytest.fixture
def member(commune):
    return member_of(commune.committee, "membre")


@pytest.fixture
def secretary(commune):
    return member_of(commune.committee, "secretaire", role=SeatRole.SECRETARY)


@pytest.fixture
def focal(commune):
    return focal_point(commune)


@pytest.fixture
def comms(commune):
    return comms_officer(commune)


@pytest.fixture
def network(commune):
    return network_officer()


@pytest.fixture
def reason(commune):
    return answer_reason(ar="يمكن للمجلس ذلك.")
