from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.citizens import CommentFactory, ContributionFactory
from wagtail_remacto.contributions.models import Contribution

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
