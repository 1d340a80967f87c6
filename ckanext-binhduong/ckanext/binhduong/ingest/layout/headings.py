"""What a table is called: the text above its header that is its title, in ordinary letters. Imports no CKAN.

The head of a Vietnamese report (Decree 30/2020/NĐ-CP on records, appendix I) has, beside its title, the state's name and motto, the office,
the number, place and date of the document, "Phụ lục", "Kèm theo …", the unit of measure: none of these says what is in the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.binhduong import places
from ckanext.binhduong.vn import fold, nfc

__all__ = ["table_heading"]

_LONGEST = 200
_SHORTEST_WORDS = 2
_NO_TITLE = re.compile(
    r"cong hoa xa hoi|doc lap|(so|so hieu)\s*:|.*\bngay\s*\S{1,5}\s+thang\b|(phu luc|bieu so|mau so|bieu mau|mau)\b"
    r"|\(?\s*(kem theo|ban hanh)\b|\(?\s*(don vi( tinh)?|dvt)\s*:|trang \d+|https?:"
    r"|(ghi chu|nguon|nguoi lap|lien he|dien thoai|website|email)\b.*:"
)
"""How a text (folded) begins that is no title."""
_OFFICE = re.compile(r"(uy ban nhan dan|ubnd|so|phong|ban|chi cuc|cuc|tong cuc|trung tam|van phong|hoi dong nhan dan|hdnd|bo)\b")
_LIST = re.compile(r"(danh sach|danh muc|bang|tong hop|bao cao|thong ke|so lieu|ke hoach|ket qua|tinh hinh|ban do|du lieu|quy hoach)\b")
_FOLLOWS = re.compile(
    r"\(?\s*(nam|thang|quy|tu ngay|tinh den|den ngay|giai doan|nam hoc|tren dia ban|cua|tai|thuoc|duoc|va|theo|trong|nhiem ky|dot|lan)\b"
)
"""How a second line of a title begins."""
_VOWEL = re.compile(r"[aeiouy]")
_WORD = re.compile(r"[^\W_]+")
_NAMES = ("Bình Dương", "Việt Nam", "Hồ Chí Minh")


def table_heading(texts: Sequence[str]) -> str:
    """Return the title among the texts above a header, "" when none of them is one.

    Args:
        texts: what is above the header, row by row, from the left.
    """
    lines = [" ".join(nfc(text).split()).strip(" -–:*") for text in texts]
    folded = [fold(line) for line in lines]
    able = [len(_WORD.findall(text)) >= _SHORTEST_WORDS and not _NO_TITLE.match(text) for text in folded]
    lists = [place for place, text in enumerate(folded) if able[place] and _LIST.match(text)]
    others = [place for place, text in enumerate(folded) if able[place] and not _OFFICE.match(text) and not _FOLLOWS.match(text)]
    if not lists and not others:
        return ""
    best = lists[0] if lists else max(others, key=lambda place: len(folded[place]))
    end = best + 1
    while end < len(lines) and able[end] and (_FOLLOWS.match(folded[end]) or _LIST.fullmatch(folded[end - 1])):
        end += 1
    return _begun(" ".join(map(_in_ordinary_letters, lines[best:end])))[:_LONGEST]


def _begun(title: str) -> str:
    return title[:1].upper() + title[1:]


def _in_ordinary_letters(line: str) -> str:
    """Return a line in capitals in small letters, but for names of places and words that are no syllables (GPP, UBND, 2024)."""
    if line != line.upper():
        return line
    lowered = _WORD.sub(lambda word: word.group() if _is_abbreviation(word.group()) else word.group().lower(), line)
    for name in _names():
        lowered = re.sub(rf"\b{re.escape(name.lower())}\b", name, lowered)
    return lowered


def _is_abbreviation(word: str) -> bool:
    return _VOWEL.search(fold(word)) is None


def _names() -> tuple[str, ...]:
    """The names of units of several syllables, longest first: one of a single syllable may be any word."""
    names = {unit.name for unit in places.all_units()} | set(_NAMES)
    return tuple(sorted((name for name in names if " " in name), key=len, reverse=True))
