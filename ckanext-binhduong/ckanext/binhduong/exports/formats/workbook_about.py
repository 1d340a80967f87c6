"""What a workbook says about itself, in Vietnamese and English: the sheet "Giới thiệu" as rows of texts. Knows no CKAN."""

from __future__ import annotations

from ckanext.binhduong.exports.formats.export_table import Facts, Table, labels

__all__ = ["about_rows"]

_TYPES = {
    "text": "chữ / text",
    "integer": "số nguyên / integer",
    "decimal": "số thập phân / decimal",
    "boolean": "đúng–sai / boolean",
    "date": "ngày / date",
    "timestamp": "ngày giờ / timestamp",
    "time": "giờ / time",
}
_SHAPES = "không có trong bảng tính; xem tệp GeoJSON hoặc GeoPackage / not in a spreadsheet; see the GeoJSON or GeoPackage file"


def about_rows(table: Table, facts: Facts) -> list[list[str]]:
    """Return the rows: source, licence, sample or real, release; then a row a column of the data."""
    said = [
        ("Tập dữ liệu / Dataset", f"{facts.title} / {facts.title_en}" if facts.title_en else facts.title),
        ("Cơ quan cung cấp / Source agency", facts.agency),
        ("Giấy phép / Licence", facts.licence),
        ("Nội dung giấy phép / Licence text", facts.licence_url),
        ("Loại dữ liệu / Kind of data", _kind(facts.sample)),
        ("Bản phát hành / Release", str(facts.number)),
        ("Ngày phát hành / Published", facts.published.strftime("%d/%m/%Y")),
        ("Trang của tập dữ liệu / Dataset page", facts.address),
    ]
    heads = ["Cột / Column", "Tiêu đề", "Title", "Kiểu / Type", "Đơn vị / Unit", "Ghi chú", "Notes"]
    return [[name, value] for name, value in said if value] + [[""], heads, *_columns(table)]


def _kind(sample: bool) -> str:
    return "Dữ liệu mẫu, không phải số liệu thật / Sample data, not real" if sample else "Dữ liệu thật / Real data"


def _columns(table: Table) -> list[list[str]]:
    return [
        [
            column["name"],
            entry["label"],
            entry.get("label_en", ""),
            _TYPES[column["type"]],
            entry.get("unit", ""),
            _SHAPES if column["name"] == table.geometry_column else entry.get("notes", ""),
            entry.get("notes_en", ""),
        ]
        for column, entry in zip(table.columns, labels(table), strict=True)
    ]
