"""Vietnamese text: canonical forms, folding for search, names for URLs and files, and alphabetical order.

CKAN's own munge functions know only Latin-1, so "Cơ sở y tế tỉnh Bình Dương" becomes ``c-s-y-t-tnh-binh-dng`` there.
Everything here goes through Unicode decomposition instead, and gives the same answer for composed and decomposed text.
"""

import re
import unicodedata

_D_STROKE = str.maketrans({"đ": "d", "Đ": "d", "Ð": "d", "ð": "d"})
"""The stroke is no combining mark, so decomposition leaves it. Ð/ð (U+00D0, U+00F0) is what old converters wrote for Đ/đ."""
_PLAIN_D = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})

_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries and of the CLDR collation ``vi``."""

_MARKS = "[\u0300-\u036f]*"
_GLIDE = re.compile(
    f"(?P<before>[qQ]?)(?P<first>[oO](?={_MARKS}[aAeE])|[uU](?={_MARKS}[yY]))(?P<m1>{_MARKS})(?P<second>[aAeEyY])(?P<m2>{_MARKS})(?P<coda>[a-zA-Z]?)"
)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The 29 letters of the Vietnamese alphabet with f, j, w, z where foreign words put them."""
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_LETTER_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make letters; every other mark is an accent

_COMPOUND_SUFFIX = re.compile(r"^(?P<stem>.*?)(?P<suffix>(?:\.[a-z]{2,7})?\.(?:zip|gz)|\.[a-z0-9]{1,10})$", re.DOTALL)
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}


def nfc(text: str) -> str:
    """Return ``text`` in Unicode's composed form, the one form in which the portal stores text."""
    return unicodedata.normalize("NFC", text)


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_safe(text: str) -> str:
    """Return ``text`` without what XML 1.0 cannot hold: control characters other than tab and line ends, and unpaired surrogates."""
    return _NOT_IN_XML.sub("", text)


def _strip_marks(text: str) -> str:
    """Decompose (compatibility form, so that "m²" is "m2") and drop combining marks and invisible format characters."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) not in ("Mn", "Cf"))


def unmarked(text: str) -> str:
    """Return ``text`` without marks, in its own case: "Thủ Dầu Một" → "Thu Dau Mot", the English form of a Vietnamese name."""
    return _strip_marks(text.translate(_PLAIN_D))


def fold(text: str) -> str:
    """Return ``text`` as a reader types it in a hurry: lower case, no marks, đ as d, single spaces.

    The result is the same for NFC and NFD input, for both tone placements ("hoà", "hòa"), and folding it again changes nothing.
    It follows what Solr's ICUFoldingFilter does, so Python and Solr agree on which words are equal.
    """
    if text.isascii():  # most cells of a table, and thirty times as fast
        return " ".join(text.lower().split())
    folded = _strip_marks(_strip_marks(text.translate(_D_STROKE)).casefold()).translate(_D_STROKE)
    return " ".join(folded.split())


def tone_placed(text: str) -> str:
    """Return ``text`` (as NFC) with tones where the resolutions of the National Assembly put them: "hòa", "thủy", "quý", "hoàn".

    Only *oa*, *oe* and *uy* have two official spellings: in an open syllable the tone moves to the first letter, in a closed one and
    after *q* to the second. Every other syllable is left as it is.
    """
    return nfc(_GLIDE.sub(_place_tone, unicodedata.normalize("NFD", text)))


def _place_tone(match: re.Match[str]) -> str:
    tones = "".join(mark for mark in match["m1"] + match["m2"] if mark in _TONES)
    first, second = ("".join(mark for mark in match[group] if mark not in _TONES) for group in ("m1", "m2"))
    if match["coda"] or match["before"]:
        second += tones
    else:
        first += tones
    return f"{match['before']}{match['first']}{first}{match['second']}{second}{match['coda']}"


def slug(text: str, max_length: int = 100) -> str:
    """Return the name of ``text`` for a URL: ``[a-z0-9-]``, at most ``max_length`` characters, cut between words.

    A text without any Latin letter or digit gives the empty string; the caller decides what to do about it.
    """
    name = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(name) <= max_length:
        return name
    head, _, _ = name[: max_length + 1].rpartition("-")
    return head or name[:max_length]


def safe_file_name(name: str, max_length: int = 100) -> str:
    """Return a file name that is safe in a path, a header and on every desktop, with its extension kept.

    Directories before the name (both slashes), control and direction characters, leading and trailing dots go; reserved names of
    Windows get a prefix; when nothing is left the name is ``tep`` ("file").
    """
    base = re.split(r"[/\\]", name.replace("\0", ""))[-1]
    folded = fold(base).strip(". ")
    match = _COMPOUND_SUFFIX.match(folded)
    stem, suffix = (match["stem"], match["suffix"]) if match else (folded, "")
    safe = slug(stem, max_length - len(suffix)) or "tep"
    return f"{f'tep-{safe}' if safe in _WINDOWS_DEVICES else safe}{suffix}"


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return the key that sorts text as a Vietnamese reader expects: a ă â b c d đ e ê …, tones only between equal letters.

    Spaces and punctuation sort before digits, digits before letters, other scripts after them. Equal letters and tones are
    ordered lower case first.
    """
    letters: list[int] = []
    tones: list[int] = []
    for base, marks in _clusters(text):
        letter = nfc(base + "".join(mark for mark in marks if mark in _LETTER_MARKS))
        letters.append(_rank(letter if letter in _LETTER_RANK else base))
        accents = [mark for mark in marks if mark not in _LETTER_MARKS]
        tones.append(0 if not accents else 1 + (_TONES.index(accents[0]) if accents[0] in _TONES else ord(accents[0])))
    return tuple(letters), tuple(tones), nfc(text).swapcase()


def _rank(letter: str) -> int:
    """Place one lower-case character: below 0x110000 what is no letter of the alphabet and no other script, then letters, then the rest."""
    if letter in _LETTER_RANK:
        return 0x110000 + _LETTER_RANK[letter]
    return ord(letter[0]) + (0x220000 if letter.isalpha() else 0)


def _clusters(text: str) -> list[tuple[str, str]]:
    """Cut text into lower-case base characters, each with its combining marks."""
    clusters: list[tuple[str, str]] = []
    for char in unicodedata.normalize("NFD", text.replace("Ð", "Đ").replace("ð", "đ").lower()):
        if unicodedata.combining(char) and clusters:
            base, marks = clusters[-1]
            clusters[-1] = (base, marks + char)
        else:
            clusters.append((char, ""))
    return clusters
