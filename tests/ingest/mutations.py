# ruff: noqa: E501 - a rule a line, so that the table reads as a table
"""The reading rules and how each is broken on purpose: (rule, module, text of its source, what it becomes, cases that must notice).

``mutate`` breaks them one at a time; a rule that no case notices is not proven. Modules are named below ``ckanext.binhduong``.
"""

from typing import NamedTuple


class Mutation(NamedTuple):
    """One rule broken: ``old`` stands once in the source of ``module``; ``cases`` are names of the corpus."""

    rule: str
    module: str
    old: str
    new: str
    cases: str


TEXT = [
    Mutation("UTF-16 without mark is known by its zeros", "ingest.readers.encoded", "or _unmarked_utf16(head)", "or None", "utf16-khong-bom.csv"),
    Mutation("a UTF-8 mark is no part of the first title", "ingest.readers.encoded", '(codecs.BOM_UTF8, "utf-8-sig")', '(codecs.BOM_UTF8, "latin-1")', "utf8-bom.csv"),
    Mutation("UTF-16 with mark", "ingest.readers.encoded", '(codecs.BOM_UTF16_BE, "utf-16")', '(codecs.BOM_UTF16_BE, "latin-1")', "utf16-be.csv"),
    Mutation("text saved twice as UTF-8 is mended", "ingest.readers.encoded", "if _is_doubled(inner):", "if False:", "utf8-hai-lan.csv"),
    Mutation("legacy bytes saved as UTF-8 are mended", "ingest.readers.encoded", "legacy = detect_encoding(inner)", "legacy = None", "tcvn3-luu-nham-utf8.csv cp1258-luu-nham-cp1252.csv"),
    Mutation("French accents are no mojibake", "ingest.readers.encoded", "legacy = detect_encoding(inner)", "legacy = LegacyEncoding.CP1258", "tieng-phap.csv"),
    Mutation("TCVN3, VNI, CP1258 by byte pattern", "ingest.readers.encoded", "legacy = detect_encoding(head)", "legacy = None", "tcvn3.csv vni.csv cp1258.csv"),
    Mutation("an unknown encoding is refused", "ingest.readers.encoded", 'raise Refused("encoding-unknown", value=_first_marked', 'return "latin-1", _recoded(path, "latin-1", job) or str(_first_marked', "bang-ma-la.csv"),
    Mutation("the encoding a person names is used", "ingest.readers.encoded", "if job.options.encoding:", "if False:", "bang-ma-khai-bao-sai.csv"),
    Mutation("Excel's line sep= is obeyed", "ingest.readers.texts", 'if line.lower().startswith("sep=") and len(line) == 5:', "if False:", "dong-sep-la.csv"),
    Mutation("the delimiter is the one that gives equal rows", "ingest.readers.texts", "best = max(_DELIMITERS", "best = ',' or max(_DELIMITERS", "phan-cach-cham-phay.csv"),
    Mutation("tab", "ingest.readers.texts", '_DELIMITERS = (";", "\\t",', '_DELIMITERS = (";",', "phan-cach-tab.csv"),
    Mutation("bar", "ingest.readers.texts", '"|", "^"', '"^"', "phan-cach-gach.csv"),
    Mutation("caret", "ingest.readers.texts", '"^", ', "", "phan-cach-mu.csv"),
    Mutation("a quote never closed is refused", "ingest.readers.texts", "if not closed:", "if False:", "hostile-ngoac-mo.csv"),
    Mutation("a long row is refused", "ingest.readers.texts", 'sieve.spool.refuse("row-long", number, value=len(record), understood=None, expected=width)\n        return None', "pass", "dong-dai.csv"),
    Mutation("empty cells at a row's end are no cells", "ingest.readers.texts", "if any(cell.strip() for cell in record[width:]):", "if record[width:]:", "dong-dai-o-trong.csv"),
    Mutation("a short row is told of", "ingest.readers.texts", "if len(record) < width and", "if False and", "dong-ngan.csv"),
    Mutation("spaces around a cell go, with a note", "ingest.spool", 'self._tell("spaces-trimmed"', 'self._tell("text-composed"', "khoang-trang.csv"),
    Mutation("cells are composed (NFC)", "ingest.spool", 'composed = pc.utf8_normalize(trimmed, "NFC")', "composed = trimmed", "chu-to-hop.csv"),
    Mutation("titles are composed (NFC)", "ingest.job", "enumerate(map(nfc, found))", "enumerate(found)", "chu-to-hop-ca-tep.csv"),
    Mutation("NUL is refused", "ingest.write", "if not pc.any(has).as_py():", "if True:", "hostile-nul.csv"),
]  # fmt: skip

