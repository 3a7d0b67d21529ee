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
    text = text.translate(_ARABIC_LETTERS)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() else c for c in plain
    ).translate(_ARABIC_LETTERS)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one word of French or Arabic; the folded word for other scripts."""
    folded = fold(word)
    if _ARABIC.search(folded):
        for article in _ARTICLES:
            if folded.startswith(article) and len(folded) - len(article) >= 3:
                return folded[len(article) :]
        return folded
    if folded.isascii() and folded.isalpha() and len(folded) > 3:
        return fold(_french().stemWord(word.casefold()))
    return folded


def normalise(text: str) -> str:
    """The text's words, stemmed, in order, separated by single spaces."""
    words = (stem(word) for word in _WORD.findall(text.replace("’", " ")))
    return " ".join(word for word in words if word)
