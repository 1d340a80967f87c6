# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Administrative units: which of the two lists a column follows, and what does not belong together.

Expected from the lists themselves (Decision 19/2025/QĐ-TTg and the list before it): 25747 was Phường Phú Cường, and is Phường Thủ Dầu
Một since 1 July 2025; Tân Định was a ward of Bến Cát and a commune of Bắc Tân Uyên.
"""

from tests.ingest.corpus_cases.case import Case, text

NAMED = "phuong_xa:text:unit_name so:integer"


def units(name: str, head: str, lines: list[str], columns: str, findings: list[str], said: dict | None = None, **more) -> Case:
    """Give a case of unit columns and one of numbers, published as they are."""
    body = "\n".join(f"{line};{at}" for at, line in enumerate(lines, start=5))
    rows = [[*line.split(";"), at] for at, line in enumerate(lines, start=5)]
    return Case(f"{name}.csv", text(f"{head};Số\n{body}\n"), columns, rows, findings, said=said or {}, **more)


CASES = [
    units("don-vi-2025", "Phường/xã", ["Phường Phú Lợi", "Xã Trừ Văn Thố", "Phường Bình Cơ"], NAMED, ["unit-list@|Phường/xã"], {"unit-list": ["3/3", "@2025", 1]}),
    units("don-vi-2024", "Phường/xã", ["Phường Phú Cường", "Xã Minh Tân", "TT. Lai Uyên"], NAMED, ["unit-list@|Phường/xã"], {"unit-list": ["3/3", "@2024", 1]}),
    units("don-vi-lan-lon", "Phường/xã", ["Phường Phú Cường", "Xã Minh Tân", "Phường Bình Cơ"], NAMED, ["unit-list@|Phường/xã", "unit-other-list@4|Phường/xã"],
          {"unit-other-list": ["Phường Bình Cơ", "@2025", 1]}),
    units("ma-don-vi-khong-ro", "Mã xã", ["25747", "25780"], "ma_xa:text:unit_code so:integer", ["unit-list-unsure@2|Mã xã", "code-as-text@|Mã xã"],
          {"unit-list-unsure": ["25747", "Phường Phú Cường (Thủ Dầu Một, 2024) / Phường Thủ Dầu Một (Hồ Chí Minh, 2025)", 2]}),
    units("ma-va-ten-2025", "Mã xã;Phường/xã", ["25747;Phường Thủ Dầu Một", "25780;Xã Minh Thạnh", "25750;Phường Phú Lợi", "25915;Phường Bình Cơ"],
          "ma_xa:text:unit_code phuong_xa:text:unit_name so:integer", ["unit-list@|Mã xã", "unit-list@|Phường/xã", "code-as-text@|Mã xã"], {"unit-list": ["4/4", "@2025", 1]}),
    units("ma-va-ten-khong-khop", "Mã xã;Phường/xã", ["25741;Phường Hiệp Thành", "25747;Phường Hiệp Thành", "25744;Phường Phú Lợi"],
          "ma_xa:text:unit_code phuong_xa:text:unit_name so:integer", ["unit-list@|Mã xã", "unit-list@|Phường/xã", "unit-contradiction@3|Mã xã", "code-as-text@|Mã xã"],
          {"unit-contradiction": ["25747 | Phường Hiệp Thành", "Phường Phú Cường (Thủ Dầu Một, 2024)", 1]}),
    units("ten-trung-khong-huyen", "Phường/xã", ["Tân Định", "An Điền", "An Tây"], NAMED, ["unit-list@|Phường/xã", "unit-ambiguous@2|Phường/xã"],
          {"unit-ambiguous": ["Tân Định", "Phường Tân Định (Bến Cát, 2024); Xã Tân Định (Bắc Tân Uyên, 2024)", 1]}),
    units("ten-trung-co-loai", "Phường/xã", ["Xã Tân Định", "P. An Điền", "An Tây"], NAMED, ["unit-list@|Phường/xã"]),
    units("ten-trung-co-huyen", "Huyện;Phường/xã", ["Bến Cát;Tân Định", "Bắc Tân Uyên;Tân Định"], "huyen:text:unit_name phuong_xa:text:unit_name so:integer",
          ["unit-list@|Huyện", "unit-list@|Phường/xã"], {"unit-list": ["2/2", "@2024", 1]}),
    units("huyen-xa-khong-khop", "Huyện/thị xã/thành phố;Phường/xã", ["TP. Dĩ An;Phường An Bình", "TP. Dĩ An;Phường Lái Thiêu"],
          "huyen_thi_xa_thanh_pho:text:unit_name phuong_xa:text:unit_name so:integer",
          ["unit-list@|Huyện/thị xã/thành phố", "unit-list@|Phường/xã", "unit-contradiction@3|Phường/xã"],
          {"unit-contradiction": ["Phường Lái Thiêu | TP. Dĩ An", "Phường Lái Thiêu (Thuận An, 2024)", 1]}),
    units("cot-tinh", "Tỉnh;Huyện", ["Bình Dương;Dầu Tiếng", "Bình Dương;Phú Giáo"], "tinh:text:unit_name huyen:text:unit_name so:integer",
          ["unit-list@|Tỉnh", "unit-list@|Huyện"], {"unit-list": ["1/1", "@2024", 1]}),
    units("phuong-khong-phai-don-vi", "Phường", ["Tổ 1", "Tổ 2"], "phuong:text so:integer", []),
]  # fmt: skip
