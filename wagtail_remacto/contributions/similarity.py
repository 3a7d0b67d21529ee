"""Which contributions resemble what somebody is writing.

Both sides are words as the search index keeps them, so that المدينة meets مدينة and
« éclairages » meets “eclairage”; letters may differ a little beyond that.
"""

from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz, process

from wagtail_remacto.normalise import normalise

# Likeness, out of 100, from which a candidate is shown.
CUTOFF = 60

# Somebody who has written more than this is compared by how it begins.
QUERY_WORDS = 40
# Where a misspelt passage is looked for: shorter ones are found within other words
# (eau in bureau), longer ones cost a hundred times more.
_PASSAGE = range(4, 65)
_BEGINNING = 1000

# Words that say nothing of the subject, as a writer types them.
_SILENT = frozenset(
    normalise(
        "le la les un une des du de et ou à au aux en dans sur sous pour par avec sans "
        "ce cet cette ces qui que est sont il elle on nous vous notre nos plus pas ne "
        "the a an of and or to in on for with at by is are be we our not this that "
        "في من على إلى عن مع و أو أن إن التي الذي هذا هذه ما لا كل بين هو هي نحن"
    ).split()
)


def rank(
    query: str,
    candidates: Iterable[tuple[Any, str]],
    limit: int = 5,
    cutoff: float = CUTOFF,
) -> list[Any]:
    """The keys of the candidates closest to the query, the closest first.

    ``query`` is as it was typed; each candidate is a key and a text that went through
    ``normalise`` already. Of two equally close, the first given comes first.
    """
    words = _telling(normalise(query))
    if not words:
        return []
    pairs = list(candidates)
    found = process.extract(
        words,
        [text for _key, text in pairs],
        scorer=_likeness,
        limit=limit,
        score_cutoff=cutoff,
    )
    return [pairs[place][0] for _text, _score, place in found]


def _telling(normalised: str) -> str:
    words = [word for word in normalised.split() if word not in _SILENT]
    return " ".join(words[:QUERY_WORDS])


def _likeness(
    query: str, candidate: str, *, score_cutoff: float | None = None
) -> float:
    """The better of shared words in any order and a misspelt passage."""
    shared = fuzz.token_set_ratio(query, candidate, score_cutoff=score_cutoff)
    if len(query) not in _PASSAGE:
        return shared
    beginning = candidate[:_BEGINNING]
    return max(shared, fuzz.partial_ratio(query, beginning, score_cutoff=score_cutoff))
