from types import SimpleNamespace

import pytest

from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    focal_point,
    network_officer,
    signed_in,
)


@pytest.fixture
def world(db) -> SimpleNamespace:
    """Two communes with everything, in French and Arabic, and their people."""
    directory = directory_in("ar")
    ours = commune_with_everything(TETOUAN, directory)
    theirs = commune_with_everything(AL_HOCEIMA, directory)
    return SimpleNamespace(
        directory=directory,
        ours=ours,
        theirs=theirs,
        comms=comms_officer(ours),
        focal=focal_point(ours),
        network=network_officer(),
    )


@pytest.fixture
def comms(world):
    return signed_in(world.comms)


@pytest.fixture
def focal(world):
    return signed_in(world.focal)


@pytest.fixture
def network(world):
    return signed_in(world.network)
