"""A table's title is found among the lines of its head."""

from __future__ import annotations

import unicodedata

import pytest

from ckanext.binhduong.ingest.layout.headings import table_heading

OFFICE = ["UBND TỈNH BÌNH DƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ", "Độc lập - Tự do - Hạnh phúc"]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ([*OFFICE, "DANH SÁCH NHÀ THUỐC ĐẠT GPP"], "Danh sách nhà thuốc đạt GPP"),
        (["Danh sách nhà thuốc", "Đơn vị tính: cơ sở"], "Danh sách nhà thuốc"),
        (["DANH SÁCH TRẠM Ở THÀNH PHỐ THỦ DẦU MỘT", "NĂM 2024"], "Danh sách trạm ở thành phố Thủ Dầu Một năm 2024"),
        (["DANH SÁCH", "CÁC TRẠM XE BUÝT"], "Danh sách các trạm xe buýt"),
        (["SỐ LIỆU QUAN TRẮC NƯỚC MẶT", "(Quý I năm 2025)"], "Số liệu quan trắc nước mặt (Quý I năm 2025)"),
        (["Phụ lục 01", "Danh mục trạm đo", "(Kèm theo Quyết định số 12/QĐ-UBND)"], "Danh mục trạm đo"),
        (["Bình Dương, ngày 12 tháng 3 năm 2025", "Trường học trên địa bàn"], "Trường học trên địa bàn"),
        (["Sở Y tế công bố", "Cơ sở khám, chữa bệnh ngoài công lập"], "Cơ sở khám, chữa bệnh ngoài công lập"),
        ([unicodedata.normalize("NFD", "DANH SÁCH CHỢ")], "Danh sách chợ"),
        (["Hospitals of the province"], "Hospitals of the province"),
        (OFFICE, ""),
        (["Số: 12/BC-SYT", "Đơn vị tính: triệu đồng", "Trang 1"], ""),
        (["Năm 2024"], ""),
        (["Bảng"], ""),
        ([""], ""),
        ([], ""),
    ],
)
def test_the_title(above: list[str], title: str) -> None:
    """Neither the office, the motto, the number and date nor the unit of measure; capitals become ordinary letters."""
    assert table_heading(above) == title


def test_a_long_title_is_cut() -> None:
    """A paragraph above a table is no title as a whole."""
    assert len(table_heading(["Danh sách " + "dài " * 200])) == 200
