from types import SimpleNamespace

import pytest

from tests.officers import (
    AL_HOCEIMA,
    TETOUAN,
    comms_officer,
    commune_with_everything,
    directory_in,
    signed_in,
)
from tests.polling.polls import make_poll
from wagtail_remacto.cycles.kinds import Action


@pytest.fixture
def world(db) -> SimpleNamespace:
    """Two communes, each with a poll in its open phase, and their officers."""
    directory = directory_in("ar")
    communes = []
    for code in (TETOUAN, AL_HOCEIMA):
        commune = commune_with_everything(code, directory)
        commune.phase.actions = [Action.ANSWER_POLL]
        commune.phase.save()
        commune.poll = make_poll(
            commune.phase,
            collectivite=commune.page,
            question=f"Que manque-t-il à {commune.page.title} ?",
        )
        communes.append(commune)
    ours, theirs = communes
    return SimpleNamespace(
        directory=directory,
        ours=ours,
        theirs=theirs,
        comms=comms_officer(ours),
    )


@pytest.fixture
def comms(world):
    return signed_in(world.comms)
