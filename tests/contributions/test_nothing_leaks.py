"""No address gives away the words of what is not public, nor those of the past.

Each text has a word of its own that nothing else has; every address that is read, every
page and the export are searched for them.
"""

import zipfile
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    EmailParticipantFactory,
    discussion_on,
)
from tests.consulting import consult, remark_on
from tests.factories import publish
from tests.home.portal import portal
from tests.journey import records
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
from tests.people.conftest import client_of
from tests.test_addresses import FORM, READ, names
from wagtail_remacto.collectivites.log import BranchLogEntry
from wagtail_remacto.committees.models import AnalysisClosing
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import (
    Attachment,
    Comment,
    CommentSupport,
    Contribution,
    ContributionRevision,
    Discussion,
    Follow,
    ModerationAct,
    Report,
    Support,
)
from wagtail_remacto.cycles.kinds import Action
from wagtail_remacto.models import Decision, Poll, RemarkAnswer
from wagtail_remacto.people.export import archive

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

# name: standing, whether it was public before
STANDINGS = {
    "unconfirmed": ("unconfirmed", False),
    "held": ("held", False),
    "taken-aside": ("held", True),
    "hidden": ("hidden", True),
    "withdrawn": ("withdrawn", True),
    "unsaid": ("withdrawn", False),
}
COMMENTS = ("held", "hidden", "withdrawn")
# In every text, so that a search finds whatever may be found.
COMMON = "platane"
# Only for whoever was sent the link; other tests have them.
BY_TOKEN = {"confirm", "contribution_sent", "registration", "unsubscribe_notices"}


def secret(kind: str, name: str) -> str:
    return f"zz{kind}{name}zz".replace("-", "")


@pytest.fixture
def world() -> SimpleNamespace:
    portal()
    directory = directory_in("ar")
    ours = commune_with_everything(TETOUAN, directory)
    theirs = commune_with_everything(AL_HOCEIMA, directory)
    phase = publish(ours.phase, actions=list(Action.values))
    reader = EmailParticipantFactory()
    common = {"phase": phase, "workshop": ours.workshop, "axis": ours.axis}
    secrets = []

    def hide(kind: str, name: str) -> str:
        secrets.append(secret(kind, name))
        return f"{COMMON} {secrets[-1]}"

    ideas = {}
    for name, (standing, was_public) in STANDINGS.items():
        idea = ContributionFactory(
            **common,
            title=hide("title", name),
            text=hide("text", name),
            standing=standing,
            **({} if was_public else {"published_at": None}),
        )
        _deeds(reader, contribution=idea)
        # What was settled about it stays, with a tombstone in the place of its words,
        # and without those that the committee wrote about it.
        records.answer(idea, "taken_up", words=hide("answer", name))
        records.shape(idea, ours.project, words=hide("why", name))
        Attachment.objects.create(
            contribution=idea,
            file="nowhere.png",
            name=f"{hide('file', name)}.png",
            kind="image",
            content_type="image/png",
            size=1,
            sha256="0",
        )
        ideas[name] = idea
    public = ContributionFactory(
        **common, title=f"{COMMON} lu", text="Un autre.", edited_at=phase.start
    )
    ContributionRevision.objects.create(
        contribution=public,
        number=2,
        title=hide("title", "past"),
        text=hide("text", "past"),
        edited_by=public.author,
    )
    _deeds(reader, contribution=public)
    records.shape(public, ours.project)
    records.answer(public, "merged", into=ideas["hidden"])
    records.answer(ideas["withdrawn"], "merged", into=ideas["hidden"])
    AnalysisClosing.objects.create(
        phase=phase,
        collectivite=ours.page,
        received=1,
        answered=1,
        owed=0,
        held=0,
        at=phase.start,
    )
    consult(ours, focal_point(ours, "qui gèle"))
    for name, (standing, was_public) in STANDINGS.items():
        remark = remark_on(
            ours.version,
            ours.frozen,
            section="problem",
            title=hide("rtitle", name),
            text=hide("rtext", name),
            standing=standing,
            **({} if was_public else {"published_at": None}),
        )
        _deeds(reader, contribution=remark.contribution)
        RemarkAnswer.objects.create(
            remark=remark,
            number=1,
            verdict="declined",
            words=hide("ranswer", name),
            language="fr",
            at=phase.start,
        )
    remark_on(ours.version, ours.frozen, title=f"{COMMON} remarqué")
    thread = discussion_on(public)
    for name in COMMENTS:
        said = CommentFactory(discussion=thread, text=hide("said", name), standing=name)
        _deeds(reader, comment=said)
        # With a reply its place is kept.
        said = CommentFactory(
            discussion=thread,
            text=hide("kept", name),
            standing=name,
            replies_count=1,
        )
        CommentFactory(discussion=thread, parent=said, author=reader, text="Oui.")
        _deeds(reader, comment=said)
    below = discussion_on(ideas["held"])
    said = CommentFactory(discussion=below, text=hide("said", "below"))
    _deeds(reader, comment=said)
    for each in ideas.values():
        CommentFactory(discussion=discussion_on(each), author=reader, text="Bien.")
        ModerationAct.objects.create(
            contribution=each,
            collectivite=each.collectivite,
            verb="hold",
            before="public",
            after="held",
        )
    records.decide(ours.version, ours.committee)
    poll = Poll.objects.create(
        collectivite=ours.page,
        phase=phase,
        question="Le marché ?",
        published=True,
        locale=phase.locale,
    )
    return SimpleNamespace(
        ours=ours,
        theirs=theirs,
        phase=phase,
        reader=reader,
        ideas=ideas,
        public=public,
        secrets=secrets,
        poll=poll,
        version={"pk": ours.programme.pk, "number": ours.version.number},
    )


