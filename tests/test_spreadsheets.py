import pytest

from wagtail_remacto.spreadsheets import as_written, harmless

SIGNS = "=+-@＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before",
    ["", " ", "   ", "\u00a0", "\u3000", "\t", "\r", "\n", " \n ", "\u200f", "\ufeff"],
)
def test_a_formula_is_words_and_comes_back_as_it_was(before, sign):
    text = f"{before}{sign}HYPERLINK(1)"
    assert harmless(text) == f"'{text}"
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize("blank", ["\t", "\r", "\n", " \t", " \r\n "])
def test_so_is_what_a_blank_would_move_to_another_cell(blank):
    assert harmless(f"{blank}mots") == f"'{blank}mots"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Un marché = du pain",
        " Le samedi",
        "L’eau",
        "'d’accord'",
        "\u200fالماء",
        "3 + 4",
        "«\t»",
    ],
)
def test_other_words_stay_as_they_are(text):
    assert harmless(text) == as_written(text) == text


def test_what_is_no_text_is_told_in_words():
    assert harmless(12) == "12"
    assert harmless(-12) == "'-12"
    assert harmless(None) == ""


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x1f"])
def test_what_no_workbook_may_hold_is_left_out(sign):
    assert harmless(f"Té{sign}touan") == "Tétouan"
