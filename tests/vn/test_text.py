"""Folding, slugs, file names, tone placement and alphabetical order of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.binhduong.vn.text import fold, nfc, safe_file_name, slug, sort_key, tone_placed, unmarked

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
ONSETS = (
    "",
    *[
        "b",
        "c",
        "ch",
        "d",
        "đ",
        "g",
        "gh",
        "gi",
        "h",
        "k",
        "kh",
        "l",
        "m",
        "n",
        "ng",
        "ngh",
        "nh",
        "p",
        "ph",
        "qu",
        "r",
        "s",
        "t",
        "th",
        "tr",
        "v",
        "x",
    ],
)
CODAS = ("", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y")
SYLLABLES = [
    unicodedata.normalize("NFC", o + v + t + c) for o in ONSETS for v in (*VOWELS, "oa", "uy", "iê", "ươ") for t in TONES for c in CODAS
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điểm bán hàng thiết yếu", "diem ban hang thiet yeu"),
        ("ĐƯỜNG THỦ DẦU MỘT", "duong thu dau mot"),
        ("Ðất", "dat"),
        ("đ Đ Ð ð", "d d d d"),
        ("  Dĩ\u00a0An \r\n ", "di an"),
        ("Diện tích (m²)", "dien tich (m2)"),
        ("Bình\u200b Dương\ufeff", "binh duong"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold_gives_plain_lower_case_words(text: str, folded: str) -> None:
    """Marks, strokes, case, invisible characters and repeated blanks do not count when words are compared."""
    assert fold(text) == folded


def test_fold_and_slug_do_not_see_composition_in_any_syllable() -> None:
    """Every Vietnamese syllable folds to the same ASCII letters from NFC and from NFD; 0 failures."""
    failures = [s for s in SYLLABLES if not fold(s).isascii() or fold(unicodedata.normalize("NFD", s)) != fold(s) or slug(s) != fold(s)]
    assert len(SYLLABLES) == 34_944
    assert failures == []


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    """Folding a folded text changes nothing, and composition never matters."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@given(st.text(), st.integers(min_value=1, max_value=120))
def test_slug_keeps_its_promise_for_any_text(text: str, limit: int) -> None:
    """A slug has only lower-case letters, digits and single inner hyphens, and obeys its length."""
    name = slug(text, limit)
    assert len(name) <= limit
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name == "-".join(part for part in name.split("-") if part)


def test_slug_of_a_dataset_title() -> None:
    """The title of the health facilities gives the same readable name however it was typed."""
    title = "Cơ sở y tế tỉnh Bình Dương"
    assert slug(title) == slug(unicodedata.normalize("NFD", title)) == "co-so-y-te-tinh-binh-duong"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Đường Thủ Dầu Một", 100, "duong-thu-dau-mot"),
        ("Đường Thủ Dầu Một", 13, "duong-thu-dau"),
        ("Đường Thủ Dầu Một", 12, "duong-thu"),
        ("Khongcókhoảngtrắng", 6, "khongc"),
        ("-- (!) --", 100, ""),
    ],
)
def test_slug_is_cut_between_words(text: str, limit: int, expected: str) -> None:
    """A long slug ends with a whole word; a single long word is cut hard."""
    assert slug(text, limit) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Điểm bán hàng thiết yếu.xlsx", "diem-ban-hang-thiet-yeu.xlsx"),
        ("Nhà thuốc (2023).CSV", "nha-thuoc-2023.csv"),
        ("ranh giới.shp.zip", "ranh-gioi.shp.zip"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\a.csv", "a.csv"),
        ("a\x00b.csv", "ab.csv"),
        ("báo cáo\u202excod.exe", "bao-caoxcod.exe"),
        ("a.csv\r\nSet-Cookie: x=1", "a-csv-set-cookie-x-1"),
        ("......", "tep"),
        ("", "tep"),
        (".csv", "csv"),
        ("CON.csv", "tep-con.csv"),
        ("a.csv. . ", "a.csv"),
        ("x" * 5_000 + ".geojson", "x" * 92 + ".geojson"),
        ("日本.csv", "tep.csv"),
    ],
)
def test_safe_file_name(name: str, expected: str) -> None:
    """File names lose their marks and their dangers and keep their extension."""
    assert safe_file_name(name) == expected


@given(st.text(max_size=300))
def test_safe_file_name_is_safe_for_any_text(name: str) -> None:
    """No text gives a hidden, empty, over-long or path-like file name, and a safe name stays as it is."""
    safe = safe_file_name(name)
    assert 0 < len(safe) <= 100
    assert set(safe) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert safe[0] not in ".-"
    assert all(safe.split("."))
    assert safe_file_name(safe) == safe


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("Hoà Lợi", "Hòa Lợi"),
        ("HOÀ", "HÒA"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("Tân Hoá", "Tân Hóa"),
        ("hoàn", "hoàn"),
        ("hòan", "hoàn"),
        ("ngòai", "ngoài"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("huỳnh", "huỳnh"),
        ("khuỷu", "khuỷu"),
        ("hoạ", "họa"),
        ("hoặc", "hoặc"),
        ("của", "của"),
    ],
)
def test_tone_placed_gives_the_spelling_of_the_law(text: str, placed: str) -> None:
    """Both official placements of a tone become the one of the resolutions, in NFC, whatever the form of the input."""
    assert tone_placed(text) == placed
    assert tone_placed(unicodedata.normalize("NFD", text)) == placed
    assert tone_placed(placed) == placed


def test_sort_key_knows_the_alphabet() -> None:
    """The 29 letters come in the order every child learns, capitals after small letters of the same word."""
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(set(alphabet), key=sort_key) == alphabet
    assert sorted(["Z", "Đ", "e", "D", "d", "đ"], key=sort_key) == ["d", "D", "đ", "Đ", "e", "Z"]


def test_sort_key_puts_tones_after_letters() -> None:
    """Tones order only words of equal letters: huyền, hỏi, ngã, sắc, nặng."""
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["Tân Uyên", "Tấn", "Tân", "Tần An"], key=sort_key) == ["Tân", "Tấn", "Tần An", "Tân Uyên"]


def test_sort_key_orders_the_nine_districts() -> None:
    """Code-point order would put Dĩ An after Dầu Tiếng only by luck and Đ after Z; the reader's order does not."""
    names = ["Thuận An", "Dĩ An", "Đất Cuốc", "Dầu Tiếng", "Ăn", "An Bình", "2 Tháng 9", "Thủ Dầu Một", "Zét"]
    assert sorted(names, key=sort_key) == ["2 Tháng 9", "An Bình", "Ăn", "Dầu Tiếng", "Dĩ An", "Đất Cuốc", "Thủ Dầu Một", "Thuận An", "Zét"]
    assert sort_key(unicodedata.normalize("NFD", "Đất Cuốc")) == sort_key("Đất Cuốc")


def test_unmarked_keeps_case() -> None:
    """English names of units are the Vietnamese ones without marks."""
    assert unmarked("Đất Cuốc") == unmarked(unicodedata.normalize("NFD", "Đất Cuốc")) == "Dat Cuoc"
