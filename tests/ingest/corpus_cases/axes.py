# ruff: noqa: E501 - a case a line, so that a family reads as a table
"""Places by title or form: found in every spelling, and not where titles or forms only look like one."""

import json

import shapely

from tests.ingest.corpus_cases.case import Case, text
from tests.ingest.corpus_cases.places import BOX, EAST, LAT, LON, LONLAT, NORTH, TWO, XY, degrees
from tests.ingest.corpus_cases.values import one

POINTS = [(106.6512, 10.9804), (106.7, 11.0)]
PLACED = "kinh_do:decimal:longitude vi_do:decimal:latitude"
AT = ("Point", LON, LAT, LON, LAT)
UTM_EAST, UTM_NORTH = 680418.658, 1214307.535
"""The first of ``POINTS`` in EPSG:32648, computed by PROJ."""


def pairs(name: str, *cells: str) -> Case:
    """Give a case of a column that holds both coordinates."""
    rows = [[at, cell, lon, lat] for at, cell, (lon, lat) in zip("AB", cells, POINTS, strict=True)]
    lines = [f'{at};"{cell.replace(chr(34), chr(34) * 2)}"' for at, cell in zip("AB", cells, strict=True)]
    return degrees(name, "Toạ độ", lines, f"toa_do:text {PLACED}", rows, geometry=BOX)


def wkb(name: str, **how) -> Case:
    """Give a case of points as hexadecimal WKB."""
    shapes = [shapely.set_srid(shapely.Point(*point), 4326) for point in POINTS]
    lines = [f"{at};{shapely.to_wkb(shape, hex=True, **how)}" for at, shape in zip("AB", shapes, strict=True)]
    rows = [
        [at, json.dumps({"type": "Point", "coordinates": list(point)}, separators=(",", ":"))]
        for at, point in zip("AB", POINTS, strict=True)
    ]
    return degrees(name, "geom", lines, "geom:text:geometry", rows, geometry=BOX)


def lines_of(separator: str, start: str = "") -> bytes:
    """Give two stations as GeoJSON, a feature a line."""
    found = [
        {"type": "Feature", "properties": {"ten": at}, "geometry": {"type": "Point", "coordinates": point}}
        for at, point in zip("AB", POINTS, strict=True)
    ]
    return separator.join(start + json.dumps(each) for each in found).encode()


WORDS = [
    Case("bac-dong-bieu-gia.csv", text("Bậc;Từ;Đồng\n1;0;1984\n2;51;2050\n"), "bac:integer tu:integer dong:integer", [[1, 0, 1984], [2, 51, 2050]]),
    Case("canh-dong-bac.csv", text("Số;Đông;Bắc\n1;12,5;20,5\n2;11,5;18,25\n"), "so:integer dong:decimal bac:decimal", [[1, 12.5, 20.5], [2, 11.5, 18.25]],
         ["position-implausible@|Đông, Bắc"]),
    Case("dan-so-dong-bac.csv", text("Tên;Đông;Bắc\nA;500000;1300000\n"), "ten:text:name dong:integer bac:integer", [["A", 500000, 1300000]],
         ["position-implausible@|Đông, Bắc"]),
    Case("x-y-kich-thuoc.csv", text("Tên;X;Y\nA;120;300\nB;100;250\n"), "ten:text:name x:integer y:integer", [["A", 120, 300], ["B", 100, 250]], ["position-implausible@|Y, X"]),
    Case("lon-lat-la-chu.csv", text("Tên;Lon;Lát\nA;12;3\n"), "ten:text:name lon:integer lat:integer", [["A", 12, 3]]),
    Case("do-chan.csv", text("Tên;Kinh độ;Vĩ độ\nA;106;10\nB;106;11\n"), "ten:text:name kinh_do:integer vi_do:integer", [["A", 106, 10], ["B", 106, 11]],
         ["position-implausible@|Kinh độ, Vĩ độ"]),
    degrees("toa-do-la-chu", "Kinh độ;Vĩ độ", ["A;Đông;Bắc", "B;Tây;Nam"], "kinh_do:text vi_do:text", [["A", "Đông", "Bắc"], ["B", "Tây", "Nam"]],
            ["position-implausible@|Kinh độ, Vĩ độ"]),
    degrees("so-giong-toa-do", "Cao;Rộng", ["A;106.6512;10.9804", "B;106.7;11.0"], "cao:decimal rong:decimal", TWO, ["position-unread@|Cao, Rộng"]),
    degrees("so-khong-giong-toa-do", "Cao;Rộng", ["A;106.6512;10.9804", "B;206.7;11.0"], "cao:decimal rong:decimal", [["A", 106.6512, 10.9804], ["B", 206.7, 11.0]]),
    degrees("kinh-do-thieu-cham", "Kinh độ;Vĩ độ", ["A;1066512;109804", "B;1067000;110000"], "kinh_do:integer vi_do:integer", [["A", 1066512, 109804], ["B", 1067000, 110000]],
            ["crs-unsettled@|Kinh độ, Vĩ độ"]),
    one("so-to-gach", "Số tờ", ["10-58-49,44", "11-0-0,0"], "so_to:text", ["10-58-49,44", "11-0-0,0"]),
    one("huong-la-chu", "Hướng", ["45 Bắc", "30 Nam"], "huong:text", ["45 Bắc", "30 Nam"]),
    one("can-ho-b1-05", "Căn hộ", ["B1 05", "B2 08"], "can_ho:text", ["B1 05", "B2 08"]),
    one("goc-nghieng", "Góc nghiêng", ["45°30'", "30°15'"], "goc_nghieng:text", ["45°30'", "30°15'"]),
    one("kich-thuoc-cap-so", "Kích thước", ["12.50, 30.25", "10.25, 20.75"], "kich_thuoc:text", ["12.50, 30.25", "10.25, 20.75"]),
    one("bam-hex", "Vân tay", ["0101000020E6100000EFC9C342ADA95A402EFF21FDF6F52540", "9f86d081884c7d659a2feaa0c55ad015"], "van_tay:text",
        ["0101000020E6100000EFC9C342ADA95A402EFF21FDF6F52540", "9f86d081884c7d659a2feaa0c55ad015"]),
]  # fmt: skip

