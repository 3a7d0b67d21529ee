"""Whoever adds a key to a person says what happens to it."""

from django.apps import apps
from django.db import models

from wagtail_remacto.people import registry

OURS = ("wagtail_remacto", "home", "blocks", "search")


def test_every_key_to_a_person_is_declared():
    assert registry.undeclared(OURS) == set()


def test_no_declared_key_is_a_slip_of_the_pen():
    declared = {key for data in registry.held() for key in data.keys}
    assert declared | set(registry.traces()) <= registry.keys_to_people(OURS)


def test_a_key_that_nobody_declares_is_found(monkeypatch):
    monkeypatch.delitem(registry._held, "follows")
    assert registry.undeclared(OURS) == {"wagtail_remacto.Follow.participant"}


def test_a_declaration_says_what_stays_and_why():
    for data in registry.held():
        assert str(data.label)
        assert str(data.kept).endswith(".")


def test_an_officers_trace_goes_with_the_account():
    for key in registry.traces():
        label, _dot, name = key.rpartition(".")
        field = apps.get_model(label)._meta.get_field(name)
        # Wagtail's log keeps the number of an account that is gone, and nothing of it.
        # What is only about the account itself is deleted with it.
        if field.remote_field.on_delete is models.CASCADE:
            continue
        assert field.null
        assert field.remote_field.on_delete.__name__ in ("SET_NULL", "DO_NOTHING")
