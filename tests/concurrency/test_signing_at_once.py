"""Decisions of a committee, while several people sign, supersede and discard them."""

from tests.citizens import UserFactory
from tests.deciding import committee_at_work, draft, signed
from wagtail_remacto.committees.errors import (
    AlreadySigned,
    AlreadySuperseded,
    Discarded,
)
from wagtail_remacto.committees.models import Decision
from wagtail_remacto.committees.services import deciding


def officer():
    return UserFactory(is_superuser=True)


class TestSigning:
    def test_two_sign_offs_of_one_decision_make_one(self, at_once):
        found = draft(committee_at_work(), officer())
        people = [officer() for _number in range(6)]
        answers = at_once(lambda who: deciding.sign(decision=found, by=who), people)
        done = [each for each in answers if isinstance(each, Decision)]
        assert len(done) == 1
        assert [type(each) for each in answers if each not in done] == [
            AlreadySigned
        ] * 5
        found = Decision.objects.get()
        assert (found.number, found.signed_by) == (1, done[0].signed_by)

    def test_several_drafts_get_a_number_each(self, at_once):
        world, by = committee_at_work(), officer()
        drafts = [draft(world, by) for _number in range(6)]
        answers = at_once(lambda one: deciding.sign(decision=one, by=by), drafts)
        assert sorted(each.number for each in answers) == [1, 2, 3, 4, 5, 6]

    def test_draft_is_either_signed_or_discarded(self, at_once):
        found, by = draft(committee_at_work(), officer()), officer()
        answers = at_once(
            lambda deed: deed(decision=found, by=by), [deciding.sign, deciding.discard]
        )
        lost = [each for each in answers if isinstance(each, Exception)]
        assert [type(each) for each in lost] in ([AlreadySigned], [Discarded])
        assert Decision.objects.exists() is (type(lost[0]) is AlreadySigned)


class TestSuperseding:
    def test_one_decision_gets_one_successor(self, at_once):
        old, by = signed(committee_at_work(), officer()), officer()
        answers = at_once(
            lambda _number: deciding.supersede(decision=old, by=by), list(range(4))
        )
        lost = [each for each in answers if isinstance(each, Exception)]
        assert [type(each) for each in lost] == [AlreadySuperseded] * 3
        assert Decision.objects.filter(supersedes=old).count() == 1
