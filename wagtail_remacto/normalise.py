"""Words as the search index keeps them.

Databases find neither المدينة for مدينة nor « Tetouan » for « Tétouan », so both the
text and the query are normalised here, in Python, before either reaches the backend.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_ARABIC_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "گ": "ك",
        "ڭ": "ك",
        "ء": "",
        "ـ": "",
    }
)
_WORD = re.compile(r"\w+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")


@lru_cache(maxsize=1)
def _french() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("french")


def fold(text: str) -> str:
    """Letters alone: no accents, no harakat, one form of each letter, Latin digits."""
    # Twice: folding the case of a compatibility letter may leave another to decompose.
    for _round in range(2):
        text = unicodedata.normalize("NFKD", text.translate(_ARABIC_LETTERS)).casefold()
    plain = "".join(c for c in text if not unicodedata.combining(c))
    latin = "".join(str(unicodedata.digit(c, c)) for c in plain)
    return latin.translate(_ARABIC_LETTERS)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one folded word of French or Arabic; other scripts as they are."""
    if _ARABIC.search(word):
        for article in _ARTICLES:
            if word.startswith(article) and len(word) - len(article) >= 3:
                return word[len(article) :]
        return word
    if word.isascii() and word.isalpha() and len(word) > 3:
        # Without its accents on both sides: the index and the query agree.
        return str(_french().stemWord(word))
    return word


def normalise(text: str) -> str:
    """The text's words, folded and stemmed, in order, separated by single spaces.

    Folded before they are told apart: harakat would cut an Arabic word to pieces.
    """
    return " ".join(stem(word) for word in _WORD.findall(fold(text.replace("’", " "))))
