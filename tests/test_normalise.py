import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_remacto.normalise import fold, normalise


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("tetouan", "Tétouan"),
        ("مدينة", "المدينة"),
        ("المدينه", "مدينة"),
        ("اكادير", "أكادير"),
        ("الجماعه", "الجَمَاعَة"),
        ("budgets", "budget"),
        ("participations citoyennes", "participation citoyenne"),
        ("2026", "٢٠٢٦"),
        ("l’eau", "eau"),
        ("ⴰⵎⴰⵣⵉⵖ", "ⴰⵎⴰⵣⵉⵖ"),
    ],
)
def test_the_query_finds_the_text(query, text):
    found = normalise(text).split()
    assert set(normalise(query).split()) & set(found)


@pytest.mark.parametrize(
    ("one", "other"), [("eau", "air"), ("الماء", "الهواء"), ("Fès", "Tétouan")]
)
def test_different_words_stay_different(one, other):
    assert normalise(one) != normalise(other)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
