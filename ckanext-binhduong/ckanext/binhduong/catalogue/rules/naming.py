"""Names in addresses and of files: CKAN's own rules, with Vietnamese letters folded instead of thrown away.

Every munge function of ``ckan.lib.munge`` calls that module's ``substitute_ascii_equivalents`` by its global name, so replacing this one
function corrects them all, in whichever module they were imported. Why not otherwise: docs/decisions/catalogue-munge.md.
"""

import unicodedata
from collections.abc import Callable

from ckan.lib import munge

from ckanext.binhduong.vn import slug

__all__ = ["fold_letters", "free_name", "install"]

_MAX_NAME = 95
"""CKAN allows 100 characters; five are kept for the number that tells two equal names apart."""

_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_latin1_equivalents = munge.substitute_ascii_equivalents


def fold_letters(text_unicode: str) -> str:
    """Return a text in ASCII with case and punctuation kept: marks stripped (NFC and NFD alike), đ as d, then CKAN's own table (ß as ss).

    Ð (eth) is read as Đ, which is what old Vietnamese converters meant by it. The parameter has the name of the function it replaces.
    """
    stripped = "".join(char for char in unicodedata.normalize("NFD", text_unicode) if not unicodedata.combining(char))
    return _latin1_equivalents(stripped.translate(_STROKES))


def install() -> None:
    """Make CKAN's munge functions fold Vietnamese; doing it twice changes nothing."""
    munge.substitute_ascii_equivalents = fold_letters


def free_name(title: str, is_taken: Callable[[str], bool]) -> str:
    """Make a name of a title that nobody has yet; empty when the title has no Latin letter or digit, or only one."""
    name = slug(title, _MAX_NAME)
    if len(name) < 2:
        return ""
    candidate, number = name, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{name}-{number}"
    return candidate