TABLE = [
    Mutation("title rows above the header are passed over", "ingest.headers", "return next(index for index, count in enumerate(filled) if count >= needed)", "return next(index for index, count in enumerate(filled) if count)", "dong-tua.csv tua-va-tieu-de.xlsx"),
    Mutation("a table without header is refused", "ingest.headers", "if _looks_like_data(rows[first]):", "if False:", "khong-tieu-de.csv"),
    Mutation("a year is a title", "ingest.headers", 'in ("number", "code", "date", "timestamp", "time", "dms", "pair") and not _YEAR.fullmatch(text.strip())', 'in ("number", "code", "date", "timestamp", "time", "dms", "pair")', "tieu-de-nam.csv"),
    Mutation("two header rows are joined", "ingest.headers", "if data < len(rows) and _is_second_header(", "if False and _is_second_header(", "hai-dong-tieu-de.csv o-gop-tieu-de.xlsx"),
    Mutation("a group's title goes before each of its columns", "ingest.headers", "group = up or group", "group = up", "hai-dong-tieu-de.csv"),
    Mutation("the row (1) (2) (3) is passed over", "ingest.headers", "numbering = data < len(rows) and _is_numbering(rows[data])", "numbering = False", "dong-danh-so.csv"),
    Mutation("totals are left out", "ingest.headers", 'return "totals-row"', "return None", "dong-tong-cuoi.csv dong-tong.xlsx tong-giua.xlsx"),
    Mutation("a name that begins like a total is none", "ingest.headers", "_TOTAL.fullmatch(fold(filled[0]))", "_TOTAL.match(fold(filled[0]))", "tong-la-ten.xlsx"),
    Mutation("a repeated header is left out", "ingest.headers", 'return "repeated-header"', "return None", "tieu-de-lap.csv"),
    Mutation("section rows are left out", "ingest.headers", 'return "section-row"', "return None", "dong-nhom.csv"),
    Mutation("blank rows are left out", "ingest.sift", "keep = filled > 0", "keep = filled >= 0", "dong-trong-giua.csv"),
    Mutation("untitled empty columns go", "ingest.pipeline", "if not evidence.filled and index in job.untitled | job.optional:", "if False:", "cot-thua-trong.csv"),
    Mutation("an untitled column is told of", "ingest.pipeline", "if index in job.untitled:", "if False:", "tieu-de-thieu.csv"),
    Mutation("equal titles are numbered", "ingest.job", "elif title in titles:", "elif False:", "tieu-de-trung.csv"),
    Mutation("names do not start with a digit", "ingest.titles", 'name = (f"cot_{name}" if name[0].isdigit() else name)', "name = name", "tieu-de-nam.csv"),
    Mutation("units in a title's brackets", "ingest.titles", "match = _UNIT.search(title)", "match = None", "don-vi-tinh.csv"),
    Mutation("brackets without a unit hold none", "ingest.titles", "return unit if said or fold(unit) in _UNITS else None", "return unit", "khong-phai-don-vi.csv"),
    Mutation("a unit is said by ĐVT", "ingest.titles", "return unit if said or", "return unit if", "don-vi-tinh-la.csv"),
    Mutation("equal rows are told of", "ingest.write", "if len(self.all_plans) >= 3 and (repeated := self.row_stats.repeated):", "if False:", "dong-giong-het.csv"),
]  # fmt: skip

