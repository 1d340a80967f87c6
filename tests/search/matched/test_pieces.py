"""Words of a search marked in a text, whichever marks were typed."""

from __future__ import annotations

import unicodedata

import pytest

from ckanext.binhduong.search.matched.pieces import Words, fragment, pieces


def _marked(text: str, q: str) -> list[str]:
    return [piece for piece, is_marked in pieces(text, Words.of(q)) if is_marked]


@pytest.mark.parametrize(
    ("text", "q", "marked"),
    [
        ("Nhà thuốc tỉnh Bình Dương", "nha thuoc", ["Nhà thuốc"]),
        ("Nhà thuốc tỉnh Bình Dương", unicodedata.normalize("NFD", "nhà thuốc"), ["Nhà thuốc"]),
        (unicodedata.normalize("NFD", "Nhà thuốc"), "nhà thuốc", ["Nhà thuốc"]),
        ("Cơ sở hoá chất", "hóa chất", ["hoá chất"]),
        ("duoc_si_phu_trach", "duoc si", ["duoc_si"]),
        ("Chất lượng không khí: PM2.5", "pm2.5", ["PM2.5"]),
        ("Quyết định 36/2019/QĐ-UBND", "36/2019/QĐ-UBND", ["36/2019/QĐ-UBND"]),
        ("Nhà và thuốc", "nhà thuốc", ["Nhà", "thuốc"]),
        ("Đánh giá tài sản, giá đất", "giá đất", ["giá đất"]),
        ("Nhà thuốc, thuốc nam", "nhà thuốc", ["Nhà thuốc"]),
        ("Trạm đo", "nhà thuốc", []),
        ("Nhập khẩu", "nha", []),
        ("Chỉ vị trí được đặt đúng", "dược sĩ", []),
        ("Quầy thuôc tây", "quầy thuốc", ["Quầy thuôc"]),
        ("", "nhà thuốc", []),
        ("Nhà thuốc", "", []),
    ],
)
def test_what_is_marked(text: str, q: str, marked: list[str]) -> None:
    """Whole words, with or without marks, in runs; a word alone only where no run is."""
    assert _marked(text, q) == marked


@pytest.mark.parametrize(("q", "marked"), [("má", ["Má"]), ("ma", ["Má", "mạ", "mà"]), ("mã", [])])
def test_marks_that_were_typed_count(q: str, marked: list[str]) -> None:
    """ "má" is not "mạ"; without marks all are."""
    assert _marked("Má, mạ, mà", q) == marked


@pytest.mark.parametrize("text", ["Nhà thuốc <b>", "a&b nhà", "  nhà  thuốc  "])
def test_the_pieces_are_the_text(text: str) -> None:
    """Nothing is lost or added."""
    assert "".join(piece for piece, _ in pieces(text, Words.of("nhà thuốc"))) == text


def test_a_long_text_is_cut_around_the_words() -> None:
    """At words' borders, with dots where something is left out; the words are in it whole."""
    text = "Mở đầu dài dòng. " * 20 + "Ở đây có dược sĩ phụ trách chuyên môn. " + "Phần cuối. " * 20
    found = fragment(text, Words.of("duoc si phu trach"), 120)
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert "dược sĩ phụ trách" in found
    assert len(found) <= 125


@pytest.mark.parametrize(("q", "start"), [("khong co", "Mở đầu"), ("mo dau", "Mở đầu")])
def test_a_text_without_the_words_is_its_beginning(q: str, start: str) -> None:
    """Also when they stand there already."""
    assert fragment("Mở đầu dài dòng. " * 30, Words.of(q), 50).startswith(start)


def test_a_short_text_stays_whole() -> None:
    """Blanks and line breaks are one blank."""
    assert fragment("Ngắn\n thôi", Words.of("thoi"), 50) == "Ngắn thôi"


def test_a_word_longer_than_the_fragment_is_not_cut() -> None:
    """A text without blanks is shown from its beginning, and ends."""
    assert fragment("x" * 1000 + " cuối", Words.of("cuoi"), 50).endswith("cuối")
