"""The officers' screens: their own polls, and what an answered one refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests.factories import locale, moment
from tests.officers import refused
from tests.polling.polls import ANSWERS, ids, in_arabic, make_poll, somebody
from wagtail_remacto.collectivites.models import Role
from wagtail_remacto.models import BranchLogEntry, Choice, Poll
from wagtail_remacto.polling.models import (
    CHOICES_STAY,
    KIND_STAYS,
    PHASE_STAYS,
    QUESTION_STAYS,
)
from wagtail_remacto.polling.services import vote


def url(view, *args):
    return reverse(f"wagtailsnippets_wagtail_remacto_poll:{view}", args=args)


def sent(commune, choices=ANSWERS, initial=(), **fields):
    """What a browser sends for a poll of this commune."""
    return nested_form_data(
        {
            "collectivite": commune.page.pk,
            "phase": commune.phase.pk,
            "question": "Que faut-il ?",
            "text": "",
            "results": "after_vote",
            "published": "on",
            "choices": inline_formset(
                [
                    choice if isinstance(choice, dict) else {"text": choice}
                    for choice in choices
                ],
                initial=len(initial),
            ),
            **fields,
        }
    )


def of(poll, commune, texts=None, delete=(), more=(), **fields):
    """What a browser sends for the poll as it is, with these changes."""
    rows = list(poll.choices.all())
    choices = [
        {
            "id": row.pk,
            "text": (texts or {}).get(number, row.text),
            **({"DELETE": "1"} if number in delete else {}),
        }
        for number, row in enumerate(rows)
    ]
    return sent(
        commune,
        [*choices, *more],
        initial=rows,
        **{"question": poll.question, **fields},
    )


def answered(poll):
    vote(poll=poll, participant=somebody(), choices=ids(poll, 0))
    return Poll.objects.get(pk=poll.pk)


class TestOurPolls:
    def test_are_made_and_logged(self, world, comms):
        response = comms.post(url("add"), sent(world.ours))
        assert response.status_code == 302, response.context["form"].errors
        poll = Poll.objects.get(question="Que faut-il ?")
        assert poll.locale == locale("fr")
        assert [choice.text for choice in poll.choices.all()] == list(ANSWERS)
        entry = BranchLogEntry.objects.get(object_id=str(poll.pk))
        assert (entry.user, entry.collectivite) == (world.comms, world.ours.page)

    def test_need_two_choices(self, world, comms):
        response = comms.post(url("add"), sent(world.ours, ["Oui"]))
        assert response.status_code == 200
        assert Poll.objects.count() == 2

    def test_outside_a_phase_need_an_end(self, world, comms):
        response = comms.post(url("add"), sent(world.ours, phase=""))
        assert "end" in response.context["form"].errors
        ending = f"{moment(9):%Y-%m-%d %H:%M}"
        data = sent(world.ours, phase="", end=ending)
        assert comms.post(url("add"), data).status_code == 302

    def test_stand_in_a_phase_where_polls_are_answered(self, world, comms):
        world.ours.phase.actions = ["contribute"]
        world.ours.phase.save()
        response = comms.post(url("add"), sent(world.ours))
        assert "phase" in response.context["form"].errors

    def test_stand_in_a_phase_of_their_own_collectivite(self, world, comms):
        world.comms.groups.add(world.theirs.teams[Role.COMMS_OFFICER].group)
        data = sent(world.ours, phase=world.theirs.phase.pk)
        response = comms.post(url("add"), data)
        assert "phase" in response.context["form"].errors

    def test_are_written_in_the_language_of_the_collectivite_first(self, world, comms):
        response = comms.post(url("add") + "?locale=ar", sent(world.ours))
        assert response.status_code == 200
        assert "Français" in str(response.context["form"].errors)

    def test_are_edited_until_the_first_vote(self, world, comms):
        poll = world.ours.poll
        data = of(
            poll,
            world.ours,
            question="Autrement ?",
            texts={0: "Des fleurs"},
            delete={2},
            more=[{"text": "De l’eau"}],
            multiple="on",
        )
        assert comms.post(url("edit", poll.pk), data).status_code == 302
        poll = Poll.objects.get(pk=poll.pk)
        assert (poll.question, poll.multiple) == ("Autrement ?", True)
        assert {choice.text for choice in poll.choices.all()} == {
            "Des fleurs",
            "Des bancs",
            "De l’eau",
        }

    def test_are_listed_with_their_votes_in_every_language(self, world, comms):
        poll = world.ours.poll
        in_arabic(poll)
        answered(poll)
        for language in ("fr", "ar"):
            response = comms.get(url("list") + f"?locale={language}")
            (row,) = response.context["object_list"]
            assert row.voters == 1

    def test_are_offered_to_translators(self, world, comms):
        name = "wagtail_localize:submit_snippet_translation"
        args = ["wagtail_remacto", "poll"]
        assert refused(comms.get(reverse(name, args=[*args, world.theirs.poll.pk])))
        ours = reverse(name, args=[*args, world.ours.poll.pk])
        assert comms.get(ours).status_code == 200

    def test_are_translated_by_wagtail_localize(self, world, comms):
        from wagtail_localize.models import TranslationSource
        from wagtail_localize.operations import translate_object

        poll = world.ours.poll
        Poll.objects.filter(pk=poll.pk).update(published=False)
        translate_object(Poll.objects.get(pk=poll.pk), [locale("ar")])
        other = Poll.objects.get(
            translation_key=poll.translation_key, locale=locale("ar")
        )
        assert [choice.text for choice in other.choices.all()] == list(ANSWERS)
        Poll.objects.filter(pk=poll.pk).update(published=True)
        answered(poll)
        source, _made = TranslationSource.update_or_create_from_instance(
            Poll.objects.get(pk=poll.pk)
        )
        source.translations.get().save_target()
        other = Poll.objects.get(pk=other.pk)
        assert other.published
        assert other.voters_count == 0
        assert other.choices.count() == 3

    def test_cost_no_more_to_list_than_their_menus(self, world, comms):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                comms.get(url("list"))
            return len(queries)

        cost()
        few = cost()
        for _number in range(5):
            make_poll(world.ours.phase, collectivite=world.ours.page)
        # The menu of wagtail-localize asks two for each row.
        assert cost() - few <= 2 * 5


class TestTheirPolls:
    def test_are_not_listed_nor_offered(self, world, comms):
        chooser = "wagtailsnippetchoosers_wagtail_remacto_poll:choose"
        assert list(comms.get(url("list")).context["object_list"]) == [world.ours.poll]
        results = comms.get(reverse(chooser)).context["results"]
        assert list(results) == [world.ours.poll]

    @pytest.mark.parametrize("view", ["edit", "delete", "usage", "history"])
    def test_have_no_screen(self, world, comms, view):
        assert refused(comms.get(url(view, world.theirs.poll.pk)))
        assert comms.get(url(view, world.ours.poll.pk)).status_code == 200

    def test_are_neither_changed_nor_deleted_nor_made(self, world, comms):
        theirs = world.theirs.poll
        data = of(theirs, world.theirs, question="Autre ?")
        assert refused(comms.post(url("edit", theirs.pk), data))
        assert refused(comms.post(url("delete", theirs.pk)))
        bulk = reverse(
            "wagtail_bulk_action", args=["wagtail_remacto", "poll", "delete"]
        )
        comms.post(f"{bulk}?id={theirs.pk}")
        assert Poll.objects.get(pk=theirs.pk).question == theirs.question
        response = comms.post(url("add"), sent(world.theirs))
        assert response.context["form"].errors
        assert Poll.objects.count() == 2


class TestAnAnsweredPoll:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"question": "Autre chose ?"}, QUESTION_STAYS),
            ({"multiple": "on"}, KIND_STAYS),
            ({"texts": {2: "Des voitures"}}, CHOICES_STAY),
            ({"delete": {2}}, CHOICES_STAY),
            ({"more": [{"text": "Rien"}]}, CHOICES_STAY),
        ],
    )
    def test_asks_the_same_for_ever(self, world, comms, changes, sentence):
        poll = answered(world.ours.poll)
        data = of(poll, world.ours, **changes)
        response = comms.post(url("edit", poll.pk), data)
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert [str(sentence)] in errors.values()
        assert Poll.objects.get(pk=poll.pk).question == poll.question
        assert [choice.text for choice in poll.choices.all()] == list(ANSWERS)

    def test_can_be_closed_taken_away_and_put_in_another_order(self, world, comms):
        poll = answered(world.ours.poll)
        data = of(poll, world.ours, end="2026-01-01 10:00")
        del data["published"]
        data["choices-0-ORDER"], data["choices-2-ORDER"] = "3", "1"
        response = comms.post(url("edit", poll.pk), data)
        assert response.status_code == 302, response.context["form"].errors
        assert not Poll.objects.get(pk=poll.pk).published

    def test_says_so_on_its_form(self, world, comms):
        poll = answered(world.ours.poll)
        html = comms.get(url("edit", poll.pk)).content.decode()
        assert html.count("readonly") >= 4

    def test_is_not_deleted(self, world, comms):
        poll = answered(world.ours.poll)
        for response in (
            comms.get(url("delete", poll.pk)),
            comms.post(url("delete", poll.pk)),
        ):
            assert response.status_code == 409
            assert poll.question in response.content.decode()
        bulk = reverse(
            "wagtail_bulk_action", args=["wagtail_remacto", "poll", "delete"]
        )
        comms.post(f"{bulk}?id={poll.pk}")
        assert Poll.objects.filter(pk=poll.pk).exists()

    def test_can_lose_a_translation(self, world, comms):
        poll = answered(world.ours.poll)
        other = in_arabic(poll)
        assert comms.post(url("delete", other.pk)).status_code == 302
        assert Poll.objects.filter(pk=poll.pk).exists()

    def test_is_checked_by_the_model_as_well(self, world):
        poll = answered(world.ours.poll)
        poll.phase = None
        poll.end = moment(3)
        poll.question, poll.multiple = "Autre ?", True
        with pytest.raises(ValidationError) as error:
            poll.full_clean()
        assert {QUESTION_STAYS, KIND_STAYS, PHASE_STAYS} <= set(error.value.messages)
        poll = Poll.objects.get(pk=poll.pk)
        poll.choices.add(Choice(text="Encore", locale=poll.locale))
        with pytest.raises(ValidationError) as error:
            poll.full_clean()
        assert error.value.messages == [str(CHOICES_STAY)]

    def test_can_still_be_translated_once(self, world):
        poll = answered(world.ours.poll)
        other = poll.copy_for_translation(locale("ar"))
        other.save()
        other.question = "ماذا ينقص؟"
        other.full_clean()
        other.save()
        other.question = "شيء آخر؟"
        with pytest.raises(ValidationError):
            other.full_clean()
