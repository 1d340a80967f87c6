"""What a column's title says."""

import pytest

from ckanext.binhduong.ingest.typing.column_titles import is_code, names_date, safe_name, title_role, unit_of


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("ĐT", "phone"),
        ("DT (m2)", None),
        ("Số điện thoại", "phone"),
        ("Kinh độ", "longitude"),
        ("X (m)", "northing"),
        ("Phường/Xã", "unit_name"),
        ("ma_xa", "unit_code"),
        ("Tên cơ sở", "name"),
        ("Cơ sở vật chất", None),
        ("Giờ mở cửa", "opening_hours"),
    ],
)
def test_a_title_suggests_a_role(title: str, role: str | None) -> None:
    """Marks and spelling of the title decide."""
    assert title_role(title) == role


@pytest.mark.parametrize(
    ("title", "unit"), [("Diện tích (ha)", "ha"), ("Dân số (ĐVT: người)", "người"), ("Tỷ lệ (%)", "%"), ("Chợ (cũ)", None), ("Tên", None)]
)
def test_a_title_names_a_unit(title: str, unit: str | None) -> None:
    """Only brackets with a unit in them."""
    assert unit_of(title) == unit


def test_names_are_safe_unique_and_short() -> None:
    """Folded, never beginning with "_" or a digit, at most 63 bytes, told apart by a number."""
    taken: set[str] = set()
    assert [safe_name(title, 3, taken) for title in ("Diện tích (ha)", "Diện tích [ha]", "2020", "_id", "☺")] == [
        "dien_tich_ha",
        "dien_tich_ha_2",
        "cot_2020",
        "id",
        "cot_3",
    ]
    assert len(safe_name("x" * 80, 1, taken)) == 63


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Ngày cấp", True),
        ("Số ngày nghỉ", False),
        ("Hạn mức (đồng)", False),
        ("Từ ngày", True),
        ("Lượt xe / ngày", False),
    ],
)
def test_a_title_promises_a_date(title: str, says: bool) -> None:
    """A count of days, a limit of money or something a day is no date."""
    assert names_date(title) is says


@pytest.mark.parametrize(("title", "says"), [("Mã số thuế", True), ("Số giấy phép", True), ("Số lượng", False), ("Mạng", False)])
def test_a_title_names_a_code(title: str, says: bool) -> None:
    """Codes and document numbers are text; amounts are not."""
    assert is_code(title) is says