WORKBOOKS = [
    Mutation("merged cells give their value to each row", "ingest.readers.workbooks", "cells[column] = self.kept[top, column]", "pass", "o-gop-du-lieu.xlsx"),
    Mutation("error cells refuse their row", "ingest.write", "wrong = np.flatnonzero(kinds == ERROR) if kinds is not None else", "wrong = np.empty(0, dtype=int) if kinds is not None else", "o-loi.xlsx"),
    Mutation("formulas never calculated are errors", "ingest.readers.workbooks", '[*facts.errors.items(), *((at, "#CALC") for at in facts.uncalculated)]', "facts.errors.items()", "cong-thuc-chua-tinh.xlsx"),
    Mutation("an error in an OpenDocument is told", "ingest.readers.ods_facts", "if _ERROR in attributes and", "if False and", "o-loi.ods"),
    Mutation("zeros that an OpenDocument's format shows", "ingest.readers.ods_facts", "elif _NUMBER in attributes and", "elif False and", "ma-so-0.ods"),
    Mutation("an error in an old workbook is told", "ingest.readers.xls_facts", "if kind == XL_CELL_ERROR and", "if False and", "o-loi.xls"),
    Mutation("hidden rows of an old workbook are told", "ingest.readers.xls_facts", "if row.hidden and", "if False and", "dong-an.xls"),
    Mutation("hidden columns of an old workbook are told", "ingest.readers.xls_facts", "if column.hidden and", "if False and", "dong-an.xls"),
    Mutation("zeros that an old workbook's format shows", "ingest.readers.xls_facts", "facts.zero_width[column] = width", "pass", "dong-an.xls"),
    Mutation("zeros that only the format shows", "ingest.readers.workbooks", "for column, width in self.facts.zero_width.items():", "for column, width in ():", "ma-dinh-dang-so-0.xlsx"),
    Mutation("hidden rows are told of", "ingest.readers.workbooks", "if data_rows:", "if False:", "dong-an.xlsx dong-an.ods"),
    Mutation("hidden rows of an ODS", "ingest.readers.ods_facts", "if _HIDDEN.search(attributes) and", "if False and", "dong-an.ods"),
    Mutation("hidden columns are told of", "ingest.readers.workbooks", "if facts.hidden_columns:", "if False:", "cot-an.xlsx"),
    Mutation("hidden sheets are told of", "ingest.readers.workbooks", "if hidden:", "if False:", "trang-an.xlsx trang-an.ods"),
    Mutation("several sheets are told of", "ingest.readers.workbooks", "if len(full) > 1:", "if False:", "nhieu-trang.xlsx"),
    Mutation("the sheet asked for is read", "ingest.readers.workbooks", "return book.get_sheet_by_name(job.options.sheet)", "pass", "nhieu-trang-chon.xlsx"),
    Mutation("1904 workbooks", "ingest.readers.workbook_facts", 'properties.get("date1904") in ("1", "true")', "False", "lich-1904.xlsx"),
    Mutation("1900 has no leap day", "vn.dates", "_EPOCH_1900 if days < _EXCEL_LEAP_BUG else _EPOCH_1900 - timedelta(days=1)", "_EPOCH_1900", "ngay-so-thu-tu.xlsx ngay-so-thu-tu.csv"),
    Mutation("day numbers under a date's title are dates", "ingest.decide_numbers", "if plan.unit is None and titles.names_date(plan.title) and _all_serials(evidence):", "if False:", "ngay-so-thu-tu.xlsx"),
    Mutation("cells in .VnTime are decoded", "ingest.readers.workbooks", "if encoding := legacy_text.legacy_of(texts):", "if encoding := None:", "tcvn3.xlsx"),
    Mutation("macros are told of", "ingest.readers.workbooks", "if facts.macros:", "if False:", "hostile-macro.xlsx"),
    Mutation("links to other files are told of", "ingest.readers.workbooks", "if facts.links:", "if False:", "hostile-lien-ket-ngoai.xlsx"),
    Mutation("a password is said", "ingest.kinds", 'if "EncryptedPackage".encode("utf-16-le") in data:', "if False:", "mat-khau.xlsx"),
    Mutation("a web page named .xls is said", "ingest.pipeline", 'if found == "HTML" and suffix in (".xls", ".xlsx"):', "if False:", "trang-web.xls"),
    Mutation("the content decides, not the name", "ingest.pipeline", 'job.findings.add("format-mismatch"', 'print("format-mismatch"', "ten-sai.csv"),
]  # fmt: skip