def _deeds(reader: Any, **key: Any) -> None:
    """Everything that somebody may have done about it while it was public."""
    Report.objects.create(participant=reader, reason="insult", **key)
    if "comment" in key:
        CommentSupport.objects.create(participant=reader, **key)
        return
    Support.objects.create(participant=reader, **key)
    Follow.objects.create(participant=reader, **key)


def _keys(world: SimpleNamespace) -> dict[str, list[Any]]:
    """What stands in each address: everything there is of what it shows."""

    def all_of(model: Any) -> list[int]:
        return list(model._default_manager.values_list("pk", flat=True))

    comments, phase = all_of(Comment), [world.phase.pk]
    return {
        "attachment": all_of(Attachment),
        "attachment_small": all_of(Attachment),
        "comment": comments,
        "report_comment": comments,
        "discussion": all_of(Discussion),
        "moderation_answer": all_of(ModerationAct),
        "poll": [world.poll.pk],
        "poll_results": [world.poll.pk],
        "register": [world.ours.workshop.pk],
        "register_sent": [world.ours.workshop.pk],
        "workshop_calendar": [world.ours.workshop.pk],
        "cycle_calendar": [world.ours.cycle.pk],
        "cycle_contributions": [world.ours.cycle.pk],
        "collectivite_answers": [world.ours.page.pk],
        "decision": all_of(Decision),
        "project_journey": [world.ours.project.pk],
        "phase_remarks": [world.ours.consultation.pk],
        "programme_changes": [world.ours.programme.pk],
        **dict.fromkeys(("remark", "version_remarks"), [world.version]),
        "page_discussion": [*phase, world.ours.workshop.pk],
        "page_following": [*phase, world.ours.workshop.pk],
        **dict.fromkeys(
            (
                "contribute",
                "contribute_details",
                "contribute_send",
                "contributions",
                "contributions_csv",
                "phase_moderation",
            ),
            phase,
        ),
    }


