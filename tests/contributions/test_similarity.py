"""Contributions that resemble what somebody is writing."""

import random

import pytest

from tests.growth import grows_in_proportion
from wagtail_remacto.contributions.similarity import rank
from wagtail_remacto.normalise import normalise

TEXTS = {
    "light": "Éclairage public. Réparer les lampadaires de la rue de l’école.",
    "trees": "Planter des arbres le long de l’avenue Mohammed V.",
    "bus": "Des bus le soir entre la gare et le quartier industriel.",
    "library": "Ouvrir la bibliothèque municipale le dimanche.",
    "ar_light": "إصلاح الإنارة العمومية في الأزقة القديمة",
    "ar_water": "توفير الماء الصالح للشرب في الدواوير",
    "zgh": "ⴰⵙⵖⵜⵉ ⵏ ⵓⴱⵔⵉⴷ",
}
CANDIDATES = [(key, normalise(text)) for key, text in TEXTS.items()]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("eclairage", "light"),
        ("réparation de l’éclairage publique", "light"),
        ("lampadere", "light"),
        ("arbre avenue", "trees"),
        ("bibliotheques", "library"),
        ("الانارة", "ar_light"),
        ("الماء الشروب", "ar_water"),
        ("ⵓⴱⵔⵉⴷ", "zgh"),
    ],
)
def test_the_closest_comes_first(query, first):
    assert rank(query, CANDIDATES)[0] == first


@pytest.mark.parametrize(
    "query", ["", "?!", "de la pour les", "في من", "piscine", "الملعب"]
)
def test_nothing_alike_is_nothing(query):
    assert rank(query, CANDIDATES) == []


def test_no_more_than_asked_and_the_first_of_equals_first():
    same = [(number, normalise("parc")) for number in range(9)]
    assert rank("parc", same) == [0, 1, 2, 3, 4]
    assert rank("parc", same, limit=2) == [0, 1]
    assert rank("parc", iter(same), cutoff=101) == []


def test_among_two_thousand_candidates_the_work_grows_in_proportion():
    chance = random.Random(1)
    words = " ".join(TEXTS.values()).split()
    candidates = [
        (number, normalise(" ".join(chance.choices(words, k=150))))
        for number in range(2000)
    ]

    def found(size):
        return rank("réparer l’éclairage de la rue", candidates[:size])

    assert len(found(2000)) == 5
    assert grows_in_proportion(found, 2000)