VALUES = [
    Mutation("a decimal comma is proved by the column", "ingest.decide_numbers", "NumberStyle.DECIMAL_COMMA if comma or not point else NumberStyle.DECIMAL_POINT", "NumberStyle.DECIMAL_POINT", "so-le-phay.csv so-nguyen-nghin-cham.csv"),
    Mutation("a decimal point is proved by the column", "ingest.decide_numbers", "NumberStyle.DECIMAL_COMMA if comma or not point else NumberStyle.DECIMAL_POINT", "NumberStyle.DECIMAL_COMMA", "so-le-cham.csv so-nguyen-nghin-phay.csv"),
    Mutation("1.234 alone is asked about", "ingest.decide_numbers", "if unsure and not comma and not point:", "if False:", "so-khong-ro.csv"),
    Mutation("counted things have no decimals", "ingest.decide_numbers", "if plan.unit and fold(plan.unit) in titles.COUNTED:", "if False:", "so-theo-don-vi.csv"),
    Mutation("two styles in one column are asked about", "ingest.decide_numbers", "if comma and point:", "if False:", "so-hai-kieu.csv"),
    Mutation("0.125 proves the point", "vn.numbers", "(?P<whole>0|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+", "(?P<whole>[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|0", "so-le-ba-chu-so-co-khong.csv"),
    Mutation("percent is read as a share", "vn.numbers", "number = Decimal(number).scaleb(-2)", "number = Decimal(number)", "so-phan-tram.csv"),
    Mutation("(5) is minus five", "vn.numbers", "return -number if bracketed or", "return -number if", "so-am-ke-toan.csv"),
    Mutation("spaces split thousands", "vn.numbers", "|[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+", "", "so-nguyen-nghin-cach.csv"),
    Mutation("percent beside plain numbers is asked about", "ingest.decide_numbers", 'if percents and percents != forms["number"]:', "if False:", "so-phan-tram-lan-lon.csv"),
    Mutation("a long run of digits is no number", "ingest.decide_numbers", 'if plan.type == "integer" and whole > INT_DIGITS:', "if False:", "so-qua-dai.csv"),
    Mutation("digits beyond a float64 are kept", "ingest.convert", "if exact and FLOAT_DIGITS < whole + fraction <= 38:", "if False:", "so-15-chu-so.csv"),
    Mutation("one odd cell in twelve is an error, not a type", "ingest.decide", "SHARE = 0.9", "SHARE = 1.0", "so-mot-o-chu.csv ngay-mot-o-chu.csv"),
    Mutation("a half-numeric column is told of", "ingest.decide", 'if count >= MIXED_SHARE * filled and form in ("number", "date"):', "if False:", "so-lan-chu.csv"),
    Mutation("words for nothing are empty cells", "ingest.write", "said = [(int(place), value) for place in at if is_null_word(value := text[int(place)].as_py())]", "said = []", "so-trong.csv"),
    Mutation("day first", "vn.dates", "return DateStyle.MONTH_FIRST if month_first and not day_first else DateStyle.DAY_FIRST", "return DateStyle.MONTH_FIRST", "ngay-vn.csv ngay-khong-ro-thu-tu.csv"),
    Mutation("month first where the column proves it", "vn.dates", "return DateStyle.MONTH_FIRST if month_first and not day_first else DateStyle.DAY_FIRST", "return DateStyle.DAY_FIRST", "ngay-kieu-my.csv"),
    Mutation("an order that was assumed is told of", "ingest.decide_dates", "elif evidence.day_months and all(", "elif False and all(", "ngay-khong-ro-thu-tu.csv"),
    Mutation("impossible dates are refused", "ingest.write", 'return "date-impossible" if', 'return "date-unreadable" if', "ngay-sai.csv ngay-29-thang-2.csv"),
    Mutation("years of two digits are told of", "ingest.decide_dates", 'findings.add("date-short-year"', 'dict(a="date-short-year"', "ngay-nam-hai-so.csv"),
    Mutation("two digits of a year by Excel's rule", "vn.dates", "return year + (2000 if year < 30 else 1900)", "return year + 2000", "ngay-nam-hai-so.csv"),
    Mutation("dates in words", "vn.dates", "for shape in (_YEAR_FIRST, _WORDS):", "for shape in (_YEAR_FIRST,):", "ngay-bang-chu.csv"),
    Mutation("a moment with a zone becomes Vietnamese time", "vn.dates", "return moment.astimezone(VIETNAM_TIME).replace(tzinfo=None)", "return moment.replace(tzinfo=None)", "ngay-gio-iso-mui-gio.csv"),
    Mutation("7h30 is a time", "vn.dates", "(?: ?: ?| ?h ?| ?g ?| gio )", "(?: ?: ?)", "gio.csv"),
    Mutation("codes stay text", "ingest.decide", 'if titles.is_code(plan.title) or titles.title_role(plan.title) in ("phone", "unit_code", "name"', 'if titles.title_role(plan.title) in ("phone", "unit_code", "name"', "ma-khong-so-0.csv ma-chu.geojson"),
    Mutation("leading zeros make a code", "ingest.forms", '_CODED = re.compile(r"0[01]+")', '_CODED = re.compile(r"x")', "so-0-dau-khong-ten.csv"),
    Mutation("phones get their zero back", "ingest.convert", 'return f"0{value}" if kind == NUMBER', "return value if kind == NUMBER", "dien-thoai-mat-so-0.xlsx"),
    Mutation("có/không is a boolean", "ingest.forms", '("boolean", lambda shape: fold(shape) in TRUE_WORDS | FALSE_WORDS)', '("boolean", lambda shape: False)', "co-khong.csv"),
    Mutation("x and blank are told of", "ingest.decide", "if all(fold(shape) in TRUE_WORDS for shape in evidence.counts(TEXT)) and", "if False and", "dau-x.csv"),
    Mutation("a boolean that is none refuses its row", "ingest.convert", 'False if folded in FALSE_WORDS | {"0"} else None', "False", "dung-sai-mot-o-la.csv"),
    Mutation("few values again and again are a category", "ingest.write", "if roles.category(plan, *counts[plan.name]):", "if False:", "loai-hinh.csv"),
    Mutation("a code that never repeats is the key", "ingest.roles", "and filled == rows == distinct", "and filled == rows", "ma-lap-lai-khong-phai-khoa.csv"),
    Mutation("errors beyond the hundredth are one finding", "ingest.findings", "OWN_PLACES = 100", "OWN_PLACES = 1000", "nhieu-loi.csv"),
]  # fmt: skip

