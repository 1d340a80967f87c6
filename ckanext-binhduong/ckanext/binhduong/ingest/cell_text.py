"""Clean the text of cells before anything is judged: Excel's ="00123", signs that nobody sees, letters that only look like Vietnamese ones.

Each kind of change is a finding with the first cell it met; a batch without the bytes that such signs begin with is left alone after one
look at them.
"""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc

_HIDDEN = "\ufeff\u200b\u2060\u200e\u200f\u00ad"
_HIDDEN_RANGES = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = f"[{_HIDDEN}{_HIDDEN_RANGES}]"
"""Marks of byte order and direction, spaces of no width, soft hyphens."""
_JOINERS = "(\\p{Latin}|[0-9])[\u200c\u200d]+"
"""Joiners after a Latin letter or digit, where they join nothing; an emoji of several keeps its own."""
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
_QUOTED = r"^\s*['’]([0-9][0-9A-Za-z./-]*)$"
"""A number that Excel keeps as text, exported with the mark that says so: '00123."""
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Digits and letters as wide as Chinese ones."""
_LATIN = str.maketrans("АВЕКМНОРСТХІЈЅаеорсхуіјѕԁһ", "ABEKMHOPCTXIJSaeopcxyijsdh")
"""Cyrillic letters that look like Latin ones."""
_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
"""Greek capitals that look like Latin ones."""
_ETH = (("Ð", "Đ"), ("ð", "đ"), ("Ɖ", "Đ"), ("ɖ", "đ"))
"""Icelandic and African letters that old converters wrote for Đ."""
_ICELANDIC = "[þÞæÆ]"
"""A cell with these is in Icelandic or Old English, where ð is a letter of its own."""
_MIXED = re.compile(r"\w*(?:[A-Za-z0-9À-ɏḀ-ỹ]\w*[Ѐ-ԯ]|[Ѐ-ԯ]\w*[A-Za-z0-9À-ɏḀ-ỹ])\w*")
_MIXED_GREEK = re.compile(r"[A-Za-z0-9ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ_]*(?:[A-Z0-9][ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]|[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ][A-Z0-9])[A-Za-z0-9ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ_]*")

Step = tuple[str, pa.StringArray, pa.StringArray]
"""A finding's code, the cells before and after."""


def cleaned(text: pa.StringArray) -> Iterator[Step]:
    """Return each change that a batch needs, in order; the last step's result is the clean batch."""
    pairs = _lead_pairs(text)
    for code, needed, change in _STEPS:
        if needed(pairs, text):
            after = change(text)
            yield code, text, after
            text = after


def clean_title(title: str) -> str:
    """Return a column's title as its cells are cleaned."""
    return next((after[0].as_py() for _, _, after in reversed([*cleaned(pa.array([title], pa.string()))])), title)


def _lead_pairs(text: pa.StringArray) -> frozenset[int]:
    """Return the pairs of bytes (the first times 256, and the second) that letters beyond ASCII begin with in a batch."""
    _, offsets, data = text.buffers()
    if data is None or not len(text):
        return frozenset()
    ends = np.frombuffer(offsets, dtype=np.int32)[[text.offset, text.offset + len(text)]]
    window = np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[1]]
    leads = np.flatnonzero(window > 0xC1)
    if not len(leads):
        return frozenset()
    found = np.bincount(window[leads].astype(np.int64) * 256 + window[np.minimum(leads + 1, len(window) - 1)])
    return frozenset(np.flatnonzero(found).tolist())


def _without_formula(text: pa.StringArray) -> pa.StringArray:
    values = [
        value if value is None or not (found := _FORMULA.fullmatch(value.strip())) else found[1].replace('""', '"')
        for value in text.to_pylist()
    ]
    return pa.array(values, pa.string())


def _without_invisible(text: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(pc.replace_substring_regex(text, _INVISIBLE, ""), _JOINERS, "\\1")


def _with_stroke(text: pa.StringArray) -> pa.StringArray:
    changed = text
    for wrong, right in _ETH:
        changed = pc.replace_substring(changed, wrong, right)
    return pc.if_else(pc.fill_null(pc.match_substring_regex(text, _ICELANDIC), False), text, changed)


def _in_latin(text: pa.StringArray) -> pa.StringArray:
    """Write words of both Latin and Cyrillic letters in Latin ones; a word all in Cyrillic is Russian."""
    encoded = text.dictionary_encode()
    words = [_MIXED.sub(lambda word: word[0].translate(_LATIN), value) for value in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _without_greek(text: pa.StringArray) -> pa.StringArray:
    """Write codes of Latin letters or digits and Greek capitals in Latin ones; a word with another Greek letter is left alone."""
    encoded = text.dictionary_encode()
    words = [_MIXED_GREEK.sub(lambda word: word[0].translate(_GREEK), value) for value in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _without_quote(text: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(text, _QUOTED, "\\1")


def _of_half_width(text: pa.StringArray) -> pa.StringArray:
    encoded = text.dictionary_encode()
    return pa.array([value.translate(_WIDE) for value in encoded.dictionary.to_pylist()], pa.string()).take(encoded.indices)


def _has(*ranges: tuple[int, int]) -> Callable[[frozenset[int], pa.StringArray], bool]:
    wanted = frozenset(pair for low, high in ranges for pair in range(low, high + 1))
    return lambda pairs, text: not pairs.isdisjoint(wanted)


_STEPS: tuple[tuple[str, Callable[[frozenset[int], pa.StringArray], bool], Callable[[pa.StringArray], pa.StringArray]], ...] = (
    ("formula-text", lambda pairs, text: bool(pc.any(pc.match_substring(text, '="')).as_py()), _without_formula),
    ("quote-mark-removed", lambda pairs, text: bool(pc.any(pc.match_substring_regex(text, _QUOTED)).as_py()), _without_quote),
    ("invisible-removed", _has((0xC2AD, 0xC2AD), (0xE280, 0xE281), (0xEFBB, 0xEFBB)), _without_invisible),
    ("letters-lookalike", _has((0xC390, 0xC390), (0xC3B0, 0xC3B0), (0xC689, 0xC689), (0xC996, 0xC996)), _with_stroke),
    ("letters-lookalike", _has((0xD080, 0xD1BF)), _in_latin),
    ("letters-lookalike", _has((0xCE91, 0xCEA7)), _without_greek),
    ("letters-lookalike", _has((0xEFBC, 0xEFBD)), _of_half_width),
)
"""Finding, by which bytes it may be needed, what it does."""