FOUND = [
    degrees("kinhdo-lien", "KINHDO;VIDO", ["A;106.6512;10.9804", "B;106.7;11.0"], "kinhdo:decimal:longitude vido:decimal:latitude", TWO, geometry=BOX),
    degrees("point-x-y-do", "POINT_X;POINT_Y", ["A;106.6512;10.9804", "B;106.7;11.0"], "point_x:decimal:longitude point_y:decimal:latitude", TWO, geometry=BOX),
    degrees("xcoord", "XCOORD;YCOORD", ["A;106.6512;10.9804", "B;106.7;11.0"], "xcoord:decimal:longitude ycoord:decimal:latitude", TWO, geometry=BOX),
    degrees("toadox", "TOADOX;TOADOY", ["A;106.6512;10.9804", "B;106.7;11.0"], "toadox:decimal:longitude toadoy:decimal:latitude", TWO, geometry=BOX),
    degrees("do-chu-bac-dong", "Vĩ độ;Kinh độ", ["A;10.9804° Bắc;106.6512° Đông", "B;11.0° Bắc;106.7° Đông"], "vi_do:decimal:latitude kinh_do:decimal:longitude",
            [["A", 10.9804, 106.6512], ["B", 11.0, 106.7]], ["dms-read@|Vĩ độ", "dms-read@|Kinh độ"], geometry=BOX),
    degrees("do-phut-giay-gach", "Vĩ độ;Kinh độ", ["A;10-58-49,44;106-39-4,32", "B;11-0-0,0;106-42-0,0"], "vi_do:decimal:latitude kinh_do:decimal:longitude",
            [["A", 10.9804, 106.6512], ["B", 11.0, 106.7]], ["dms-read@|Vĩ độ", "dms-read@|Kinh độ"], geometry=BOX),
    degrees("bytea", "geom", [f"{at};\\x{shapely.to_wkb(shapely.Point(*point), hex=True).lower()}" for at, point in zip("AB", POINTS, strict=True)], "geom:text:geometry",
            [[at, json.dumps({"type": "Point", "coordinates": list(point)}, separators=(",", ":"))] for at, point in zip("AB", POINTS, strict=True)], geometry=BOX),
    degrees("do-ba-chu-so-le", "Kinh độ;Vĩ độ", ["A;106.651;10.980", "B;106.700;11.000"], LONLAT, [["A", 106.651, 10.98], ["B", 106.7, 11.0]]),
    degrees("do-thap-phan-chu", "Vĩ độ;Kinh độ", ["A;10.9804° N;106.6512° E", "B;11.0° N;106.7° E"], "vi_do:decimal:latitude kinh_do:decimal:longitude",
            [["A", 10.9804, 106.6512], ["B", 11.0, 106.7]], ["dms-read@|Vĩ độ", "dms-read@|Kinh độ"], geometry=BOX),
    degrees("do-phut-giay-bang-chu", "Vĩ độ;Kinh độ", ["A;10 độ 58 phút 49,44 giây;106 độ 39 phút 4,32 giây", "B;11 độ 0 phút 0 giây;106 độ 42 phút 0 giây"],
            "vi_do:decimal:latitude kinh_do:decimal:longitude", [["A", 10.9804, 106.6512], ["B", 11.0, 106.7]], ["dms-read@|Vĩ độ", "dms-read@|Kinh độ"], geometry=BOX),
    degrees("do-phut-giay-ba-cot", "Vĩ độ - Độ;Vĩ độ - Phút;Vĩ độ - Giây;Kinh độ - Độ;Kinh độ - Phút;Kinh độ - Giây", ["A;10;58;49,44;106;39;4,32", "B;11;0;0,0;106;42;0,0"],
            f"vi_do_do:integer vi_do_phut:integer vi_do_giay:decimal kinh_do_do:integer kinh_do_phut:integer kinh_do_giay:decimal {PLACED}",
            [["A", 10, 58, 49.44, 106, 39, 4.32, 106.6512, 10.9804], ["B", 11, 0, 0.0, 106, 42, 0.0, 106.7, 11.0]], geometry=BOX),
    degrees("do-phut-hai-cot", "Kinh độ (độ);Kinh độ (phút);Vĩ độ (độ);Vĩ độ (phút)", ["A;106;39,072;10;58,824", "B;106;42,000;11;0,000"],
            f"kinh_do_do:integer kinh_do_phut:decimal vi_do_do:integer vi_do_phut:decimal {PLACED}",
            [["A", 106, 39.072, 10, 58.824, 106.6512, 10.9804], ["B", 106, 42.0, 11, 0.0, 106.7, 11.0]], geometry=BOX),
    pairs("cap-dms", "10°58'49.44\"N 106°39'4.32\"E", "11°0'0\"N 106°42'0\"E"),
    pairs("cap-do-chu", "10.9804° N, 106.6512° E", "11.0° N, 106.7° E"),
    pairs("cap-co-nhan", "lat: 10.9804, lng: 106.6512", "Kinh độ: 106,7; Vĩ độ: 11,0"),
    degrees("cap-x-y", "Toạ độ VN-2000", [f'A;"X={NORTH}; Y={EAST}"'], f"toa_do_vn_2000:text {PLACED}", [["A", f"X={NORTH}; Y={EAST}", LON, LAT]],
            ["crs-by-extent@|Toạ độ VN-2000"], geometry=AT),
    Case("toa-do-x-m.csv", text(f"Tên;Toạ độ X (m);Toạ độ Y (m)\nA;{NORTH};{EAST}\n"), XY.replace(" x:", " toa_do_x_m:").replace(" y:", " toa_do_y_m:"), [["A", NORTH, EAST, LON, LAT]],
         ["crs-by-extent@|Toạ độ Y (m), Toạ độ X (m)"], geometry=AT),
    Case("utm-o-tieu-de.csv", text(f"Tên;Đông (UTM 48N);Bắc (UTM 48N)\nA;{UTM_EAST};{UTM_NORTH}\n"),
         f"ten:text:name dong_utm_48n:decimal:easting bac_utm_48n:decimal:northing {PLACED}", [["A", UTM_EAST, UTM_NORTH, 106.6512, 10.9804]],
         source={"crs": "EPSG:32648", "crs_understood_from": "file"}),
    Case("utm-o-dong-tua.csv", text(f"Hệ toạ độ WGS 84 / UTM 48N;;\nTên;X;Y\nA;{UTM_EAST};{UTM_NORTH}\n"), f"ten:text:name x:decimal:easting y:decimal:northing {PLACED}",
         [["A", UTM_EAST, UTM_NORTH, 106.6512, 10.9804]], ["rows-above-header@2"], source={"crs": "EPSG:32648"}),
    Case("vn2000-kinh-tuyen-truc.csv", text(f"Tên;X (VN-2000, KTT 105°45');Y (VN-2000, KTT 105°45')\nA;{NORTH};{EAST}\n"),
         XY.replace(" x:", " x_vn_2000_ktt_105_45:").replace(" y:", " y_vn_2000_ktt_105_45:"), [["A", NORTH, EAST, LON, LAT]], geometry=AT, source={"crs": "EPSG:9210"}),
    Case("vn2000-ktt-va-mui.csv", text(f"Tên;Tọa độ VN-2000 (KTT 105°45', múi 3°) – X (m);Tọa độ VN-2000 (KTT 105°45', múi 3°) – Y (m)\nA;{NORTH};{EAST}\n"),
         XY.replace(" x:", " toa_do_vn_2000_ktt_105_45_mui_3_x_m:").replace(" y:", " toa_do_vn_2000_ktt_105_45_mui_3_y_m:"), [["A", NORTH, EAST, LON, LAT]], geometry=AT,
         source={"crs": "EPSG:9210"}),
    Case("vn2000-ktt-bang-chu.csv", text(f"Tên;X (kinh tuyến trục 105 độ 45 phút, múi chiếu 3 độ);Y (kinh tuyến trục 105 độ 45 phút, múi chiếu 3 độ)\nA;{NORTH};{EAST}\n"),
         XY.replace(" x:", " x_kinh_tuyen_truc_105_do_45_phut_mui_chieu_3_do:").replace(" y:", " y_kinh_tuyen_truc_105_do_45_phut_mui_chieu_3_do:"), [["A", NORTH, EAST, LON, LAT]],
         geometry=AT, source={"crs": "EPSG:9210"}),
    wkb("wkb-hex"),
    wkb("ewkb-hex", include_srid=True),
    wkb("wkb-hex-be", byte_order=0),
    Case("tung-dong.geojson", lines_of("\n"), f"ten:text:name {PLACED}", TWO),
    Case("tung-dong-rs.geojson", lines_of("\n", "\x1e"), f"ten:text:name {PLACED}", TWO),
    Case("danh-sach.geojson", b"[" + lines_of(",") + b"]", f"ten:text:name {PLACED}", TWO),
]  # fmt: skip

CASES = [*WORDS, *FOUND]
