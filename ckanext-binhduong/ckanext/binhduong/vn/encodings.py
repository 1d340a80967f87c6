"""Legacy Vietnamese encodings: TCVN3 (the ".VnTime" fonts), VNI (the "VNI-Times" fonts) and Windows-1258.

TCVN3 and VNI were font encodings: to every program the text is Latin-1 and shows as "B×nh D­¬ng" or "Bình Döông" without the font. So the
functions here take and give such text as str; bytes are the same text in Latin-1. Windows-1258 decodes to letters plus combining tones,
neither NFC nor NFD, which is mended here.

Detection is conservative: it names an encoding only when nearly every marked word becomes a possible Vietnamese syllable under it, and
under no other reading. Half-legacy files, French, and short cells are left alone: a wrong guess destroys data, a missed one is reported.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from ckanext.binhduong.vn.syllables import is_syllable
from ckanext.binhduong.vn.text import nfc


class LegacyEncoding(StrEnum):
    """The encodings of Vietnamese before Unicode that files of agencies still have."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    CP1258 = "cp1258"


# TCVN 5712:1993, VN3. Only seven capitals have a place; the others were small letters shown by a capital font (".VnTimeH").
# The letters from 0xA1 to 0xFE; a dot is a place without a letter.
_TCVN3 = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
_FROM_TCVN3 = {chr(0xA1 + place): letter for place, letter in enumerate(_TCVN3) if letter != "."}
_TO_TCVN3 = {letter: char for char, letter in _FROM_TCVN3.items()}

_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_TONE = dict(zip(_TONES, "ùøûõï", strict=True))
_VNI_CIRCUMFLEX = dict(zip(("", *_TONES), "âáàåãä", strict=True))
_VNI_BREVE = dict(zip(("", *_TONES), "êéèúüë", strict=True))
_VNI_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "ơ": "ô", "ư": "ö"}


def _vni_letters() -> dict[str, str]:
    """Return the VNI spelling of every marked Vietnamese letter, small and capital; a mark takes the case of its letter."""
    spelling = dict(_VNI_SINGLE)
    for base in "aeouyơư":
        for tone, mark in _VNI_TONE.items():
            spelling.setdefault(nfc(base + tone), _VNI_SINGLE.get(base, base) + mark)
    for base in "aeo":
        spelling |= {nfc(f"{base}\u0302{tone}"): base + mark for tone, mark in _VNI_CIRCUMFLEX.items()}
    spelling |= {nfc(f"a\u0306{tone}"): "a" + mark for tone, mark in _VNI_BREVE.items()}
    return spelling | {letter.upper(): vni.upper() for letter, vni in spelling.items()}


_TO_VNI = _vni_letters()
_FROM_VNI = {vni: letter for letter, vni in _TO_VNI.items()}
# A capital may carry a small mark where a typist shifted only the letter: "Aâ" for "Â".
_FROM_VNI |= {vni[0] + vni[1].lower(): letter for letter, vni in _TO_VNI.items() if len(vni) == 2 and vni[0].isupper()}
_VNI_TOKEN = re.compile("|".join(sorted((re.escape(vni) for vni in _FROM_VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """Return Latin-1-looking TCVN3 text in Unicode. Capitals of ``.VnTimeH`` come out small: the font, not the text, made them capital."""
    return "".join(_FROM_TCVN3.get(char, char) for char in text)


def to_tcvn3(text: str) -> str:
    """Return Unicode text as TCVN3; toned capitals become the small letters which the capital fonts show as capitals.

    Raises ``ValueError`` for a character above ASCII that TCVN3 does not have.
    """
    return "".join(char if char.isascii() else _lookup(_TO_TCVN3, char, char.lower(), "TCVN3") for char in nfc(text))


def from_vni(text: str) -> str:
    """Return Latin-1-looking VNI text in Unicode."""
    return _VNI_TOKEN.sub(lambda match: _FROM_VNI[match[0]], text)


def to_vni(text: str) -> str:
    """Return Unicode text as VNI. Raises ``ValueError`` for a character above ASCII that VNI does not have."""
    return "".join(char if char.isascii() else _lookup(_TO_VNI, char, char, "VNI") for char in nfc(text))


def _lookup(table: dict[str, str], char: str, fallback: str, encoding: str) -> str:
    found = table.get(char) or table.get(fallback)
    if found is None:
        raise ValueError(f"{encoding} has no place for {unicodedata.name(char, repr(char))}")
    return found


_READERS: dict[LegacyEncoding, Callable[[bytes], str]] = {
    LegacyEncoding.TCVN3: lambda data: from_tcvn3(data.decode("latin-1")),
    LegacyEncoding.VNI: lambda data: from_vni(data.decode("latin-1")),
    LegacyEncoding.CP1258: lambda data: data.decode("cp1258"),
}


def decode_legacy(data: bytes, encoding: LegacyEncoding) -> str:
    """Decode bytes to Unicode text in NFC. Raises ``UnicodeDecodeError`` where Windows-1258 has no character."""
    return nfc(_READERS[encoding](data))


_BETWEEN_WORDS = re.compile(rb"[\x00-\x40\x5b-\x60\x7b-\x7f\xa0]+")  # all of ASCII that is no letter, and the no-break space
_MIN_WORDS = 3
_MIN_SHARE = 0.9


def detect_encoding(data: bytes) -> LegacyEncoding | None:
    """Name the legacy encoding of a file's bytes, or give None when it is Unicode, plain ASCII, or uncertain.

    ``data`` may be the beginning of a file (some hundred kilobytes are plenty).
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or b"\0" in data or _is_utf8(data):
        return None
    return _decide(data, list(LegacyEncoding))


def detect_legacy_text(text: str) -> LegacyEncoding | None:
    """Name the font encoding of text that a program already read as Latin-1 (a cell typed in .VnTime or VNI-Times), or give None."""
    if text.isascii() or any(ord(char) > 0xFF for char in text):
        return None
    return _decide(text.encode("latin-1"), [LegacyEncoding.TCVN3, LegacyEncoding.VNI])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and error.end == len(data)  # cut inside the last character
    return True


def _decide(data: bytes, candidates: list[LegacyEncoding]) -> LegacyEncoding | None:
    """Take the one reading under which the marked words are Vietnamese; plain Latin-1 competes, so that "là cà phê" stays as it is."""
    shares = {encoding: _share(data, encoding) for encoding in candidates}
    best = max(shares, key=lambda encoding: shares[encoding])
    rivals = [share for encoding, share in shares.items() if encoding is not best] + [_share(data, None)]
    return best if shares[best] >= _MIN_SHARE and max(rivals) < shares[best] else None


def _share(data: bytes, encoding: LegacyEncoding | None) -> float:
    """Return the share of marked words that are Vietnamese syllables; 0 when there are too few different ones to judge."""
    words = {word for word in _BETWEEN_WORDS.split(data) if not word.isascii()}
    if len(words) < _MIN_WORDS:
        return 0.0
    try:
        texts = [decode_legacy(word, encoding) if encoding else word.decode("latin-1") for word in words]
    except UnicodeDecodeError:
        return 0.0
    return sum(is_syllable(text) for text in texts) / len(texts)
