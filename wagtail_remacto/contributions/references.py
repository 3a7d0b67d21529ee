"""Short public references that people can say on the telephone, and their codes.

The alphabet has neither vowels (no word is spelled by chance) nor signs that are taken
for one another. Its size is a prime: a weighted sum modulo 23 then finds every single
wrong sign and every two signs exchanged, wherever they stand.
"""

import secrets
import unicodedata

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "2345679CDFGHJKMNPQRTVWX"
_SIZE = len(ALPHABET)
_RANDOM_SIGNS = 6
_CODE_SIGNS = 6
_SALT = "wagtail_remacto.contributions.claim"


def new() -> str:
    """A new reference as it is stored, seven signs: ``K7M42PX``.

    One in 148 million; whoever stores it asks for another if it is taken.
    """
    signs = "".join(secrets.choice(ALPHABET) for _sign in range(_RANDOM_SIGNS))
    return signs + _check_sign(signs)


def shown(reference: str) -> str:
    """The reference as it is written and said: ``K7M-42PX``."""
    return f"{reference[:3]}-{reference[3:]}"


def read(text: str) -> str | None:
    """The reference as it is stored, or ``None`` if the text is not one.

    Lower case, spaces, any dashes or none, full-width and Arabic-Indic digits are
    taken as they are meant.
    """
    signs = _signs(text)
    if len(signs) != _RANDOM_SIGNS + 1 or not set(signs) <= set(ALPHABET):
        return None
    return signs if _check_sign(signs[:-1]) == signs[-1] else None


def claim_code(reference: str) -> str:
    """The code printed beside a reference on a paper slip: ``D4K-9WT``.

    It follows from the reference and the site's secret key, and is stored nowhere.
    """
    return _code(_known(reference), None)


def claim_code_matches(reference: str, text: str) -> bool:
    """Whether the text is the code of the reference, under any key still valid.

    Compared in constant time; the site limits how often it may be tried.
    """
    known = read(reference)
    if known is None:
        return False
    signs = _signs(text)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    matches = [constant_time_compare(_signs(_code(known, key)), signs) for key in keys]
    return any(matches)


def _known(reference: str) -> str:
    known = read(reference)
    if known is None:
        raise ValueError(f"Not a reference: {reference!r}.")
    return known


def _code(reference: str, key: str | bytes | None) -> str:
    digest = salted_hmac(_SALT, reference, secret=key, algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    signs = ""
    for _sign in range(_CODE_SIGNS):
        number, place = divmod(number, _SIZE)
        signs += ALPHABET[place]
    return shown(signs)


def _check_sign(signs: str) -> str:
    """The sign of weight 1 that makes the weighted sum a multiple of 23."""
    weights = range(len(signs) + 1, 1, -1)
    total = sum(
        weight * ALPHABET.index(sign)
        for weight, sign in zip(weights, signs, strict=True)
    )
    return ALPHABET[-total % _SIZE]


def _signs(text: str) -> str:
    """The letters and digits alone, in capitals and Latin digits."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        str(unicodedata.digit(sign, sign)) for sign in plain if sign.isalnum()
    )
