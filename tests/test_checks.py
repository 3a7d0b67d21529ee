"""A wrong setting is named before a visitor meets it."""

import pytest
from django.core.checks import run_checks


def found() -> list[str]:
    return [message.id for message in run_checks(tags=["wagtail_remacto"])]


def test_the_defaults_are_right():
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ADAPTER", "nowhere.Adapter", "E001"),
        ("TIME_ZONE", "Africa/Nowhere", "E002"),
        ("LIST_SIZE", 0, "E003"),
        ("EDIT_MINUTES", -1, "E003"),
        ("TRUSTED_PROXIES", "one", "E003"),
        ("MODERATION", "never", "E005"),
        ("RATES", {"comment": "30/h"}, "E006"),
        ("RATES", {"comment": ("often", "200/h")}, "E006"),
        ("RETENTION_DAYS", {"drafts": 0}, "E007"),
        ("NO_SUCH_THING", 1, "W001"),
    ],
)
def test_a_wrong_value_has_its_own_message(settings, name, value, expected):
    setattr(settings, f"WAGTAIL_REMACTO_{name}", value)
    assert found() == [f"wagtail_remacto.{expected}"]


def test_a_rate_may_be_no_limit(settings):
    settings.WAGTAIL_REMACTO_RATES = {"comment": (None, "200/h")}
    assert found() == []
