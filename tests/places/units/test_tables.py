"""The two lists of units and what became of what."""

from collections import Counter

import pytest

from ckanext.binhduong.places import (
    all_units,
    ancestors,
    children,
    descendants,
    get_unit,
    memberships,
    named_by_law,
    predecessors,
    successors,
    tiles,
)


def ids(shares: list) -> list[str]:
    """Give the ids of units with shares."""
    return [each["unit"].id for each in shares]


def test_both_lists_are_complete() -> None:
    """1 province, 9 districts and 91 communes (47 wards, 39 communes, 5 townships) in 2024; 24 wards and 12 communes in 2025."""
    assert Counter((unit.list, unit.level) for unit in all_units()) == {
        ("2024", "province"): 1,
        ("2024", "district"): 9,
        ("2024", "commune"): 91,
        ("2025", "province"): 1,
        ("2025", "commune"): 36,
    }
    assert Counter(unit.type for unit in all_units("2024", "commune")) == {"Phường": 47, "Xã": 39, "Thị trấn": 5}
    assert Counter(unit.type for unit in all_units("2025", "commune")) == {"Phường": 24, "Xã": 12}


def test_a_unit_of_2024() -> None:
    """Bến Cát, a city since 1 May 2024, until the last day of the districts."""
    unit = get_unit("721@2024")
    assert (unit.code, unit.list, unit.level, unit.name, unit.name_with_type) == ("721", "2024", "district", "Bến Cát", "Thành phố Bến Cát")
    assert (unit.type, unit.name_en, unit.parent) == ("Thành phố", "Ben Cat City", "74@2024")
    assert (unit.valid_from, unit.valid_to, unit.boundary) == ("2024-05-01", "2025-06-30", "exact")
    assert unit.area_km2 == 238.59


def test_a_unit_of_2025() -> None:
    """Hòa Lợi, spelled as in the resolution although the code list writes Hoà Lợi."""
    unit = get_unit("25849@2025")
    assert (unit.level, unit.name, unit.name_with_type, unit.type, unit.name_en) == (
        "commune",
        "Hòa Lợi",
        "Phường Hòa Lợi",
        "Phường",
        "Hoa Loi Ward",
    )
    assert (unit.parent, unit.valid_from, unit.valid_to) == ("79@2025", "2025-07-01", None)
    assert (unit.area_km2, unit.boundary) == (33.59, "approximate")


def test_codes_are_used_twice() -> None:
    """25747 was Phú Cường and is Thủ Dầu Một; 24 of the 36 codes changed their full name."""
    assert [get_unit(f"25747@{year}").name for year in ("2024", "2025")] == ["Phú Cường", "Thủ Dầu Một"]
    old = {unit.code: unit.name_with_type for unit in all_units("2024")}
    assert sum(old[unit.code] != unit.name_with_type for unit in all_units("2025", "commune")) == 24


@pytest.mark.parametrize("unit_id", ["718", "718@2025", "", "79@2024", "25747"])
def test_unknown_ids_are_refused(unit_id: str) -> None:
    """A code without its list is no id."""
    with pytest.raises(LookupError):
        get_unit(unit_id)


def test_above_and_below() -> None:
    """The tree of 2024 has three levels, that of 2025 two."""
    assert [unit.id for unit in ancestors("25942@2024")] == ["724@2024", "74@2024"]
    assert [unit.id for unit in ancestors("25942@2025")] == ["79@2025"]
    assert [len(children(unit_id)) for unit_id in ("74@2024", "718@2024", "25942@2024", "79@2025")] == [9, 14, 0, 36]
    assert [len(descendants(unit_id)) for unit_id in ("74@2024", "718@2024", "79@2025")] == [100, 14, 36]


def test_successors_of_a_district_are_those_of_its_communes() -> None:
    """Thủ Dầu Một became five wards and Dĩ An three; shares of area add up to one."""
    assert sorted(ids(successors("718@2024"))) == ["25747@2025", "25750@2025", "25760@2025", "25768@2025", "25771@2025"]
    assert ids(successors("724@2024")) == ["25951@2025", "25942@2025", "25945@2025"]
    assert sum(each["share"] or 0 for each in successors("724@2024")) == pytest.approx(1, abs=1e-3)


def test_successors_of_communes() -> None:
    """A whole commune has one successor; a split one has those the law names, the larger share first; a province its new one."""
    assert successors("25744@2024") == [{"unit": get_unit("25750@2025"), "share": 1.0}]
    assert successors("25741@2024") == [
        {"unit": get_unit("25750@2025"), "share": 0.7375},
        {"unit": get_unit("25747@2025"), "share": 0.2625},
    ]
    assert successors("74@2024") == [{"unit": get_unit("79@2025"), "share": 1.0}]
    assert successors("25750@2025") == []


def test_predecessors() -> None:
    """A unit of 2025 knows its communes of 2024; of Thành phố Hồ Chí Minh's origin only Bình Dương is known here."""
    assert sorted(ids(predecessors("25945@2025"))) == ["25939@2024", "25945@2024", "25948@2024"]
    assert sum(each["share"] or 0 for each in predecessors("25945@2025")) == pytest.approx(1, abs=1e-3)
    assert ids(predecessors("25846@2025")) == ["25846@2024"]
    assert predecessors("79@2025") == [{"unit": get_unit("74@2024"), "share": None}]
    assert predecessors("718@2024") == []


def test_sixteen_communes_were_split_in_two() -> None:
    """Every old commune has one or two heirs by law, and the law's 107 pairs are all there."""
    heirs = Counter(len(named_by_law(unit.id)) for unit in all_units("2024", "commune"))
    assert heirs == {1: 75, 2: 16}
    assert named_by_law("25939@2024") == ("25891@2025", "25945@2025")


def test_tiles_divide_the_province_once_in_each_list() -> None:
    """Districts and units of 2025 each hold every one of the 91 communes exactly once."""
    every = [unit.id for unit in all_units("2024", "commune")]
    for units in (all_units("2024", "district"), all_units("2025", "commune"), all_units("2025", "province")):
        assert sorted(tile for unit in units for tile in tiles(unit.id)) == sorted(every)


def test_the_three_wards_of_di_an_are_the_old_city() -> None:
    """What lies within 724@2024 lies within 25942, 25945 and 25951 of 2025, each place in one of them."""
    wards = [tile for code in ("25942", "25945", "25951") for tile in tiles(f"{code}@2025")]
    assert len(wards) == len(set(wards)) == 7
    assert sorted(wards) == list(tiles("724@2024"))


def test_memberships_are_tiles_seen_from_the_commune() -> None:
    """A commune's units are itself, those above, and its unit of 2025 with those above."""
    assert memberships("25939@2024") == ("25939@2024", "723@2024", "74@2024", "25891@2025", "79@2025")
    for commune in all_units("2024", "commune"):
        assert {unit.id for unit in all_units() if commune.id in tiles(unit.id)} == set(memberships(commune.id))
    with pytest.raises(LookupError):
        memberships("724@2024")