PLACES = [
    Mutation("swapped columns are mended", "ingest.frames", 'return Frame("EPSG:4326", "extent", turned > upright)', 'return Frame("EPSG:4326", "extent", False)', "doi-cho-ca-cot.csv"),
    Mutation("swapped axes are told of", "ingest.where", 'job.findings.add("axes-swapped"', 'dict(a="axes-swapped"', "doi-cho-ca-cot.csv doi-cho.geojson"),
    Mutation("a swapped row is turned round", "ingest.frames", "turned = ~in_box(x, y, VIETNAM_BOX) & in_box(y, x, VIETNAM_BOX)", "turned = np.zeros(len(x), dtype=bool)", "doi-cho-mot-dong.csv"),
    Mutation("outside Vietnam is refused", "ingest.place", "outside = known & ~frames.in_box(lon, lat, frames.VIETNAM_BOX)", "outside = known & False", "ngoai-viet-nam.csv"),
    Mutation("outside the province is told of", "ingest.place", 'self._tell("outside-province", inside &', 'self._tell("outside-province", False & inside &', "ngoai-tinh.csv"),
    Mutation("a missing place is told of", "ingest.place", 'self._tell("position-missing",', 'str(("position-missing",)) and self._tell("position-half", False &', "thieu-toa-do.csv"),
    Mutation("half a place is none", "ingest.place", 'self._tell("position-half", np.isnan(x) != np.isnan(y), rows, x, y)', "pass", "thieu-mot-toa-do.csv"),
    Mutation("longitude alone is no place", "ingest.roles", "if (first in have) != (second in have):", "if False:", "chi-kinh-do.csv"),
    Mutation("degrees, minutes, seconds", "ingest.forms", '("dms", lambda shape: DMS.match(shape)', '("dms", lambda shape: False and DMS.match(shape)', "do-phut-giay.csv do-phut-giay-viet.csv"),
    Mutation("a minute is a sixtieth", "ingest.convert", "sum(part / 60**power", "sum(part / 100**power", "do-phut-giay.csv"),
    Mutation("two numbers in one cell", "ingest.forms", '("pair", PAIR.match)', '("pair", lambda shape: False)', "mot-o-hai-toa-do.csv"),
    Mutation("latitude first in a pair, unless it is not", "ingest.where", "return np.array([each[1] for each in read], dtype=np.float64), np.array([each[0] for each in read], dtype=np.float64)", "return (np.full(len(read), np.nan),) * 2", "mot-o-hai-toa-do.csv mot-o-kinh-truoc.csv"),
    Mutation("WKT in a column", "ingest.decide", 'return "wkt" if WKT.match(first.example) else', "return", "wkt.csv"),
    Mutation("GeoJSON in a column", "ingest.decide", '"geojson" if GEOJSON.match(first.example) else None', "None", "geojson-trong-o.csv"),
    Mutation("EWKT's SRID is obeyed", "ingest.where", '(_srid(columns[0], spool) if kind == "text" else None)', "None", "ewkt-vn2000.csv"),
    Mutation("two SRIDs in a column are refused", "ingest.where", "if len(found) > 1:", "if False:", "ewkt-lan-lon.csv"),
    Mutation("WKT that cannot be read refuses its row", "ingest.place", "unread[at] = True", "unread[at] = False", "wkt-hong.csv"),
    Mutation("a surveyor's X is the northing", "ingest.titles", '("northing", r"(toa do )?(x|', '("northing", r"(toa do )?(', "vn2000-x-bac.csv"),
    Mutation("X may be the easting: size tells", "ingest.frames", "swapped = bool(np.median(x) > np.median(y))", "swapped = True", "vn2000-x-bac.csv vn2000-x-dong.csv"),
    Mutation("metres without CRS are understood by elimination", "ingest.frames", 'return _by_elimination(x, y)\n\n\ndef _normal', 'return Frame("EPSG:4326", "extent", False)\n\n\ndef _normal', "vn2000-x-bac.csv"),
    Mutation("9210 first among zones that fit", "ingest.frames", "if BINH_DUONG in fits or len(fits) == 1:", "if len(fits) == 1:", "vn2000-x-bac.csv"),
    Mutation("several zones but not ours: ask", "ingest.frames", "if BINH_DUONG in fits or len(fits) == 1:", "if fits:", "utm48-khong-ro.csv"),
    Mutation("a CRS by extent is told of", "ingest.where", 'job.findings.add("crs-by-extent"', 'dict(a="crs-by-extent"', "vn2000-x-bac.csv"),
    Mutation("the CRS a person names is used", "ingest.where", "said = job.options.crs or", "said =", "utm48-khai-bao.csv"),
    Mutation("EPSG:6960 in coordinate-frame signs", "vn.crs", "convention=coordinate_frame", "convention=position_vector", "vn2000-x-bac.csv vn2000-hai-ben-11-04.csv"),
    Mutation("EPSG:6960, not PROJ's choice", "vn.crs", "return Transformer.from_pipeline(pipeline(epsg))", 'return Transformer.from_crs(f"EPSG:{epsg}", "EPSG:4326", always_xy=True)', "vn2000-hai-ben-11-04.csv vn2000-x-bac.csv"),
    Mutation("the rotations of the datum change", "vn.crs", "_ROTATION = (-0.00928836, 0.01975479, -0.00427372)", "_ROTATION = (0.0, 0.0, 0.0)", "vn2000-x-bac.csv"),
    Mutation("VN-2000 degrees are moved", "ingest.frames", "if code in ZONES or code == GEOGRAPHIC:", 'if code == GEOGRAPHIC:\n            return x, y, turned\n        if code in ZONES:', "vn2000-do.csv"),
]  # fmt: skip

