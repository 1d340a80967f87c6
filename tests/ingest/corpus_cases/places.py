# ruff: noqa: E501 - a case a line, so that a family reads as a table; the times of a table have no zone
"""Where rows are: degrees, VN-2000, degrees-minutes-seconds, pairs, WKT, GeoJSON, swapped axes, what lies outside.

The VN-2000 coordinates are the golden values of the reference (operation EPSG:6960): 106.6512°E 10.9804°N = E 598294.674, N 1214436.117.
Those of other systems, and the four either side of 11.04°N, are what PROJ's own database gives for "VN-2000 to WGS 84 (2)" when asked for
it by name (``TransformerGroup``), which is not the way the room computes them.
"""

from tests.ingest.corpus_cases.case import Case, text

LON, LAT, EAST, NORTH = 106.6512, 10.9804, 598294.674, 1214436.117
BOX = ("Point", 106.6512, 10.9804, 106.7, 11.0)
XY = "ten:text:name x:decimal:northing y:decimal:easting kinh_do:decimal:longitude vi_do:decimal:latitude"

SEAM = [
    ["A", 1221000, 598000, 106.648683857, 11.039746641],
    ["B", 1221100, 598000, 106.648686606, 11.040650657],
    ["C", 1221200, 598000, 106.648689355, 11.041554673],
    ["D", 1221300, 598000, 106.648692105, 11.042458689],
]
"""Steps of 100 m across 11.04°N, where PROJ left to choose jumps by 0.80 m (7e-6 degrees)."""


def degrees(name: str, head: str, lines: list[str], columns: str, rows: list, findings: list[str] | None = None, **more) -> Case:
    """Give a case of places in a text table."""
    body = "\n".join(lines)
    return Case(f"{name}.csv", text(f"Tên;{head}\n{body}\n"), f"ten:text:name {columns}", rows, findings or [], **more)


LONLAT = "kinh_do:decimal:longitude vi_do:decimal:latitude"
TWO = [["A", 106.6512, 10.9804], ["B", 106.7, 11.0]]