def addresses(world: SimpleNamespace) -> list[str]:
    keys, found = _keys(world), []
    # An address that is not among the keys is one of the programme and its version.
    of_programme = {
        "ref": [row.shown_reference for row in Contribution.objects.all()],
        "pk": [world.ours.programme.pk],
        "project": [world.ours.project.pk],
        "number": [1],
        "later": [2],
        "update": [1],
    }
    for name in sorted((READ | FORM) - BY_TOKEN - {"my_export"}):
        parameters = names()[name]
        if not parameters:
            given: list[dict[str, Any]] = [{}]
        elif name in keys:
            # Several parameters stand in a dictionary.
            given = [
                each if isinstance(each, dict) else {parameters[0]: each}
                for each in keys[name]
            ]
        else:
            values = product(*(of_programme[parameter] for parameter in parameters))
            given = [dict(zip(parameters, each, strict=True)) for each in values]
        found += [reverse(f"wagtail_remacto:{name}", kwargs=each) for each in given]
    pages = [
        world.ours.page,
        world.ours.cycle,
        world.phase,
        world.ours.workshop,
        world.ours.project,
        world.ours.consultation,
    ]
    lists = [each for each in found if "contributions" in each and "phase" in each]
    lists += [each for each in found if each.endswith("/remarks/")]
    return [
        *found,
        *(f"{each}?q={COMMON}" for each in lists),
        *(f"{each}?sent" for each in found if each.endswith("/report/")),
        *(each.url for each in pages),
        f"/fr/search/?q={COMMON}",
        "/sitemap.xml",
    ]


def told(client: Client, world: SimpleNamespace) -> dict[str, set[str]]:
    """Which secrets the answers have, by address."""
    found = {}
    for address in addresses(world):
        # A file for printers is no text; its words are those of the version beside it.
        body = client.get(address, follow=True).getvalue().decode(errors="replace")
        leaked = {each for each in world.secrets if each in body}
        if leaked:
            found[address] = leaked
    return found


def of_ideas(kind: str = "title") -> set[str]:
    return {secret(kind, name) for name in STANDINGS}


def everything_of(found: dict[str, set[str]]) -> set[str]:
    return set().union(*found.values())


def test_a_visitor_is_told_nothing(world):
    assert told(Client(), world) == {}
    # The same search finds what is public, where there is something to find.
    places = [each for each in addresses(world) if f"?q={COMMON}" in each]
    remarks = [each for each in places if "/remarks/" in each]
    assert remarks
    for address in remarks:
        answer = Client().get(address, follow=True)
        assert "remarqué" in answer.content.decode(), address
    places = [each for each in places if each not in remarks]
    for address in [*places, world.phase.url, world.ours.workshop.url]:
        answer = Client().get(address, follow=True)
        assert world.public.shown_reference in answer.getvalue().decode(), address


def test_a_citizen_who_has_done_everything_about_it_is_told_nothing(world):
    assert told(client_of(world.reader), world) == {}


def test_the_export_of_such_a_citizen_tells_nothing(world):
    with zipfile.ZipFile(archive([world.reader])) as packed:
        text = packed.read("data.json").decode()
    assert world.public.title in text
    assert world.ideas["hidden"].shown_reference in text
    assert [each for each in world.secrets if each in text] == []


@pytest.mark.parametrize("who", ["neighbour", "network officer"])
def test_officers_who_do_not_moderate_here_are_told_nothing(who, world):
    user = (
        network_officer()
        if who == "network officer"
        else comms_officer(world.theirs, "neighbour")
    )
    assert told(signed_in(user), world) == {}


def test_a_moderator_of_the_collectivite_is_told(world):
    found = everything_of(told(signed_in(comms_officer(world.ours)), world))
    assert of_ideas("title") | of_ideas("text") <= found
    assert {secret("title", "past"), secret("text", "past")} <= found


def test_authors_are_told_their_own(world):
    idea = world.ideas["unsaid"]
    found = everything_of(told(client_of(idea.author), world))
    assert found == {secret(kind, "unsaid") for kind in ("title", "text", "file")}


def test_the_log_names_what_was_entered_without_its_words(world):
    idea, _new = services.enter(
        phase=world.phase,
        by=comms_officer(world.ours),
        title="zzenteredzz",
        text="Un banc.",
    )
    entry = BranchLogEntry.objects.get(object_id=str(idea.pk))
    assert entry.label == idea.shown_reference
