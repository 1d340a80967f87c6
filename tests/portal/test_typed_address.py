"""Addresses as people type them, and where a row's text names them."""

from __future__ import annotations

import pytest

from ckanext.binhduong.portal.finder.addresses.named import named_at
from ckanext.binhduong.portal.finder.addresses.typed import read_address


@pytest.mark.parametrize(
    ("text", "number", "streets", "before", "after"),
    [
        ("đường Yersin", "", ["đường Yersin"], "", ""),
        ("duong yersin", "", ["duong yersin"], "", ""),
        ("12 Bạch Đằng", "12", ["Bạch Đằng"], "", ""),
        ("số 5/2A bach dang", "5/2A", ["bach dang"], "", ""),
        ("12 đường Bạch Đằng, Phú Cường", "12", ["đường Bạch Đằng"], "", "Phú Cường"),
        ("12 Bạch Đằng phường Phú Cường", "12", ["Bạch Đằng"], "", "phường Phú Cường"),
        ("nhà thuốc đường Yersin", "", ["đường Yersin"], "nhà thuốc", ""),
        ("phòng khám 24/24 đường Yersin", "", ["đường Yersin"], "phòng khám 24/24", ""),
        ("nhà thuốc số 12, đường Yersin", "12", ["đường Yersin"], "nhà thuốc", ""),
        ("quoc lo 13", "", ["Quốc lộ 13"], "", ""),
        ("QL13", "", ["Quốc lộ 13"], "", ""),
        ("ql 1k", "", ["Quốc lộ 1k"], "", ""),
        ("đường ĐT 741", "", ["ĐT 741"], "", ""),
        ("trạm xe buýt tỉnh lộ 743", "", ["ĐT 743"], "trạm xe buýt", ""),
        ("Đại lộ Bình Dương", "", ["Đại lộ Bình Dương"], "", ""),
        ("Yersin - Bạch Đằng", "", ["Yersin", "Bạch Đằng"], "", ""),
        ("ngã tư Lê Hồng Phong – Đại lộ Bình Dương", "", ["Lê Hồng Phong", "Đại lộ Bình Dương"], "", ""),
        ("đường Yersin giao đường Bạch Đằng", "", ["đường Yersin", "đường Bạch Đằng"], "", ""),
        ("đường số 5", "", ["đường số 5"], "", ""),
        ("nhà thuốc ngã ba đường Yersin x đường Bạch Đằng, Phú Cường", "", ["đường Yersin", "đường Bạch Đằng"], "nhà thuốc", "Phú Cường"),
    ],
)
def test_what_may_be_an_address(text, number, streets, before, after):
    """Its number, its street or the two of a crossing, and the words round it."""
    found = read_address(text)
    assert found is not None
    assert (found.number, [street.title for street in found.streets], found.before, found.after) == (number, streets, before, after)


@pytest.mark.parametrize(
    "text",
    [
        "nhà thuốc",
        "24/24",
        "24/7 nhà thuốc",
        "24h",
        "thành phố Thủ Dầu Một",
        "khu phố 3",
        "đường",
        "",
        "12",
        "12 13",
        "ql",
        "phòng khám 5",
        "camera giao thông",
        "1280 x 720",
        "a - b - c",
    ],
)
def test_what_is_no_address(text):
    """Neither hours nor units nor numbers alone."""
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("12 bach dang", "Số 12, đường Bạch Đằng, Phường Phú Cường", (True, 12)),
        ("12 bach dang", "12A/3 Bạch Đằng", (True, 12)),
        ("12 bach dang", "Tổ 3, 12 Bạch Đằng", (True, 12)),
        ("12 bach dang", "12 Bạch Đằngx", (False, 0)),
        ("12 bach dang", "Số 14, đường Bạch Đằng", (False, 0)),
        ("12 duong bach dang", "Số 14, đường Bạch Đằng", (True, 14)),
        ("60 nha thuoc", "Nhà thuốc Mẫu 060", (False, 0)),
        ("duong an", "Thành phố Dĩ An", (False, 0)),
        ("duong an", "đường An Phú, Thuận An", (False, 0)),
        ("duong an phu", "đường An Phú P. Thuận Giao", (True, 0)),
        ("duong bach dang", "Số 14, Bạch Đằng, Xã Bạch Đằng", (True, 14)),
        ("duong bach dang", "Số 246, đường Mẫu 10, Xã Bạch Đằng", (False, 0)),
        ("duong bach dang", "Phường Bạch Đằng", (False, 0)),
        ("duong mau 3", "Số 322, đường Mẫu 31, Phường Hiệp Thành", (False, 0)),
        ("duong mau 31", "Số 322, đường Mẫu 31, Phường Hiệp Thành", (True, 322)),
        ("quốc lộ 13", "Số 7 QL13, Lái Thiêu", (True, 7)),
        ("ql 13", "230 Quốc lộ 13", (True, 230)),
        ("quốc lộ 13", "Quốc lộ 1", (False, 0)),
        ("Lê Hồng Phong - Đại lộ Bình Dương", "Ngã tư Lê Hồng Phong-Đại lộ Bình Dương", (True, 0)),
        ("Đại lộ Bình Dương - Lê Hồng Phong", "Ngã tư Lê Hồng Phong-Đại lộ Bình Dương", (True, 0)),
        ("nhà thuốc - phòng khám", "Nhà thuốc và cạnh đó là phòng khám", (False, 0)),
        ("đường Mẫu 33 - đường Mẫu 38", "Giao lộ đường Mẫu 38 - đường Mẫu 33", (True, 0)),
        ("Yersin - Bạch Đằng", "Yersin, Phường Phú Cường - Bạch Đằng", (False, 0)),
        ("Yersin - Bạch Đằng", "Ngã tư Yersin - Nguyễn Trãi", (False, 0)),
    ],
)
def test_where_a_text_names_an_address(typed, text, found):
    """With or without marks, in each spelling of a numbered road; the name of a commune is no street."""
    address = read_address(typed)
    assert address is not None
    assert named_at(text, address) == found
