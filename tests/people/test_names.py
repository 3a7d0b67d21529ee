import pytest
from django.core.exceptions import ValidationError

from wagtail_remacto.people.names import clean_display_name


@pytest.mark.parametrize(
    "name",
    [
        "Fatima-Zahra",
        "Youssef B.",
        "A.Mansouri",
        "M.Frikech",
        "عبد الرحمن",
        "ⵎⴰⵙⵙⵉⵏⵉⵙⵙⴰ",
        "D’Angelo 2",
        "جمعية 12",
        "Me Alami",
    ],
)
def test_names_of_people_pass(name):
    assert clean_display_name(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fatima   Zahra ", "Fatima Zahra"),
        ("Youssef\u202e", "Youssef"),
        ("You\u200bssef", "Youssef"),
        ("Zoe\u0301", "Zoé"),
        ("   ", ""),
        ("\u202e\u200b", ""),
    ],
)
def test_what_no_eye_sees_goes(typed, kept):
    assert clean_display_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "https://exemple.ma",
        "www.exemple",
        "Achetez sur exemple.com",
        "EXEMPLE.MA",
        "moi@exemple",
        "06 12 34 56 78",
        "AB 123456",
        "٠٦١٢٣٤٥٦٧٨",
        "!!!",
        "un\nnom",
        "un\x00nom",
        "n" * 61,
    ],
)
def test_advertising_and_numbers_do_not(name):
    with pytest.raises(ValidationError) as error:
        clean_display_name(name)
    assert error.value.messages[0].endswith(".")
