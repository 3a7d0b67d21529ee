"""Traps for machines: what falls in is held, and a person never notices."""

import datetime as dt

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.core import signing
from django.utils import timezone

from wagtail_remacto.people import traps
from wagtail_remacto.people.traps import Trap, TrappedForm


class IdeaForm(TrappedForm, forms.Form):
    title = forms.CharField()


class PersonForm(TrappedForm, forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ["first_name"]


def opened(**ago) -> str:
    """The token of a form that was opened some time ago."""
    moment = (timezone.now() - dt.timedelta(**ago)).timestamp()
    return signing.Signer(salt=traps._SALT).sign_object(moment)


def sent(**data) -> IdeaForm:
    return IdeaForm({"title": "Un parc", "opened": opened(minutes=4), **data})


class TestSuspicion:
    def test_a_person_gives_none(self):
        form = sent(website="")
        assert form.is_valid()
        assert form.suspicion == []
        assert form.cleaned_data["title"] == "Un parc"

    def test_a_form_that_was_not_sent_gives_none(self):
        assert IdeaForm().suspicion == []

    def test_a_filled_unseen_field_is_noticed_and_no_error(self):
        form = sent(website="http://spam.example" * 400)
        assert form.is_valid()
        assert form.suspicion == [Trap.FILLED]

    def test_a_form_sent_at_once_is_noticed(self, settings):
        assert sent(opened=opened(seconds=4)).suspicion == []
        settings.WAGTAIL_REMACTO_TRAP_SECONDS = 600
        assert sent(opened=traps.token()).suspicion == [Trap.TOO_FAST]
        assert sent(opened=opened(minutes=9)).suspicion == [Trap.TOO_FAST]
        assert sent(opened=opened(minutes=11)).suspicion == []

    def test_a_slow_writer_is_not_punished(self):
        assert sent(opened=opened(days=29)).suspicion == []
        assert sent(opened=opened(days=31)).suspicion == [Trap.UNSIGNED]

    @pytest.mark.parametrize(
        "token",
        [
            "",
            "x",
            "1700000000",
            "\x00\ud800",
            signing.Signer(salt="another").sign_object(1_700_000_000),
            signing.Signer(salt=traps._SALT).sign_object({"not": "a time"}),
            signing.Signer(salt=traps._SALT).sign_object(1e300),
        ],
    )
    def test_a_missing_or_forged_token_is_noticed(self, token):
        form = sent(opened=token)
        assert form.is_valid()
        assert form.suspicion == [Trap.UNSIGNED]

    def test_several_reasons_stand_together(self):
        form = IdeaForm({"title": "x", "website": "y"})
        assert form.suspicion == [Trap.FILLED, Trap.UNSIGNED]

    def test_works_with_a_prefix_and_with_a_model(self):
        form = PersonForm(
            {"p-first_name": "Zineb", "p-opened": opened(minutes=1)}, prefix="p"
        )
        assert form.is_valid()
        assert form.suspicion == []
        assert form.save(commit=False).first_name == "Zineb"


class TestShown:
    def test_the_unseen_field_is_hidden_from_everybody_but_machines(self):
        html = IdeaForm().as_div()
        assert 'type="text" name="website"' in html
        assert 'class="remacto-visually-hidden" aria-hidden="true"' in html
        assert 'autocomplete="off"' in html
        assert 'tabindex="-1"' in html
        assert "style=" not in html

    def test_both_fields_go_where_hidden_fields_go(self):
        form = IdeaForm()
        assert [field.name for field in form.visible_fields()] == ["title"]
        assert [field.name for field in form.hidden_fields()] == ["website", "opened"]

    def test_each_form_has_a_token_of_its_own_moment(self, monkeypatch):
        first = IdeaForm()["opened"].value()
        later = timezone.now() + dt.timedelta(minutes=1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert IdeaForm()["opened"].value() != first

    def test_a_form_sent_back_keeps_the_moment_it_was_opened(self):
        token = opened(minutes=5)
        form = IdeaForm({"title": "", "opened": token})
        assert not form.is_valid()
        assert token in form.as_div()
