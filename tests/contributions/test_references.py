"""References said on the telephone, and the codes that prove who holds the slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_remacto.contributions.references import (
    ALPHABET,
    claim_code,
    claim_code_matches,
    new,
    read,
    shown,
)

REFERENCES = st.builds(new)
PLACES = st.integers(0, 6)


class TestReference:
    def test_is_seven_signs_that_cannot_be_confused(self):
        reference = new()
        assert len(reference) == 7
        assert set(reference) <= set(ALPHABET)
        assert not set(ALPHABET) & set("018ABEILOSUYZ")
        assert len(set(ALPHABET)) == 23

    def test_is_shown_in_two_groups(self):
        assert shown("K7M42PX") == "K7M-42PX"

    @given(REFERENCES)
    def test_is_read_as_people_write_it(self, reference):
        for text in (
            reference,
            shown(reference),
            f" {shown(reference).lower()}\n",
            " ".join(reference),
            f"{reference[:3]}–{reference[3:]}",
            f"\u200f{reference}",
        ):
            assert read(text) == reference

    def test_is_read_with_arabic_digits(self):
        digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
        references = [new() for _reference in range(20)]
        assert [read(text.translate(digits)) for text in references] == references

    @given(REFERENCES, PLACES, st.sampled_from(ALPHABET))
    def test_one_wrong_sign_is_noticed(self, reference, place, sign):
        wrong = reference[:place] + sign + reference[place + 1 :]
        assert read(wrong) == (reference if wrong == reference else None)

    @given(REFERENCES, PLACES, PLACES)
    def test_two_signs_exchanged_are_noticed(self, reference, one, other):
        signs = list(reference)
        signs[one], signs[other] = signs[other], signs[one]
        wrong = "".join(signs)
        assert read(wrong) == (reference if wrong == reference else None)

    @given(st.text(max_size=12))
    def test_any_other_text_is_none(self, text):
        assert read(text) is None or read(read(text)) == read(text)

    @pytest.mark.parametrize("text", ["", "K7M", "K7M-42P", "8888888", "K7M-42PXX"])
    def test_a_text_of_another_shape_is_none(self, text):
        assert read(text) is None

    def test_comes_from_the_whole_alphabet(self):
        assert set("".join(new() for _reference in range(400))) == set(ALPHABET)


class TestClaimCode:
    def test_belongs_to_one_reference(self):
        one, other = new(), new()
        assert len(claim_code(one)) == 7
        assert claim_code(one)[3] == "-"
        assert claim_code(one) == claim_code(shown(one).lower())
        assert claim_code_matches(one, claim_code(one))
        assert not claim_code_matches(other, claim_code(one))

    def test_is_read_as_people_write_it(self):
        reference = new()
        code = claim_code(reference)
        assert claim_code_matches(shown(reference), code.lower().replace("-", " "))

    @pytest.mark.parametrize("text", ["", "AAA-AAA", "ééé-ééé", "\x00", "سسس"])
    def test_another_text_does_not_match(self, text):
        assert not claim_code_matches(new(), text)

    def test_a_wrong_reference_has_no_code(self):
        assert not claim_code_matches("nothing", "222-222")
        with pytest.raises(ValueError, match="Not a reference"):
            claim_code("nothing")

    def test_depends_on_the_site_s_secret_key(self, settings):
        reference = new()
        code = claim_code(reference)
        settings.SECRET_KEY = "another"
        assert claim_code(reference) != code
        assert not claim_code_matches(reference, code)

    def test_printed_slips_outlive_a_change_of_key(self, settings):
        reference = new()
        code = claim_code(reference)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert claim_code_matches(reference, code)
        assert claim_code_matches(reference, claim_code(reference))