UNITS = [
    Mutation("the list a column follows", "ingest.units", "column.lists = tuple(each for each in LISTS if len(column.known[each]) == best)", "column.lists = LISTS[:1]", "don-vi-2025.csv"),
    Mutation("codes of both lists are asked about", "ingest.units", "if len(column.lists) > 1 and both:", "if False:", "ma-don-vi-khong-ro.csv"),
    Mutation("names decide what their codes mean", "ingest.units", "column.lists = said.pop()", "pass", "ma-va-ten-2025.csv ten-trung-co-huyen.csv"),
    Mutation("a code not of its name is told of", "ingest.units", "if units and beside and not any(", "if False and not any(", "ma-va-ten-khong-khop.csv huyen-xa-khong-khop.csv"),
    Mutation("a name of two units is told of", "ingest.units", "if len(column.lists) == 1 and len(units) > 1:", "if False:", "ten-trung-khong-huyen.csv"),
    Mutation("a type word tells units of one name apart", "ingest.unit_lists", "return tuple(unit for unit in found if fold(unit.type) == kind) or found", "return found", "ten-trung-co-loai.csv"),
    Mutation("a district tells units of one name apart", "ingest.units", 'return levels == ("district", "commune") or', "return", "ten-trung-co-huyen.csv"),
    Mutation("a title says the level", "ingest.unit_lists", 'return frozenset(levels or {"province", "district", "commune"})', 'return frozenset({"province", "district", "commune"})', "cot-tinh.csv"),
    Mutation("a unit of the other list is told of", "ingest.units", 'code = "unit-other-list" if elsewhere else "unit-unknown"', 'code = "unit-unknown"', "don-vi-lan-lon.csv"),
    Mutation("an unknown unit is told of", "ingest.units", "if value not in column.known[understood]:", "if False:", "don-vi-la.csv"),
    Mutation("a column of other things is no unit column", "ingest.units", "len(anywhere) < ENOUGH * len(values)", "False", "phuong-khong-phai-don-vi.csv"),
]  # fmt: skip

