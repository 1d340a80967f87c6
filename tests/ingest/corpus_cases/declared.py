# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""What a person says of columns (role, unit, words for nothing) and of an encoding: both sides of what it changes."""

from typing import Any

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.layers import NAMED, NAMED_ROWS, _tcvn3, dbf_shapefile


def schema(missing: list[str] | None = None, **fields: dict[str, Any]) -> dict[str, Any]:
    """Return options with a schema that says something of some columns and leaves their types open."""
    declared: dict[str, Any] = {"fields": [{"name": name, "type": "any", **said} for name, said in fields.items()]}
    return {"schema": declared | ({"missingValues": missing} if missing else {})}


TWO = "Tên;P;Q\nA;106,6512;10,9804\nB;106,7123;10,9421\n"
AT = [["A", 106.6512, 10.9804], ["B", 106.7123, 10.9421]]
BOX = ("Point", 106.6512, 10.9421, 106.7123, 10.9804)
LON, LAT, NONE = {"role": "longitude"}, {"role": "latitude"}, {"role": "none"}
PLACES = "ten:text:name kinh_do:decimal:longitude vi_do:decimal:latitude"
NUMBERED = "Tên;Số\n" + "".join(f"A{at};{'KĐT' if at % 3 == 0 else at * 7}\n" for at in range(12))

ROLES = [
    Case("vai-tro-kinh-vi.csv", text(TWO), "ten:text:name p:decimal:longitude q:decimal:latitude", AT, geometry=BOX, options=schema(ten={}, p=LON, q=LAT)),
    Case("vai-tro-chua-noi.csv", text(TWO), "ten:text:name p:decimal q:decimal", AT, ["position-unread@|P, Q"]),
    Case("vai-tro-khong.csv", text(TWO.replace("P;Q", "Kinh độ;Vĩ độ")), "ten:text:name kinh_do:decimal vi_do:decimal", AT, ["position-unread@|Kinh độ, Vĩ độ"], options=schema(ten={}, kinh_do=NONE, vi_do=NONE)),
    Case("vai-tro-doi-ten.csv", text(TWO.replace("P;Q", "Kinh độ;Vĩ độ")), PLACES, AT, geometry=BOX),
    Case("vai-tro-mot-truc.csv", text(TWO), "ten:text:name p:decimal q:decimal", AT, ["axis-alone@|P", "position-unread@|P, Q"], options=schema(ten={}, p=LON, q={})),
    Case("vai-tro-o-sai.csv", text("Tên;P;Q\nA;106,6512;10,9804\nB;gần chợ;10,9421\nC;106,7;gần cầu\n"), "ten:text:name p:decimal:longitude q:decimal:latitude", AT[:1],
         ["number-unreadable@3|P", "number-unreadable@4|Q", "position-half@3|P, Q"], ok=False, counts=(3, 1, 2), geometry=("Point", 106.6512, 10.9804, 106.6512, 10.9804), options=schema(ten={}, p=LON, q=LAT)),
    Case("vai-tro-ngoai-khoang.csv", text("Tên;P;Q\nA;250,5;95,25\nB;251,5;96,25\n"), "ten:text:name p:decimal:longitude q:decimal:latitude", [],
         ["outside-vietnam@2|P, Q", "outside-vietnam@3|P, Q"], ok=False, counts=(2, 0, 2), options=schema(ten={}, p=LON, q=LAT)),
    Case("vai-tro-hai-lan.csv", text(TWO), findings=["schema-invalid"], ok=False, counts=(2, 0, 2), options=schema(ten={}, p=LON, q=LON)),
    Case("vai-tro-la.csv", text(TWO), findings=["schema-invalid"], ok=False, counts=(2, 0, 2), options=schema(ten={}, p={"role": "kinh-do"})),
    Case("vai-tro-don-vi.csv", text("Mã;Nơi\nA1;Dĩ An\nA2;Thuận An\nA3;Thủ Dầu Một\n"), "ma:text:key noi:text:unit_name", [["A1", "Dĩ An"], ["A2", "Thuận An"], ["A3", "Thủ Dầu Một"]],
         ["unit-list-unsure@2|Nơi"], options=schema(ma={}, noi={"role": "unit_name"})),
    Case("vai-tro-don-vi-sai.csv", text("Mã;Nơi\nA1;Kho số 1\nA2;Bến tàu\nA3;Nhà xe\n"), "ma:text:key noi:text", [["A1", "Kho số 1"], ["A2", "Bến tàu"], ["A3", "Nhà xe"]],
         ["units-not-found@|Nơi"], options=schema(ma={}, noi={"role": "unit_name"})),
]  # fmt: skip

WORDS = [
    Case("tu-trong-khai-bao.csv", text(NUMBERED), "ten:text:name so:integer", [[f"A{at}", None if at % 3 == 0 else at * 7] for at in range(12)], options=schema(["", "KĐT"])),
    Case("tu-trong-chua-khai.csv", text(NUMBERED), "ten:text:name so:text", [[f"A{at}", "KĐT" if at % 3 == 0 else str(at * 7)] for at in range(12)], ["column-mixed@2|Số"]),
    Case("tu-trong-mot-cot.csv", text("Mã;Màu;Ghi chú\nA1;trắng;trắng\nA2;đỏ;x\n"), "ma:text:key mau:text ghi_chu:text", [["A1", "trắng", None], ["A2", "đỏ", "x"]],
         options=schema(ma={}, mau={}, ghi_chu={"missingValues": ["", "trắng"]})),
    Case("don-vi-khai-bao.csv", text("Mã;Số\nA1;5\nA2;7\n"), "ma:text:key so:integer", [["A1", 5], ["A2", 7]], options=schema(ma={}, so={"unit": "giường"}), units={"so": "giường"}),
]  # fmt: skip

LAYERS = [
    Case("dbf-bang-ma-noi-dung.zip", dbf_shapefile(_tcvn3(), "UTF-8"), NAMED, NAMED_ROWS, source={"encoding": "tcvn3"}, options={"encoding": "TCVN3"}),
    Case("dbf-bang-ma-noi-sai.zip", dbf_shapefile(_tcvn3()), findings=["encoding-broken"], ok=False, counts=(0, 0, 0), options={"encoding": "utf-8"}),
    Case("dbf-bang-ma-la.zip", dbf_shapefile(_tcvn3()), findings=["encoding-unknown"], ok=False, counts=(0, 0, 0), options={"encoding": "klingon"}),
]  # fmt: skip

CASES = [*ROLES, *WORDS, *LAYERS]
