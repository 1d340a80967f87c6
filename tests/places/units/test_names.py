"""Finding units by what people type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.binhduong.places import all_units, search_units
from ckanext.binhduong.vn import fold


def found(q: str, limit: int = 10) -> list[str]:
    """Give the ids that a search finds."""
    return [unit.id for unit in search_units(q, limit)]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("p. dĩ an", ["25942@2025", "25942@2024"]),
        ("P.Dĩ An", ["25942@2025", "25942@2024"]),
        ("phuong di an", ["25942@2025", "25942@2024"]),
        ("TP Thuận An", ["725@2024"]),
        ("TP.Thuận An", ["725@2024"]),
        ("tp. thuan an", ["725@2024"]),
        ("xa Bau Bang", ["25822@2025"]),
        ("huyện Bàu Bàng", ["719@2024"]),
        ("h. phú giáo", ["722@2024"]),
        ("x. phú giáo", ["25858@2025"]),
        ("tt. Tân Bình", ["25900@2024"]),
        ("thị trấn dầu tiếng", ["25777@2024"]),
        ("tỉnh Bình Dương", ["74@2024"]),
        ("TP.HCM", ["79@2025"]),
        ("thành phố Hồ Chí Minh", ["79@2025"]),
    ],
)
def test_type_words_and_their_short_forms(q: str, expected: list[str]) -> None:
    """A type word, whole or short, with or without marks and dots, keeps the units of that type."""
    assert found(q) == expected


@pytest.mark.parametrize(
    ("q", "first"),
    [("thị xã Bến Cát", "721@2024"), ("xã An Tây", "25843@2024"), ("TX Tân Uyên", "723@2024"), ("huyện Tân Uyên", "723@2024")],
)
def test_types_units_had_before(q: str, first: str) -> None:
    """The type a unit had earlier finds it, and so does another type of the same level when no unit of the name has that type."""
    assert found(q)[0] == first


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Tân Định", {"25852@2024", "25894@2024"}),
        ("An Bình", {"25870@2024", "25960@2024"}),
        ("Tân Hiệp", {"25873@2024", "25920@2024", "25920@2025"}),
        ("tan binh", {"25900@2024", "25945@2024"}),
        ("Dĩ An", {"724@2024", "25942@2025", "25942@2024"}),
    ],
)
def test_ambiguous_names_give_all_candidates(q: str, expected: set[str]) -> None:
    """Names that repeat give every unit that bears them, before any that only resemble them."""
    assert set(found(q)[: len(expected)]) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Tân Định, Bến Cát", ["25852@2024"]),
        ("tân định, huyện bắc tân uyên", ["25894@2024"]),
        ("Tân Định Bến Cát", ["25852@2024"]),
        ("an binh, tp di an, tinh binh duong", ["25960@2024"]),
        ("Hòa Lợi, Bến Cát", ["25849@2025", "25849@2024"]),
        ("Tân Định, Hà Nội", ["25852@2024", "25894@2024"]),
    ],
)
def test_a_district_after_the_name_decides(q: str, expected: list[str]) -> None:
    """The unit above, old or new, tells namesakes apart; one that fits none is passed over."""
    assert found(q) == expected


def test_exact_marks_rank_before_folded_names_before_beginnings_before_words() -> None:
    """Phú Hòa typed with its marks is first; Tân Uyên comes before Bắc Tân Uyên, which only contains it."""
    assert found("tân uyên") == ["723@2024", "25888@2025", "726@2024", "25906@2025"]
    assert found("thu d") == ["718@2024", "25747@2025"]
    assert found("bac uyen") == ["726@2024", "25906@2025"]
    assert found("An Lập")[0] == "25801@2024"


@pytest.mark.parametrize("spelling", ["Hòa Lợi", "Hoà Lợi", "hoa loi", "HÒA LỢI", "Ho\u0300a Lo\u031b\u0323i", "Hoa\u0300 Lợi"])
def test_spellings_are_one_name(spelling: str) -> None:
    """Both placements of the tone, both compositions, no marks and capitals find the same units in the same order."""
    assert found(spelling) == ["25849@2025", "25849@2024"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [("25747", ["25747@2024", "25747@2025"]), ("718@2024", ["718@2024"]), (" 79 ", ["79@2025"]), ("718@2025", []), ("99999", [])],
)
def test_codes_and_ids(q: str, expected: list[str]) -> None:
    """A code finds the units of both lists, an id one."""
    assert found(q) == expected


def test_every_unit_is_found_by_its_full_name() -> None:
    """Name with type, with and without marks, finds each of the 138 units among the first three."""
    for unit in all_units():
        for q in (unit.name_with_type, fold(unit.name_with_type), unicodedata.normalize("NFD", unit.name_with_type)):
            assert unit.id in found(q)[:3]


@pytest.mark.parametrize("q", ["", "   ", ",", "...", "zzz", "Hà Nội"])
def test_nothing_is_found_for_nothing(q: str) -> None:
    """Empty and foreign names have no candidates."""
    assert found(q) == []


def test_a_type_alone_lists_its_units_and_the_limit_holds() -> None:
    """ "huyện" gives the four rural districts; never more than asked for."""
    assert found("huyện") == ["719@2024", "720@2024", "722@2024", "726@2024"]
    assert len(found("phường", 3)) == 3
    assert found("t")[:3] == ["79@2025", "718@2024", "723@2024"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(q: str) -> None:
    """Whatever is typed, the answer is a list of at most ten different units."""
    units = found(q)
    assert len(units) == len(set(units)) <= 10