LAYERS = [
    Mutation("the CRS a layer names is used", "ingest.readers.layers", 'job.layer_crs = meta["crs"] if not opened.no_crs else None', "job.layer_crs = None", "crs-cu-tinh-khac.geojson"),
    Mutation("a missing .prj is told of", "ingest.readers.layer_files", "job.layer_without_crs = True", "pass", "tram-shp-khong-prj.zip"),
    Mutation("a .prj that its numbers deny is doubted", "ingest.frames", 'if said and said_by == "file" and (doubted := _doubted(said, x, y)):', 'if said and said_by == "file" and (doubted := None):', "prj-sai-do.zip prj-sai-mui.zip met-khong-crs.geojson"),
    Mutation("a doubted .prj is told of", "ingest.where", 'if frame.instead_of and job.detected.format != "GeoJSON":', "if False:", "prj-sai-mui.zip"),
    Mutation("GeoParquet's CRS is used", "ingest.readers.parquets", "job.layer_crs = crs", "job.layer_crs = None", "vn2000.parquet"),
    Mutation("a DBF's bytes tell its encoding, not its .cpg", "ingest.readers.layer_files", "legacy = detect_encoding(text)", "legacy = None", "tram-shp-tcvn3.zip tram-shp-cp1258-cpg-sai.zip"),
    Mutation("a DBF in UTF-8 is UTF-8 whatever its .cpg says", "ingest.readers.layer_files", "if legacy is None and (text.isascii() or _is_utf8(text)):", "if legacy is None and text.isascii():", "tram-shp-cpg-1252.zip"),
    Mutation("parts of a Shapefile in capitals", "ingest.readers.layer_files", 'zips.unpack(path, member, folder / f"layer{name.suffix.lower()}")', 'zips.unpack(path, member, folder / f"layer{name.suffix}")', "tram-shp-hoa.zip"),
    Mutation("a missing .dbf is said", "ingest.readers.layer_files", 'for needed in (".shp", ".dbf"):', 'for needed in (".shp",):', "tram-shp-khong-dbf.zip"),
    Mutation("several layers are told of", "ingest.readers.layers", "if len(names) > 1:", "if False:", "hai-lop.gpkg hai-thu-muc.kml"),
    Mutation("the layer asked for is read", "ingest.readers.layers", "layer = job.options.layer or names[0]", "layer = names[0]", "hai-lop-chon.gpkg"),
    Mutation("GeoPackage views never run", "ingest.readers.layer_files", 'elif found == "GeoPackage" and (views := _views(path)):', 'elif found == "GeoPackage" and (views := []):', "tram-co-view.gpkg"),
    Mutation("DOCTYPE is refused", "ingest.readers.layer_files", 'raise Refused("doctype-refused")', "continue", "hostile-xxe.kml"),
    Mutation("network links are told of", "ingest.readers.layer_files", "if links:", "if False:", "hostile-networklink.kml"),
    Mutation("a file cut short is refused", "ingest.readers.layers", "if spool.rows < promised:", "if False:", "hostile-dbf-cut.zip"),
    Mutation("Z and M are left out, with a note", "ingest.place", "high = shapely.has_z(given) | shapely.has_m(given)", "high = np.zeros(len(given), dtype=bool)", "co-cao-do.geojson wkt-z-m.csv"),
    Mutation("invalid shapes are mended", "ingest.shapes", "if not invalid.any():", "if True:", "no-buom.geojson"),
    Mutation("a mend that changes the area is refused", "ingest.shapes", "AREA_CHANGE = 0.05", "AREA_CHANGE = 9.0", "sao.geojson"),
    Mutation("a mend that leaves nothing is refused", "ingest.shapes", "| shapely.is_empty(after)", "", "det.geojson"),
    Mutation("no shape and empty shapes are told of", "ingest.place", 'self._tell("geometry-missing", ~known & ~unread, rows, None, None)', "pass", "khong-hinh.geojson hinh-rong.geojson"),
    Mutation("shapes outside Vietnam are refused", "ingest.place", '("outside-vietnam", outside),', '("outside-vietnam", outside & False),', "vung-ngoai-nuoc.geojson"),
    Mutation("shapes outside the province are told of", "ingest.place", 'self._tell("outside-province", known & finite & inside & ~province, rows, x, y)', "pass", "vung-ngoai-tinh.geojson"),
    Mutation("shapes that are equal are told of", "ingest.write", 'self.job.findings.add("geometry-repeated", count=repeated)', "pass", "trung-hinh.geojson"),
    Mutation("several kinds in a layer are told of", "ingest.place", "if len(types) > 1:", "if False:", "nhieu-loai.geojson"),
    Mutation("single and multi are one kind", "ingest.place", 'types = {f"Multi{name}" if f"Multi{name}" in where.summary["types"] else name for name in where.summary["types"]}', 'types = set(where.summary["types"])', "don-va-nhieu.geojson"),
    Mutation("too many vertices are refused", "ingest.shapes", "MAX_VERTICES = 1_000_000", "MAX_VERTICES = 10_000_000", "qua-nhieu-dinh.parquet"),
    Mutation("NaN in a shape is refused", "ingest.place", 'half = np.isnan(x) != np.isnan(y) if self.where.kind == "points" else', "half = np.zeros(len(x), dtype=bool) if True else", "hostile-nan.geojson"),
    Mutation("swapped shapes are turned round", "ingest.shapes", "if frame.degrees and not frame.swapped and not turned.any():", "if frame.degrees:", "vung-doi-cho.geojson vung-doi-cho-mot.geojson"),
    Mutation("lists and objects become JSON, with a note", "ingest.readers.layers", 'job.findings.add("nested-as-json"', 'dict(a="nested-as-json"', "long-nhau.parquet"),
]  # fmt: skip

