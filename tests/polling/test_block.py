import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.blocks import StreamBlock

from blocks.stream import ContentBlock
from tests.factories import moment
from tests.home.portal import content, portal
from tests.polling.polls import free_poll, in_arabic, make_poll
from wagtail_remacto.blocks import PollBlock
from wagtail_remacto.models import Poll

pytestmark = pytest.mark.django_db


def render(poll, language="fr", preview=False):
    stream = StreamBlock([("poll", PollBlock())])
    bound = stream.to_python([{"type": "poll", "value": {"poll": poll.pk}}])
    request = RequestFactory().get(f"/{language}/")
    request.is_preview = preview
    with translation.override(language):
        return bound[0].render({"request": request})


class TestPollBlock:
    def test_leads_to_the_ballot(self):
        poll = free_poll()
        html = render(poll)
        assert "<h2" in html
        assert "Que faut-il sur la place ?" in html
        assert f'href="/fr/polls/{poll.pk}/"' in html
        assert "csrfmiddlewaretoken" not in html

    def test_is_in_the_reader_s_language_whichever_row_was_chosen(self):
        poll = free_poll()
        other = in_arabic(poll)
        for chosen in (poll, other):
            html = render(chosen, "ar")
            assert "ماذا نضع في الساحة؟" in html
            assert f'href="/ar/polls/{poll.pk}/"' in html

    def test_of_a_closed_poll_shows_its_result_elsewhere(self):
        html = render(free_poll(start=moment(-5), end=moment(-1)))
        assert "remacto-button--quiet" in html

    def test_shows_nothing_of_a_poll_that_is_not_public(self):
        poll = make_poll(published=False)
        assert "remacto-card" not in render(poll)
        assert "remacto-note" in render(poll, preview=True)

    def test_of_a_deleted_poll_shows_nothing(self):
        poll = make_poll()
        stream = StreamBlock([("poll", PollBlock())])
        bound = stream.to_python([{"type": "poll", "value": {"poll": poll.pk}}])
        Poll.objects.get(pk=poll.pk).delete()
        assert bound[0].render({}).strip() == ""

    def test_is_offered_on_the_portal_s_pages(self, client):
        assert "poll" in ContentBlock().child_blocks
        front = portal()
        poll = free_poll()
        html = client.get(content(front, body=[("poll", {"poll": poll})]).url)
        assert poll.question in html.content.decode()

    def test_costs_four_queries(self, django_assert_max_num_queries):
        poll = make_poll()
        in_arabic(poll)
        render(poll)
        with django_assert_max_num_queries(4):
            render(poll)