CASES = [
    degrees("kinh-vi-do-phay", "Kinh độ;Vĩ độ", ["A;106,6512;10,9804", "B;106,7;11,0"], LONLAT, TWO, geometry=BOX, source={"crs": "EPSG:4326"}),
    degrees("kinh-vi-do-cham", "Longitude;Latitude", ["A;106.6512;10.9804", "B;106.7;11.0"],
            "longitude:decimal:longitude latitude:decimal:latitude", TWO, geometry=BOX),
    degrees("doi-cho-ca-cot", "Kinh độ;Vĩ độ", ["A;10,9804;106,6512", "B;11,0;106,7"], "kinh_do:decimal:latitude vi_do:decimal:longitude",
            [["A", 10.9804, 106.6512], ["B", 11.0, 106.7]], ["axes-swapped@|Kinh độ, Vĩ độ"], geometry=BOX),
    degrees("doi-cho-mot-dong", "Kinh độ;Vĩ độ", ["A;106,6512;10,9804", "B;11,0;106,7", "C;106,66;10,99"], LONLAT, [*TWO, ["C", 106.66, 10.99]],
            ["axes-swapped-rows@3|Kinh độ, Vĩ độ"], geometry=BOX),
    degrees("ngoai-viet-nam", "Kinh độ;Vĩ độ", ["A;106,6512;10,9804", "B;0,5;0,5", "C;106,7;11,0"], LONLAT, [TWO[0], ["C", 106.7, 11.0]],
            ["outside-vietnam@3|Kinh độ, Vĩ độ"], ok=False, counts=(3, 2, 1)),
    degrees("ngoai-tinh", "Kinh độ;Vĩ độ", ["A;106,6512;10,9804", "B;105,85;21,03"], LONLAT, [["A", 106.6512, 10.9804], ["B", 105.85, 21.03]],
            ["outside-province@3|Kinh độ, Vĩ độ"], geometry=("Point", 105.85, 10.9804, 106.6512, 21.03)),
    degrees("thieu-toa-do", "Kinh độ;Vĩ độ", ["A;106,6512;10,9804", "B;;", "C;106,7;11,0"], LONLAT, [TWO[0], ["B", None, None], ["C", 106.7, 11.0]],
            ["position-missing@3|Kinh độ, Vĩ độ"], geometry=BOX),
    degrees("thieu-mot-toa-do", "Kinh độ;Vĩ độ", ["A;106,6512;10,9804", "B;106,7;", "C;106,7;11,0"], LONLAT, [TWO[0], ["B", 106.7, None], ["C", 106.7, 11.0]],
            ["position-half@3|Kinh độ, Vĩ độ"], geometry=BOX),
    degrees("chi-kinh-do", "Kinh độ;Số", ["A;106,6512;5"], "kinh_do:decimal so:integer", [["A", 106.6512, 5]]),
    degrees("do-phut-giay", "Kinh độ;Vĩ độ", ["A;106°39'04.32\"E;10°58'49.44\"N", "B;106°42'00\"E;11°00'00\"N"], LONLAT, TWO,
            ["dms-read@|Kinh độ", "dms-read@|Vĩ độ"], geometry=BOX),
    degrees("do-phut-giay-viet", "Kinh độ;Vĩ độ", ["A;106°39'04,32\"Đ;10°58'49,44\"B", "B;106°42'00\"Đ;11°00'00\"B"], LONLAT, TWO,
            ["dms-read@|Kinh độ", "dms-read@|Vĩ độ"], geometry=BOX),
    degrees("mot-o-hai-toa-do", "Toạ độ", ["A;10.9804, 106.6512", "B;11.00, 106.70"], "toa_do:text kinh_do:decimal:longitude vi_do:decimal:latitude",
            [["A", "10.9804, 106.6512", 106.6512, 10.9804], ["B", "11.00, 106.70", 106.7, 11.0]], geometry=BOX),
    degrees("mot-o-kinh-truoc", "Toạ độ", ["A;106.6512, 10.9804", "B;106.70, 11.00"], "toa_do:text kinh_do:decimal:longitude vi_do:decimal:latitude",
            [["A", "106.6512, 10.9804", 106.6512, 10.9804], ["B", "106.70, 11.00", 106.7, 11.0]], geometry=BOX),
    degrees("wkt", "WKT", ["A;POINT (106.6512 10.9804)", "B;POINT (106.7 11)"], "wkt:text:geometry",
            [["A", '{"type":"Point","coordinates":[106.6512,10.9804]}'], ["B", '{"type":"Point","coordinates":[106.7,11.0]}']], geometry=BOX),
    degrees("wkt-vung", "geometry", ["A;POLYGON ((106.6 11, 106.7 11, 106.7 11.1, 106.6 11))"], "geometry:text:geometry",
            [["A", '{"type":"Polygon","coordinates":[[[106.6,11.0],[106.7,11.0],[106.7,11.1],[106.6,11.0]]]}']], geometry=("Polygon", 106.6, 11.0, 106.7, 11.1)),
    degrees("wkt-hong", "WKT", ["A;POINT (106.6512 10.9804)", "B;POINT (106.7"], "wkt:text:geometry",
            [["A", '{"type":"Point","coordinates":[106.6512,10.9804]}']], ["position-unreadable@3|WKT"], ok=False, counts=(2, 1, 1)),
    degrees("geojson-trong-o", "Hình", ['A;"{""type"": ""Point"", ""coordinates"": [106.6512, 10.9804]}"'], "hinh:text:geometry",
            [["A", '{"type":"Point","coordinates":[106.6512,10.9804]}']], geometry=("Point", 106.6512, 10.9804, 106.6512, 10.9804)),
    Case("vn2000-x-bac.csv", text(f"Tên;X;Y\nA;{NORTH};{EAST}\n"), XY, [["A", NORTH, EAST, LON, LAT]], ["crs-by-extent@|Y, X"],
         geometry=("Point", LON, LAT, LON, LAT), source={"crs": "EPSG:9210", "crs_understood_from": "extent"}),
    Case("vn2000-x-dong.csv", text(f"Tên;X;Y\nA;{EAST};{NORTH}\n"), XY.replace("northing", "?").replace("easting", "northing").replace("?", "easting"),
         [["A", EAST, NORTH, LON, LAT]], ["crs-by-extent@|Y, X"], geometry=("Point", LON, LAT, LON, LAT)),
    Case("vn2000-khai-bao.csv", text(f"Tên;X;Y\nA;{NORTH};{EAST}\n"), XY, [["A", NORTH, EAST, LON, LAT]], options={"crs": "EPSG:9210"},
         geometry=("Point", LON, LAT, LON, LAT), source={"crs": "EPSG:9210", "crs_understood_from": "options"}),
    Case("vn2000-nghin-cham.csv", text("Tên;X (m);Y (m)\nA;1.214.436,117;598.294,674\n"), XY.replace(" x:", " x_m:").replace(" y:", " y_m:"),
         [["A", NORTH, EAST, LON, LAT]], ["crs-by-extent@|Y (m), X (m)"], geometry=("Point", LON, LAT, LON, LAT)),
    Case("vn2000-hai-ben-11-04.csv", text("Tên;X;Y\nA;1221000;598000\nB;1221100;598000\nC;1221200;598000\nD;1221300;598000\n"), XY.replace("x:decimal", "x:integer").replace("y:decimal", "y:integer"), SEAM, ["crs-by-extent@|Y, X"]),
    Case("utm48-khai-bao.csv", text("Tên;X;Y\nA;1214419.0738;680222.6671\n"), XY, [["A", 1214419.0738, 680222.6671, LON, LAT]], options={"crs": "EPSG:3405"}),
    Case("vn2000-do.csv", text("Tên;Kinh độ;Vĩ độ\nA;106,649412394;10,981418065\n"),
         "ten:text:name kinh_do:decimal vi_do:decimal kinh_do_2:decimal:longitude vi_do_2:decimal:latitude", [["A", 106.649412394, 10.981418065, LON, LAT]],
         options={"crs": "EPSG:4756"}),
    Case("utm48-khong-ro.csv", text("Tên;X;Y\nA;1214419.0738;680222.6671\n"), "ten:text:name x:decimal y:decimal", [["A", 1214419.0738, 680222.6671]], ["crs-unsettled@|Y, X"]),
    degrees("do-phut-le", "Kinh độ;Vĩ độ", ["A;106°39.072'E;10°58.824'N", "B;106°42.0'E;11°00.0'N"], LONLAT, TWO, ["dms-read@|Kinh độ", "dms-read@|Vĩ độ"], geometry=BOX),
    Case("vn2000-mui-la.csv", text("Tên;X;Y\nA;2300000.5;400000.5\n"), "ten:text:name x:decimal y:decimal", [["A", 2300000.5, 400000.5]], ["crs-unsettled@|Y, X"]),
    Case("crs-vo-nghia.csv", text(f"Tên;X;Y\nA;{NORTH};{EAST}\n"), ok=False, findings=["crs-unreadable"], options={"crs": "abc"}, counts=(1, 0, 1)),
]  # fmt: skip
