"""In which script a text is written.

A text in the wrong field is an error for the person who keeps the file; it is never
moved to the field that would fit.
"""

import re
import unicodedata

# An acronym, an address or a code says nothing about the language around it.
_NEUTRAL = re.compile(r"https?://\S+|\S+@\S+|\b[A-Z0-9][A-Z0-9.&/’'-]+\b")


def script_of(text: str) -> str:
    """``latin`` or ``arabic``, whichever most letters are in; empty if neither is."""
    latin = arabic = 0
    for character in _NEUTRAL.sub(" ", text):
        if not character.isalpha():
            continue
        name = unicodedata.name(character, "")
        if name.startswith("ARABIC"):
            arabic += 1
        elif name.startswith("LATIN"):
            latin += 1
    if latin == arabic:
        return ""
    return "latin" if latin > arabic else "arabic"


EXPECTED = {"fr": "latin", "en": "latin", "ar": "arabic"}
