"""Legacy encodings: tables, round trips over all syllables, and detection that would rather say nothing than be wrong."""

import unicodedata

import pytest

from ckanext.binhduong.vn.encodings import (
    LegacyEncoding,
    decode_legacy,
    detect_encoding,
    detect_legacy_text,
    from_tcvn3,
    from_vni,
    to_tcvn3,
    to_vni,
)
from ckanext.binhduong.vn.syllables import CLOSED_RHYMES, ONSETS, OPEN_RHYMES, is_syllable

TCVN3, VNI, CP1258 = LegacyEncoding.TCVN3, LegacyEncoding.VNI, LegacyEncoding.CP1258
TONES = {"": "", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "acute": "\u0301", "dot": "\u0323"}
VOWELS = "aăâeêioôơuưy"


def toned(rhyme: str, tone: str) -> str:
    """Put a tone on the last vowel of a rhyme."""
    last = max(place for place, letter in enumerate(rhyme) if letter in VOWELS)
    return unicodedata.normalize("NFC", rhyme[: last + 1] + tone + rhyme[last + 1 :])


SYLLABLES = [
    onset + toned(rhyme, tone)
    for onset in ONSETS
    for rhymes, tones in ((OPEN_RHYMES, TONES.values()), (CLOSED_RHYMES, ("\u0301", "\u0323")))
    for rhyme in sorted(rhymes)
    for tone in tones
]

PROSE = """Danh sách nhà thuốc trên địa bàn tỉnh Bình Dương: thành phố Thủ Dầu Một, thị xã Bến Cát, huyện Phú Giáo,
phường Dĩ An, đường Đại lộ Bình Dương, khu phố Hòa Lân, ấp Rạch Bắp; mở cửa từ bảy giờ sáng đến chín giờ tối"""


@pytest.mark.parametrize(
    ("unicode_text", "tcvn3", "vni"),
    [
        ("Bảo Thắng", "B¶o Th¾ng", "Baûo Thaéng"),
        ("Mường Khương", "M\u00ad\u00eang Kh\u00ad¬ng", "Möôøng Khöông"),
        ("Bát Xát", "B¸t X¸t", "Baùt Xaùt"),
        ("Xin chào các bạn", "Xin chµo c¸c b¹n", "Xin chaøo caùc baïn"),
        ("đường Đồng Khởi", "®\u00ad\u00eang §ång Khëi", "ñöôøng Ñoàng Khôûi"),
        ("kỹ ỷ ỳ ý ỵ", "kü û ú ý þ", "kyõ yû yø yù î"),
        ("ỉ ĩ ị ì í", "Ø Ü Þ × Ý", "æ ó ò ì í"),
    ],
)
def test_known_texts(unicode_text: str, tcvn3: str, vni: str) -> None:
    """Texts of which the legacy form is known convert both ways."""
    assert from_tcvn3(tcvn3) == from_vni(vni) == unicode_text
    assert to_tcvn3(unicode_text) == tcvn3
    assert to_vni(unicode_text) == vni


def test_every_syllable_survives_both_encodings() -> None:
    """All syllables that the tables can build come back from TCVN3 and VNI; 0 failures."""
    assert len(SYLLABLES) == 28 * (len(OPEN_RHYMES) * 6 + len(CLOSED_RHYMES) * 2)
    assert [
        s for s in SYLLABLES if from_tcvn3(to_tcvn3(s)) != s or from_vni(to_vni(s)) != s or from_vni(to_vni(s.upper())) != s.upper()
    ] == []


def test_legacy_text_is_latin_1() -> None:
    """Both encodings are bytes of eight bits, so any program of the time could hold them."""
    assert all(to_tcvn3(s).encode("latin-1") and to_vni(s).encode("latin-1") for s in SYLLABLES)


def test_capitals_of_tcvn3_are_a_matter_of_the_font() -> None:
    """Seven capitals have a place, the rest are small letters in a capital font; VNI writes all capitals."""
    assert from_tcvn3(to_tcvn3("ĂÂÊÔƠƯĐ")) == "ĂÂÊÔƠƯĐ"
    assert from_tcvn3(to_tcvn3("THỦ")) == "THủ"
    assert from_vni(to_vni("THỦ DẦU MỘT")) == "THỦ DẦU MỘT"
    assert from_vni("Aâu Cô") == "Âu Cơ"


def test_what_an_encoding_does_not_have_is_refused() -> None:
    """No question marks are slipped in."""
    with pytest.raises(ValueError, match="TCVN3 has no place for CYRILLIC SMALL LETTER ZHE"):
        to_tcvn3("ж")
    with pytest.raises(ValueError, match="VNI has no place"):
        to_vni("ж")


def test_windows_1258_comes_out_composed() -> None:
    """Windows-1258 writes tones after their letter; the result is NFC."""
    data = b"Th\xfb\xd2 D\xe2\xccu M\xf4\xf2t"
    assert decode_legacy(b"Thu\xd2 D\xe2\xccu M\xf4\xf2t", CP1258) == "Thủ Dầu Một"
    with pytest.raises(UnicodeDecodeError):
        decode_legacy(data + b"\x8a", CP1258)


def as_1258(text: str) -> bytes:
    """Write text as Windows-1258 does: base letters composed with circumflex, breve and horn, tones after them."""
    out = ""
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in marks if mark in TONES.values() and mark)
        out += unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tone)) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (to_tcvn3(PROSE).encode("latin-1"), TCVN3),
        (to_vni(PROSE).encode("latin-1"), VNI),
        (to_vni(PROSE.upper()).encode("latin-1"), VNI),
        (as_1258(PROSE), CP1258),
        (PROSE.encode("utf-8"), None),
        (PROSE.encode("utf-8")[:65], None),
        (PROSE.encode("utf-16"), None),
        (b"Binh Duong, Thu Dau Mot", None),
        ("Là cà phê, gà và bò".encode("latin-1"), None),
        ("Le café était fermé, les élèves sont à côté de la forêt, Noël".encode("latin-1"), None),
        ("Überprüfung der Größe für Öl".encode("latin-1"), None),
        (to_tcvn3("Dĩ An").encode("latin-1"), None),
        (to_tcvn3(PROSE).encode("latin-1") + " Überprüfung Größe für Öl, élèves forêt Noël côté fermé".encode("latin-1"), None),
    ],
)
def test_detection_by_bytes(data: bytes, encoding: LegacyEncoding | None) -> None:
    """Prose in each encoding is named; Unicode, other languages, mixtures and single names are not."""
    assert detect_encoding(data) is encoding
    if encoding:
        assert decode_legacy(data, encoding).lower() == PROSE.lower()


def test_detection_of_cells_already_read_as_latin_1() -> None:
    """A sheet typed in a legacy font is found in its text; real Unicode text never is."""
    assert detect_legacy_text(to_tcvn3(PROSE)) is TCVN3
    assert detect_legacy_text(to_vni(PROSE)) is VNI
    assert detect_legacy_text(PROSE) is None
    assert detect_legacy_text("Là cà phê, gà và bò") is None
    assert detect_legacy_text("Binh Duong") is None


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "khuỷu", "Hoà", "hòa", "GIẾNG", "yêu", "ươm", "đường", "thuỷ", "quý", "gì", "uống"])
def test_real_syllables(word: str) -> None:
    """Everyday syllables are recognised in either tone placement and case."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "café", "hacp", "matt", "đuòng", "mat\u0300", "ngườ", "B×nh", "Döông", "straße"])
def test_words_that_are_no_syllables(word: str) -> None:
    """Foreign words, mojibake and tones that a rhyme cannot bear are not."""
    assert not is_syllable(word)
