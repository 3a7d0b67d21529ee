from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.citizens import CommentFactory, ContributionFactory, ParticipantFactory
from wagtail_remacto.contributions import counters
from wagtail_remacto.contributions.models import Contribution, Support

pytestmark = pytest.mark.django_db


def recount(*options):
    out = StringIO()
    call_command("remacto_recount", *options, stdout=out)
    return out.getvalue()


def test_nothing_is_wrong():
    ContributionFactory()
    assert recount() == "Every counter is right.\n"


def test_each_drift_is_a_line_and_the_status_tells():
    idea = ContributionFactory(supports_count=7)
    out = StringIO()
    with pytest.raises(CommandError, match="Wrong: 1"):
        call_command("remacto_recount", stdout=out)
    assert f"contribution {idea.pk}: supports_count says 7, is 0" in out.getvalue()
    idea.refresh_from_db()
    assert idea.supports_count == 7


def test_what_is_wrong_is_put_right():
    comment = CommentFactory()
    idea = comment.discussion.contribution
    assert "comments_count says 0, is 1" in recount("--fix")
    assert Contribution.objects.get(pk=idea.pk).comments_count == 1
    assert recount() == "Every counter is right.\n"


def support(idea):
    """As a request of somebody else does it, meanwhile."""
    Support.objects.create(contribution=idea, participant=ParticipantFactory())
    Contribution.objects.filter(pk=idea.pk).update(supports_count=1)


def test_what_was_given_since_it_was_found_wrong_is_counted(monkeypatch):
    idea = ContributionFactory(supports_count=7)
    found = list(counters.drifts())
    support(idea)
    monkeypatch.setattr(counters, "drifts", lambda: found)
    assert counters.recount() == []
    assert Contribution.objects.get(pk=idea.pk).supports_count == 1


def test_a_row_is_held_before_it_is_counted():
    idea = ContributionFactory(supports_count=7)
    with CaptureQueriesContext(connection) as captured:
        [drift] = counters.recount()
    assert (drift.pk, drift.says, drift.is_really) == (idea.pk, 7, 0)
    held, counted, written = [query["sql"] for query in captured][-5:-1][-3:]
    assert "COUNT" not in held and "COUNT" in counted
    assert written.startswith("UPDATE")
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in held
