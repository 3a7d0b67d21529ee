import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.citizens import (
    CommentFactory,
    ContributionFactory,
    ParticipantFactory,
    discussion_on,
    open_phase,
)
from tests.contributions.screens import client_of, words
from tests.factories import (
    CommitteeFactory,
    ProgrammeFactory,
    ProjectFactory,
    WorkshopFactory,
    moment,
    publish,
    translate,
)
from tests.home.portal import portal
from wagtail_remacto.contributions import services
from wagtail_remacto.contributions.models import (
    Comment,
    Contribution,
    Discussion,
    ModerationAct,
    Standing,
    Verb,
)
from wagtail_remacto.contributions.official import Voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase():
    portal()
    return open_phase()


@pytest.fixture
def discussion(phase):
    return discussion_on(ContributionFactory(phase=phase))


def url(name, *args, reader="fr"):
    with override(reader):
        return reverse(f"wagtail_remacto:{name}", args=args)


def texts(response):
    return [comment.text for comment in response.context["thread"].page]


class TestReading:
    def test_twenty_at_a_time_and_none_twice(self, client, discussion):
        for number in range(25):
            CommentFactory(discussion=discussion, text=f"Avis {number}")
        address = url("discussion", discussion.pk)
        first = client.get(discussion.contribution.get_absolute_url())
        assert texts(first)[0] == "Avis 24"
        assert len(texts(first)) == 20
        second = client.get(address + first.context["thread"].next_address)
        assert texts(second) == [f"Avis {number}" for number in range(4, -1, -1)]

    def test_in_three_orders(self, client, discussion):
        for number, supports in enumerate((1, 5, 3)):
            CommentFactory(
                discussion=discussion, text=str(number), supports_count=supports
            )
        address = url("discussion", discussion.pk)
        orders = {"newest": "210", "oldest": "012", "supported": "120"}
        for sort, order in orders.items():
            assert texts(client.get(f"{address}?sort={sort}")) == list(order)

    def test_the_first_replies_stand_below_and_all_on_a_page_of_their_own(
        self, client, discussion
    ):
        parent = CommentFactory(discussion=discussion, replies_count=5)
        for number in range(5):
            CommentFactory(discussion=discussion, parent=parent, text=f"R{number}")
        response = client.get(url("discussion", discussion.pk))
        [shown] = response.context["thread"].page
        assert [reply.text for reply in shown.shown_replies] == ["R0", "R1", "R2"]
        assert url("comment", parent.pk) in response.content.decode()
        response = client.get(url("comment", parent.pk))
        assert texts(response) == ["R0", "R1", "R2", "R3", "R4"]

    def test_the_address_of_a_reply_leads_to_its_thread(self, client, discussion):
        parent = CommentFactory(discussion=discussion)
        reply = CommentFactory(discussion=discussion, parent=parent)
        assert client.get(url("comment", reply.pk)).url == url("comment", parent.pk)

    def test_an_official_reply_names_its_voice(self, client, discussion):
        CommentFactory(discussion=discussion, official_as=Voice.COMMITTEE)
        html = client.get(discussion.contribution.get_absolute_url()).content.decode()
        assert "remacto-comment--official" in html
        with override("fr"):
            assert str(Voice.COMMITTEE.label) in html

    def test_a_tombstone_says_why_and_keeps_the_replies(self, client, discussion):
        hidden = CommentFactory(
            discussion=discussion,
            standing=Standing.HIDDEN,
            text="Insulte",
            replies_count=1,
        )
        CommentFactory(discussion=discussion, parent=hidden, text="Restons polis")
        CommentFactory(
            discussion=discussion,
            standing=Standing.WITHDRAWN,
            text="Regret",
            withdrawn_at=moment(),
        )
        ModerationAct.objects.create(
            comment=hidden,
            collectivite=discussion.collectivite,
            verb=Verb.HIDE,
            before=Standing.PUBLIC,
            after=Standing.HIDDEN,
        )
        text = words(client.get(url("discussion", discussion.pk)))
        assert "Restons polis" in text
        assert "Insulte" not in text
        assert "Regret" not in text
        html = client.get(url("discussion", discussion.pk)).content.decode()
        assert html.count("remacto-tombstone") == 2

    def test_what_is_held_is_seen_by_its_author_alone(self, client, discussion):
        held = CommentFactory(
            discussion=discussion, standing=Standing.HELD, text="En attente"
        )
        address = url("discussion", discussion.pk)
        assert texts(client.get(address)) == []
        assert client.get(url("comment", held.pk)).status_code == 404
        assert texts(client_of().get(address)) == []
        assert texts(client_of(held.author).get(address)) == ["En attente"]
        assert client_of(held.author).get(url("comment", held.pk)).status_code == 200

    def test_a_wrong_key_shows_the_first_page(self, client, discussion):
        CommentFactory(discussion=discussion)
        address = url("discussion", discussion.pk)
        assert len(texts(client.get(f"{address}?after=x"))) == 1

    def test_of_what_is_not_public_nothing_is_read(self, client, discussion):
        comment = CommentFactory(discussion=discussion)
        Contribution.objects.update(standing=Standing.HELD)
        for address in (url("discussion", discussion.pk), url("comment", comment.pk)):
            assert client.get(address).status_code == 404


class TestPages:
    def test_phases_workshops_and_projects_are_discussed(self, client, phase):
        cycle = phase.get_parent().specific
        programme = ProgrammeFactory(parent=cycle)
        for page in (
            phase,
            WorkshopFactory(parent=phase),
            ProjectFactory(parent=programme),
        ):
            response = client.get(url("page_discussion", page.pk))
            assert response.status_code == 200
            assert page.title in words(response)
            link = f'href="{url("page_discussion", page.pk)}"'
            assert link in client.get(page.get_url()).content.decode()
        assert not Discussion.objects.exists()

    def test_other_pages_are_not(self, client, phase):
        committee = CommitteeFactory(parent=phase.get_parent().specific)
        for pk in (committee.pk, phase.get_parent().pk, 10**9):
            assert client.get(url("page_discussion", pk)).status_code == 404
            address = url("comment_page", pk)
            assert client_of().post(address, {"text": "x"}).status_code == 404

    def test_every_language_has_the_same_discussion(self, client, phase):
        arabic = translate(phase, "ar", title="مرحلة")
        found = services.discussion_of(phase)
        services.comment(discussion=found, author=ParticipantFactory(), text="Bien")
        moved = client.get(url("page_discussion", arabic.pk, reader="ar"))
        assert moved.url == url("page_discussion", phase.pk, reader="ar")
        response = client.get(moved.url)
        assert "مرحلة" in words(response)
        assert texts(response) == ["Bien"]
        assert client.get(url("discussion", found.pk)).url == (
            url("page_discussion", phase.pk)
        )

    def test_one_comments_there_too(self, settings, phase):
        settings.WAGTAIL_REMACTO_TRAP_SECONDS = 0
        address = url("comment_page", translate(phase, "ar").pk)
        response = client_of().post(address, {"text": "Merci", "stance": "for"})
        comment = Comment.objects.get()
        assert comment.discussion.page_id == phase.pk
        assert response.url.startswith(url("page_discussion", phase.pk))

    def test_a_closed_phase_says_since_when(self, client, phase):
        publish(phase, end=moment(-1))
        response = client_of().get(url("page_discussion", phase.pk))
        sentence = response.context["comment_verdict"].sentence
        assert " ".join(sentence.split()) in words(response)
        assert 'id="remacto-comment-form"' not in response.content.decode()