SCHEMAS = [
    Mutation("a declared style stands before the column's look", "ingest.schema", 'elif field.get("decimalChar") == "." or field.get("groupChar") == ",":', "elif False:", "luoc-do-so-cham.csv"),
    Mutation("a declared type stands, the difference is told of", "ingest.schema", 'findings.add("schema-type-differs"', 'dict(a="schema-type-differs"', "luoc-do-chu.csv"),
    Mutation("a declared column that is missing is said", "ingest.schema", "if field not in found:", "if False:", "luoc-do-thieu-cot.csv"),
    Mutation("an undeclared column is told of", "ingest.schema", "if schema.fields:", "if False:", "luoc-do-thua-cot.csv"),
    Mutation("constraints refuse their rows", "ingest.schema", "refused[broken] = True", "pass", "luoc-do-rang-buoc.csv"),
    Mutation("a declared date order is obeyed", "ingest.schema", 'month_first = str(field.get("format", "")).startswith("%m")', "month_first = False", "luoc-do-ngay-my.csv"),
    Mutation("declared missing values are empty", "ingest.schema", 'plan.constraints |= {"missing": schema.missing}', "pass", "luoc-do-o-thieu.csv"),
    Mutation("a repeated key refuses its row", "ingest.schema", "repeated = ~firsts | np.isin(numbers, seen)", "repeated = np.zeros(len(numbers), dtype=bool)", "luoc-do-khoa-lap.csv"),
    Mutation("a schema that makes no sense is refused", "ingest.schema", 'raise Refused("schema-invalid", value="fields")', "fields = []", "luoc-do-sai.csv"),
]  # fmt: skip

MUTATIONS = [*TEXT, *TABLE, *WORKBOOKS, *VALUES, *PLACES, *UNITS, *LAYERS, *SCHEMAS]
