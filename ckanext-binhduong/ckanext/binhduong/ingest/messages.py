"""The one catalogue of findings: code, severity, what happened and what to do, in Vietnamese and in English.

Blanks: {row}, {column}, {sheet}, {layer}, {feature} from the place; {value}, {understood}, {count}; others by name from the finding's
details. A blank without a value reads "–". ``docs/ingest.md`` is generated from here, and a test keeps it so.
"""

from dataclasses import dataclass
from typing import Any


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True)
class Message:
    """One kind of finding. ``severity``: error (the file is refused), warning (published; a person should look), note (published)."""

    severity: str
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str

    def render(
        self, place: dict[str, Any], value: str | None, understood: str | None, count: int, details: dict[str, Any]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Give message and remedy, each in both languages, with the blanks filled."""
        known = {key: each for key, each in (place | details | {"value": value, "understood": understood}).items() if each is not None}
        blanks = _Blanks(known | {"count": count, "at_vi": _at(place, _VI), "at_en": _at(place, _EN)})
        message = {"vi": self.vi.format_map(blanks), "en": self.en.format_map(blanks)}
        return message, {"vi": self.remedy_vi.format_map(blanks), "en": self.remedy_en.format_map(blanks)}


_VI = (("layer", "lớp “{}”"), ("sheet", "trang tính “{}”"), ("feature", "đối tượng {}"), ("row", "dòng {}"), ("column", "cột “{}”"))
_EN = (("layer", "layer “{}”"), ("sheet", "sheet “{}”"), ("feature", "feature {}"), ("row", "row {}"), ("column", "column “{}”"))


def _at(place: dict[str, Any], words: tuple[tuple[str, str], ...]) -> str:
    text = ", ".join(word.format(place[name]) for name, word in words if place.get(name) is not None)
    return f"{text[:1].upper()}{text[1:]}: " if text else ""


def _error(vi: str, en: str, remedy_vi: str, remedy_en: str) -> Message:
    return Message("error", f"{{at_vi}}{vi}", f"{{at_en}}{en}", remedy_vi, remedy_en)


def _warning(vi: str, en: str, remedy_vi: str, remedy_en: str) -> Message:
    return Message("warning", f"{{at_vi}}{vi}", f"{{at_en}}{en}", remedy_vi, remedy_en)


def _note(
    vi: str, en: str, remedy_vi: str = "Không phải làm gì nếu đúng như vậy.", remedy_en: str = "Nothing to do if this is right."
) -> Message:
    return Message("note", f"{{at_vi}}{vi}", f"{{at_en}}{en}", remedy_vi, remedy_en)


MESSAGES: dict[str, Message] = {
    # --- the file as a whole -----------------------------------------------------------------------------------------------------
    "file-empty": _error("tệp rỗng.", "the file is empty.", "Lưu lại tệp rồi tải lên lần nữa.", "Save the file again and upload it anew."),
    "format-not-supported": _error(
        "nội dung tệp là {value}, không phải bảng hay lớp bản đồ mà cổng đọc được.",
        "the file's content is {value}, no table or map layer that the portal reads.",
        "Tải lên CSV, XLSX, XLS, ODS, GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ, FlatGeobuf hoặc GeoParquet.",
        "Upload CSV, XLSX, XLS, ODS, GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ, FlatGeobuf or GeoParquet.",
    ),
    "format-html-named-sheet": _error(
        "tệp tên là {value} nhưng nội dung là trang web (HTML): phần mềm đã xuất sai định dạng.",
        "the file is named {value} but holds a web page (HTML): the program that exported it used the wrong format.",
        "Mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx), rồi tải tệp mới lên.",
        "Open it in Excel, choose Save As → Excel Workbook (.xlsx) and upload the new file.",
    ),
    "format-mismatch": _warning(
        "tên tệp nói là {value} nhưng nội dung là {understood}; cổng đọc theo nội dung.",
        "the name says {value} but the content is {understood}; the portal read the content.",
        "Đổi phần mở rộng của tên tệp cho đúng.",
        "Give the file the right extension.",
    ),
    "doctype-refused": _error(
        "tệp XML có khai báo DOCTYPE, có thể dùng để tấn công; không đọc.",
        "the XML has a DOCTYPE declaration, which can be an attack; it was not read.",
        "Xuất lại tệp từ phần mềm bản đồ; bỏ dòng <!DOCTYPE …>.",
        "Export the file again from the map program; remove the <!DOCTYPE …> line.",
    ),
    "needs-more-memory": _error(
        "đọc tệp cần nhiều hơn {value} bộ nhớ cho phép.",
        "reading the file needs more than the {value} of memory allowed.",
        "Chia tệp thành nhiều phần nhỏ, hoặc xoá các vùng trống đã định dạng trong bảng tính.",
        "Split the file, or delete the formatted but empty areas of the workbook.",
    ),
    "needs-more-time": _error(
        "đọc tệp cần nhiều hơn {value} giây cho phép.",
        "reading the file needs more than the {value} seconds allowed.",
        "Chia tệp thành nhiều phần nhỏ, hoặc xuất lại từ phần mềm gốc.",
        "Split the file, or export it again from the original program.",
    ),
    "reader-failed": _error(
        "bộ đọc dừng giữa chừng khi đọc tệp này (mã {value}).",
        "the reader stopped half-way through this file (code {value}).",
        "Mở tệp bằng phần mềm gốc, lưu lại rồi tải lên; nếu vẫn vậy hãy báo cho quản trị cổng kèm tệp.",
        "Open the file in its own program, save it again and upload; if it still fails, tell the portal's staff and send the file.",
    ),
    # --- zip -------------------------------------------------------------------------------------------------------------------
    "zip-broken": _error("tệp nén bị hỏng.", "the zip is broken.", "Nén lại rồi tải lên.", "Zip the files again."),
    "zip-too-many": _error(
        "tệp nén có {value} mục, quá {limit}.",
        "the zip has {value} members, more than {limit}.",
        "Chỉ nén các tệp của một lớp dữ liệu.",
        "Zip only the files of one layer.",
    ),
    "zip-bomb": _error(
        "tệp nén nở ra quá mức cho phép ({value}; tối đa gấp {limit} lần).",
        "the zip unpacks to more than is allowed ({value}; at most {limit} times).",
        "Tải lên tệp không nén, hoặc chia nhỏ.",
        "Upload the file unzipped, or in parts.",
    ),
    "zip-overlap": _error(
        "các mục trong tệp nén chồng lên nhau, dấu hiệu của tệp tấn công.",
        "the zip's members overlap, the mark of an attack.",
        "Nén lại bằng phần mềm thông thường.",
        "Zip the files again with an ordinary program.",
    ),
    "zip-unsafe-name": _error(
        "tệp nén có mục tên “{value}” chỉ ra ngoài thư mục.",
        "the zip has a member named “{value}” that points outside its folder.",
        "Nén lại từ trong thư mục chứa dữ liệu.",
        "Zip again from within the data's folder.",
    ),
    "zip-link": _error(
        "tệp nén có liên kết “{value}”.",
        "the zip holds a link, “{value}”.",
        "Nén tệp thật thay cho liên kết.",
        "Zip the real file, not a link.",
    ),
    "zip-encrypted": _error(
        "mục “{value}” trong tệp nén có mật khẩu.",
        "the zip's member “{value}” has a password.",
        "Nén lại không đặt mật khẩu.",
        "Zip again without a password.",
    ),
    "zip-duplicate": _error(
        "tệp nén có hai mục cùng tên “{value}”.",
        "the zip has two members named “{value}”.",
        "Nén lại, mỗi tên một lần.",
        "Zip again, each name once.",
    ),
    "zip-nested": _error(
        "trong tệp nén còn tệp nén “{value}”.",
        "the zip holds another archive, “{value}”.",
        "Giải nén rồi tải từng lớp lên.",
        "Unpack it and upload each layer.",
    ),
    # --- text files ------------------------------------------------------------------------------------------------------------
    "encoding-unknown": _error(
        "không nhận ra bảng mã của tệp ({value}).",
        "the file's encoding is not known ({value}).",
        "Lưu lại dạng “CSV UTF-8” trong Excel, hoặc chọn bảng mã khi tải lên.",
        "Save it as “CSV UTF-8” in Excel, or choose the encoding when uploading.",
    ),
    "encoding-broken": _error(
        "văn bản không đọc được theo bảng mã {value}.",
        "the text cannot be read in the encoding {value}.",
        "Lưu lại dạng “CSV UTF-8” trong Excel.",
        "Save it as “CSV UTF-8” in Excel.",
    ),
    "encoding-converted": _warning(
        "tệp dùng bảng mã {value}; cổng đã chuyển sang Unicode, ví dụ: “{understood}”.",
        "the file is in {value}; the portal turned it into Unicode, for example: “{understood}”.",
        "Xem chữ tiếng Việt ở phần xem trước có đúng không; nếu sai, lưu lại dạng “CSV UTF-8”.",
        "See in the preview whether the Vietnamese is right; if not, save the file as “CSV UTF-8”.",
    ),
    "encoding-mojibake": _warning(
        "chữ trong tệp đã bị lưu sai bảng mã (“{value}”); cổng hiểu là “{understood}”.",
        "the text was saved in a wrong encoding (“{value}”); the portal understood “{understood}”.",
        "Xem phần xem trước có đúng không; tốt nhất là xuất lại từ phần mềm gốc dạng UTF-8.",
        "See in the preview whether it is right; better, export again as UTF-8 from the original program.",
    ),
    "csv-unclosed-quote": _error(
        "có dấu ngoặc kép mở mà không đóng.",
        "a quote is opened and never closed.",
        "Sửa dấu ngoặc kép ở dòng này hay dòng trên, hoặc lưu lại từ Excel.",
        "Mend the quotes in this row or the one above, or save it again from Excel.",
    ),
    "row-long": _error(
        "dòng có {value} ô, tiêu đề chỉ có {expected}.",
        "the row has {value} cells, the header only {expected}.",
        "Đặt ô có dấu phân cách trong ngoặc kép, hoặc lưu lại từ Excel.",
        "Put the cell that holds a delimiter in quotes, or save it again from Excel.",
    ),
    "row-short": _warning(
        "dòng có {value} ô, tiêu đề có {expected}; các ô thiếu được để trống ({count} dòng).",
        "the row has {value} cells, the header {expected}; the missing ones are left empty ({count} rows).",
        "Xem dòng này có thiếu dấu phân cách không.",
        "See whether a delimiter is missing in the row.",
    ),
    "nul-character": _error(
        "ô có ký tự NUL (mã 0).",
        "the cell holds a NUL character (code 0).",
        "Gõ lại ô này, hoặc xuất lại tệp.",
        "Type the cell anew, or export the file again.",
    ),
    # --- workbooks -------------------------------------------------------------------------------------------------------------
    "workbook-broken": _error(
        "không mở được bảng tính.",
        "the workbook cannot be opened.",
        "Mở bằng Excel, lưu lại dạng .xlsx.",
        "Open it in Excel and save it as .xlsx.",
    ),
    "workbook-password": _error(
        "bảng tính có mật khẩu.", "the workbook has a password.", "Bỏ mật khẩu rồi lưu lại.", "Remove the password and save again."
    ),
    "workbook-macros": _note("bảng tính có macro; cổng chỉ đọc dữ liệu.", "the workbook has macros; only the data were read."),
    "workbook-links": _warning(
        "bảng tính lấy số liệu từ tệp khác ({count} liên kết); cổng đọc giá trị lưu lần cuối.",
        "the workbook takes figures from other files ({count} links); the values last saved were read.",
        "Dán giá trị (Paste Values) thay cho liên kết.",
        "Paste values in place of the links.",
    ),
    "sheet-unknown": _error(
        "không có trang tính “{value}”; có: {understood}.",
        "there is no sheet “{value}”; there are: {understood}.",
        "Chọn một trang tính có trong tệp.",
        "Choose a sheet that is there.",
    ),
    "sheets-several": _warning(
        "tệp có {count} trang tính có dữ liệu ({value}); cổng đọc “{understood}”.",
        "the file has {count} sheets with data ({value}); “{understood}” was read.",
        "Chọn trang tính khi tải lên, hoặc tách mỗi trang thành một tệp.",
        "Choose the sheet when uploading, or make each sheet a file.",
    ),
    "sheet-hidden": _warning(
        "có trang tính ẩn ({value}); cổng không đọc nhưng ai tải tệp gốc đều xem được.",
        "there are hidden sheets ({value}); they were not read, but whoever downloads the file sees them.",
        "Xoá trang tính ẩn nếu không định công bố.",
        "Delete hidden sheets that are not meant to be public.",
    ),
    "rows-hidden": _warning(
        "có {count} dòng ẩn; cổng đọc cả những dòng này.",
        "{count} rows are hidden; they were read too.",
        "Xoá các dòng ẩn nếu không định công bố.",
        "Delete hidden rows that are not meant to be public.",
    ),
    "columns-hidden": _warning(
        "có {count} cột ẩn ({value}); cổng đọc cả những cột này.",
        "{count} columns are hidden ({value}); they were read too.",
        "Xoá các cột ẩn nếu không định công bố.",
        "Delete hidden columns that are not meant to be public.",
    ),
    "nested-as-json": _note(
        "cột có danh sách hoặc đối tượng lồng nhau; cổng công bố dạng chữ JSON ({value}).",
        "the column holds lists or nested objects; they are published as JSON text ({value}).",
    ),
    "cell-error": _error(
        "ô báo lỗi Excel ({value}; #CALC: công thức chưa có kết quả).",
        "the cell shows an Excel error ({value}; #CALC: a formula without a saved result).",
        "Sửa công thức, hoặc để trống ô.",
        "Mend the formula, or leave the cell empty.",
    ),
    "merged-filled": _warning(
        "ô gộp nhiều dòng: giá trị được điền cho từng dòng của vùng gộp ({count} ô).",
        "cells merged over several rows: the value was given to each row of the area ({count} cells).",
        "Bỏ gộp ô và điền giá trị vào từng dòng.",
        "Unmerge the cells and fill each row.",
    ),
    "zeros-from-format": _note(
        "số trong ô hiện với số 0 ở đầu theo định dạng; cổng đọc như Excel hiện: “{understood}” ({count} ô).",
        "the cells show leading zeros by their format; they were read as Excel shows them: “{understood}” ({count} cells).",
    ),
    # --- finding the table -------------------------------------------------------------------------------------------------------
    "table-empty": _error(
        "không có dữ liệu.", "there are no data.", "Kiểm tra đúng tệp và đúng trang tính.", "Check that it is the right file and sheet."
    ),
    "header-missing": _error(
        "không thấy dòng tiêu đề: dòng đầu tiên đã là dữ liệu ({value}).",
        "there is no header row: the first row already is data ({value}).",
        "Thêm một dòng tên cột phía trên dữ liệu.",
        "Add a row of column titles above the data.",
    ),
    "columns-too-many": _error(
        "bảng có {value} cột, quá {limit}.",
        "the table has {value} columns, more than {limit}.",
        "Chuyển các cột lặp thành dòng, hoặc chia bảng.",
        "Turn repeated columns into rows, or split the table.",
    ),
    "rows-above-header": _note(
        "tiêu đề cột ở dòng {row}; {count} dòng phía trên (tên bảng, dòng trống) không phải dữ liệu.",
        "the column titles are in row {row}; the {count} rows above (titles, blanks) are no data.",
    ),
    "header-two-rows": _note("tiêu đề cột gồm hai dòng, ghép thành: {understood}.", "the header has two rows, joined as: {understood}."),
    "numbering-row": _note("dòng đánh số cột được bỏ qua.", "the row that numbers the columns is left out."),
    "title-missing": _warning(
        "cột có dữ liệu nhưng không có tên; đặt tạm là “{understood}”.",
        "the column has data but no title; it is called “{understood}” for now.",
        "Ghi tên cột.",
        "Give the column a title.",
    ),
    "title-repeated": _warning(
        "hai cột cùng tên “{value}”; cột sau đặt là “{understood}”.",
        "two columns are titled “{value}”; the later one is called “{understood}”.",
        "Đặt tên khác nhau.",
        "Give them different titles.",
    ),
    "column-empty": _note("cột không có giá trị nào.", "the column holds no value."),
    "blank-rows": _note("bỏ qua {count} dòng trống.", "{count} blank rows are left out."),
    "totals-row": _warning(
        "dòng tổng ({value}) không phải bản ghi, không công bố ({count} dòng).",
        "the totals row ({value}) is no record and is not published ({count} rows).",
        "Xoá dòng tổng để số dòng khớp.",
        "Delete the totals so that the rows agree.",
    ),
    "section-row": _warning(
        "dòng chỉ có “{value}” là tiêu đề nhóm hoặc ghi chú, không công bố ({count} dòng).",
        "the row with only “{value}” is a section title or a remark and is not published ({count} rows).",
        "Chuyển tên nhóm thành một cột; để ghi chú vào mô tả của tập dữ liệu.",
        "Make the section a column; put remarks into the dataset's description.",
    ),
    "repeated-header": _note(
        "dòng tiêu đề lặp lại giữa bảng được bỏ qua ({count} dòng).", "the header repeated within the table is left out ({count} rows)."
    ),
    # --- types -----------------------------------------------------------------------------------------------------------------
    "null-words": _note("“{value}” được hiểu là ô trống ({count} ô).", "“{value}” is read as an empty cell ({count} cells)."),
    "text-composed": _note(
        "chữ tổ hợp (NFD) được đưa về dạng dựng sẵn (NFC), nhìn không đổi ({count} ô).",
        "decomposed letters (NFD) were composed (NFC); they look the same ({count} cells).",
    ),
    "spaces-trimmed": _note(
        "khoảng trắng thừa ở đầu và cuối ô được bỏ ({count} ô).", "spaces at the ends of cells were removed ({count} cells)."
    ),
    "leading-zeros-kept": _note(
        "cột có số 0 ở đầu như “{value}”: giữ nguyên là mã dạng chữ.", "the column has leading zeros as in “{value}”: it stays text."
    ),
    "code-as-text": _note(
        "cột mã số được giữ dạng chữ, không làm phép tính.", "the column of codes stays text; nothing is calculated with it."
    ),
    "phone-zero-restored": _warning(
        "Excel đã làm mất số 0 đầu của số điện thoại “{value}”; cổng hiểu là “{understood}” ({count} ô).",
        "Excel took the leading 0 from the phone number “{value}”; the portal understood “{understood}” ({count} cells).",
        "Định dạng cột là Văn bản (Text) và nhập lại số 0.",
        "Format the column as Text and type the 0 again.",
    ),
    "number-ambiguous": _warning(
        "không rõ “{value}” là số nghìn hay số lẻ, cả cột không cho biết ({count} ô); tạm giữ dạng chữ.",
        "whether “{value}” has thousands or decimals cannot be told from the column ({count} cells); it stays text for now.",
        "Khai báo kiểu cột khi tải lên (decimalChar, groupChar), hoặc bỏ dấu phân cách nghìn.",
        "Declare the column's type when uploading (decimalChar, groupChar), or drop the thousands separators.",
    ),
    "number-style-mixed": _warning(
        "cột viết số theo hai kiểu trái nhau, ví dụ “{value}” ({count} ô); giữ dạng chữ.",
        "the column writes numbers in two contrary ways, for example “{value}” ({count} cells); it stays text.",
        "Viết cả cột theo một kiểu, ví dụ 1.234,56.",
        "Write the whole column in one way.",
    ),
    "number-style-by-unit": _note(
        "“{value}” được hiểu là số nguyên có dấu phân cách nghìn vì đơn vị là {unit}.",
        "“{value}” is read as a whole number with thousands since the unit is {unit}.",
    ),
    "percent-read": _note(
        "phần trăm được lưu là phân số: “{value}” (12,5% = 0,125; {count} ô).",
        "percentages are stored as fractions: “{value}” (12.5% = 0.125; {count} cells).",
    ),
    "percent-mixed": _warning(
        "có ô ghi dấu % và ô không ghi, ví dụ “{value}”; giữ dạng chữ.",
        "some cells have a % sign and some not, for example “{value}”; the column stays text.",
        "Ghi % ở mọi ô hoặc ở tên cột.",
        "Write % in every cell or in the title.",
    ),
    "column-mixed": _warning(
        "cột lẫn lộn: {share} ô là {understood}, “{value}” thì không; giữ dạng chữ.",
        "the column is mixed: {share} cells are of type {understood}, “{value}” is not; it stays text.",
        "Sửa các ô khác kiểu, hoặc khai báo kiểu cột.",
        "Mend the cells that differ, or declare the column's type.",
    ),
    "number-unreadable": _error(
        "“{value}” không phải là số như các ô khác trong cột.",
        "“{value}” is no number, as the other cells of the column are.",
        "Sửa ô này, hoặc để trống nếu không có số liệu.",
        "Mend the cell, or leave it empty when there is no figure.",
    ),
    "date-impossible": _error(
        "“{value}” không phải là ngày có thật.", "“{value}” is no real date.", "Sửa lại ngày (dd/mm/yyyy).", "Mend the date (dd/mm/yyyy)."
    ),
    "date-unreadable": _error(
        "“{value}” không phải là ngày như các ô khác trong cột.",
        "“{value}” is no date, as the other cells of the column are.",
        "Sửa ô này, hoặc để trống nếu chưa có ngày.",
        "Mend the cell, or leave it empty.",
    ),
    "time-unreadable": _error(
        "“{value}” không phải là giờ.", "“{value}” is no time of day.", "Sửa lại giờ (hh:mm).", "Mend the time (hh:mm)."
    ),
    "boolean-unreadable": _error(
        "“{value}” không phải là có hay không.", "“{value}” is neither yes nor no.", "Ghi “có” hoặc “không”.", "Write “có” or “không”."
    ),
    "boolean-blank": _note(
        "“{value}” được hiểu là có; {count} ô trống vẫn để trống, không hiểu là không.",
        "“{value}” is read as yes; {count} empty cells stay empty and are not read as no.",
        "Ghi “không” vào ô trống nếu đó là ý muốn nói.",
        "Write “không” into the empty cells if that is meant.",
    ),
    "date-month-first": _warning(
        "cột ghi tháng trước ngày (mm/dd), ví dụ “{value}”.",
        "the column has the month before the day (mm/dd), for example “{value}”.",
        "Kiểm tra phần xem trước; nên ghi dd/mm/yyyy.",
        "Check the preview; better write dd/mm/yyyy.",
    ),
    "date-order-assumed": _note(
        "ngày đọc theo thứ tự ngày/tháng/năm, ví dụ “{value}”.", "dates are read day/month/year, for example “{value}”."
    ),
    "date-short-year": _warning(
        "năm chỉ có hai chữ số, ví dụ “{value}” ({count} ô); 00–29 hiểu là 20xx, 30–99 là 19xx.",
        "years of two digits, for example “{value}” ({count} cells); 00–29 are read as 20xx, 30–99 as 19xx.",
        "Ghi đủ bốn chữ số của năm.",
        "Write all four digits of the year.",
    ),
    "date-serial": _warning(
        "số thứ tự ngày của Excel được đổi thành ngày ({count} ô).",
        "Excel's day numbers were turned into dates ({count} cells).",
        "Xem phần xem trước có đúng là ngày không; nên định dạng cột là Ngày (Date).",
        "See in the preview whether they are dates; better, format the column as Date.",
    ),
    "dms-read": _note(
        "độ phút giây như “{value}” được đổi ra độ thập phân ({count} ô).",
        "degrees, minutes, seconds such as “{value}” were turned into decimal degrees ({count} cells).",
    ),
    "unit-list": _note("{value} được đối chiếu với {understood}.", "{value} were matched with {understood}."),
    "unit-unknown": _warning(
        "“{value}” không có trong danh mục đơn vị hành chính ({count} ô).",
        "“{value}” is not in the lists of administrative units ({count} cells).",
        "Kiểm tra tên hoặc mã; ghi như trong danh mục (Quyết định 19/2025/QĐ-TTg, hoặc danh mục 2024).",
        "Check the name or code against the list (Decision 19/2025/QĐ-TTg, or the 2024 list).",
    ),
    "unit-list-unsure": _warning(
        "“{value}” có trong cả hai danh mục đơn vị hành chính và chỉ hai nơi khác nhau: {understood} ({count} giá trị như vậy).",
        "“{value}” is in both lists of administrative units and means different places: {understood} ({count} such values).",
        "Thêm cột tên bên cạnh cột mã, hoặc cột quận/huyện (danh mục 2024); nếu không cổng không biết là đơn vị cũ hay mới.",
        "Add a column of names beside the codes, or the district (2024 list); otherwise the portal cannot tell old units from new.",
    ),
    "unit-other-list": _warning(
        "“{value}” chỉ có trong danh mục {understood}, trong khi cả cột theo danh mục kia ({count} ô).",
        "“{value}” is only in the list {understood}, while the column follows the other one ({count} cells).",
        "Dùng một danh mục cho cả cột: 2024 (trước sáp nhập) hoặc 2025.",
        "Use one list for the whole column: 2024 (before the merger) or 2025.",
    ),
    "unit-ambiguous": _warning(
        "“{value}” là tên của nhiều đơn vị: {understood} ({count} ô).",
        "“{value}” is the name of several units: {understood} ({count} cells).",
        "Ghi rõ phường, xã hay thị trấn, hoặc thêm cột quận/huyện hay cột mã.",
        "Write phường, xã or thị trấn before the name, or add the district or the code.",
    ),
    "unit-contradiction": _warning(
        "“{value}” không khớp nhau; theo danh mục là: {understood}.",
        "“{value}” do not belong together; the list has: {understood}.",
        "Kiểm tra lại hai ô này.",
        "Check the two cells.",
    ),
    "key-repeated": _error(
        "khoá “{value}” lặp lại.", "the key “{value}” is repeated.", "Mỗi dòng một khoá khác nhau.", "Give each row a key of its own."
    ),
    "row-duplicate": _warning(
        "{count} dòng giống hệt một dòng khác; vẫn công bố.",
        "{count} rows are exactly like another one; they are published all the same.",
        "Xoá dòng thừa nếu là nhập trùng.",
        "Delete those entered twice.",
    ),
    # --- declared schema ---------------------------------------------------------------------------------------------------------
    "schema-invalid": _error(
        "lược đồ khai báo không đúng Table Schema ({value}).",
        "the declared schema is no Table Schema ({value}).",
        "Sửa lược đồ.",
        "Mend the schema.",
    ),
    "schema-column-missing": _error(
        "thiếu cột “{value}” mà lược đồ khai báo.",
        "the column “{value}” that the schema declares is missing.",
        "Thêm cột, hoặc sửa lược đồ.",
        "Add the column, or change the schema.",
    ),
    "schema-column-extra": _warning(
        "cột “{value}” không có trong lược đồ.",
        "the column “{value}” is not in the schema.",
        "Thêm vào lược đồ nếu là cột mới.",
        "Add it to the schema if it is new.",
    ),
    "schema-type-differs": _warning(
        "lược đồ khai báo kiểu {value}, nội dung giống kiểu {understood}; đọc theo lược đồ.",
        "the schema declares {value}, the content looks like {understood}; the schema was followed.",
        "Kiểm tra lại lược đồ.",
        "Check the schema.",
    ),
    "constraint-broken": _error(
        "“{value}” trái với ràng buộc {constraint} của lược đồ.",
        "“{value}” breaks the schema's constraint {constraint}.",
        "Sửa giá trị này.",
        "Mend the value.",
    ),
    "required-missing": _error("ô bắt buộc bị trống.", "a required cell is empty.", "Điền giá trị.", "Fill the cell."),
    # --- where -----------------------------------------------------------------------------------------------------------------
    "crs-by-extent": _warning(
        "hệ toạ độ được hiểu là {understood} vì chỉ hệ này đưa các điểm vào Bình Dương (cũng vừa: {others}).",
        "the coordinate system is understood as {understood}, since it puts the points into Bình Dương (others that fit: {others}).",
        "Kiểm tra bản đồ xem trước; nếu lệch, ghi hệ toạ độ khi tải lên.",
        "Check the preview map; if it is off, name the system when uploading.",
    ),
    "crs-unknown": _error(
        "không biết toạ độ như {value} thuộc hệ nào (có thể: {understood}).",
        "it cannot be told which system coordinates such as {value} are in (possible: {understood}).",
        "Ghi hệ toạ độ khi tải lên, ví dụ EPSG:9210 (VN-2000, kinh tuyến trục 105°45').",
        "Name the system when uploading, for example EPSG:9210 (VN-2000, meridian 105°45').",
    ),
    "crs-unreadable": _error(
        "không hiểu hệ toạ độ “{value}”.",
        "the coordinate system “{value}” is not understood.",
        "Ghi mã EPSG, ví dụ EPSG:9210.",
        "Give an EPSG code such as EPSG:9210.",
    ),
    "crs-contradicted": _warning(
        "tệp ghi hệ toạ độ {value} nhưng theo hệ đó các điểm không nằm trong Bình Dương; cổng hiểu là {understood}.",
        "the file names the coordinate system {value}, by which its points do not lie in Bình Dương; {understood} was understood.",
        "Kiểm tra bản đồ xem trước; nếu lệch, ghi hệ toạ độ khi tải lên. Tốt nhất là sửa .prj của tệp.",
        "Check the preview map; if it is off, name the system when uploading. Better, mend the file's .prj.",
    ),
    "crs-several": _error(
        "các ô ghi nhiều hệ toạ độ khác nhau (SRID {value}).",
        "the cells name several coordinate systems (SRID {value}).",
        "Đưa mọi hình về một hệ toạ độ, tốt nhất là EPSG:4326.",
        "Bring all shapes into one system, EPSG:4326 best.",
    ),
    "crs-missing": _warning(
        "lớp không kèm hệ toạ độ (thiếu .prj); cổng hiểu là {understood}.",
        "the layer has no coordinate system (no .prj); {understood} was understood.",
        "Kèm tệp .prj, hoặc ghi hệ toạ độ khi tải lên.",
        "Add the .prj, or name the system when uploading.",
    ),
    "axes-swapped": _warning(
        "kinh độ và vĩ độ (hoặc hai trục toạ độ) đổi chỗ cho nhau; cổng đã đọc lại đúng trục.",
        "longitude and latitude (or the two axes) stand the wrong way round; the portal read them the right way.",
        "Đổi lại trong tệp gốc.",
        "Exchange them in the file.",
    ),
    "axes-swapped-rows": _warning(
        "toạ độ {value} bị đổi kinh độ và vĩ độ; cổng đã đổi lại ({count} dòng).",
        "the coordinates {value} have longitude and latitude exchanged; they were turned round ({count} rows).",
        "Đổi lại trong tệp gốc.",
        "Exchange them in the file.",
    ),
    "outside-vietnam": _error(
        "toạ độ {value} nằm ngoài Việt Nam.",
        "the coordinates {value} lie outside Vietnam.",
        "Sửa toạ độ, hoặc để trống nếu chưa có.",
        "Mend them, or leave the cells empty.",
    ),
    "outside-province": _warning(
        "toạ độ {value} nằm ngoài Bình Dương ({count} dòng).",
        "the coordinates {value} lie outside Bình Dương ({count} rows).",
        "Kiểm tra lại toạ độ.",
        "Check the coordinates.",
    ),
    "position-missing": _warning(
        "{count} dòng không có toạ độ, không hiện trên bản đồ.",
        "{count} rows have no coordinates and do not show on the map.",
        "Bổ sung toạ độ.",
        "Add the coordinates.",
    ),
    "position-half": _warning(
        "{count} dòng chỉ có một trong hai toạ độ.",
        "{count} rows have only one of the two coordinates.",
        "Bổ sung toạ độ còn thiếu.",
        "Add the missing one.",
    ),
    "position-unreadable": _error(
        "không đọc được toạ độ “{value}”.",
        "the position “{value}” cannot be read.",
        "Ghi dạng 10.98040, 106.65120.",
        "Write it as 10.98040, 106.65120.",
    ),
    # --- shapes ----------------------------------------------------------------------------------------------------------------
    "layer-broken": _error(
        "không mở được lớp {value}.",
        "the {value} layer cannot be opened.",
        "Xuất lại từ phần mềm bản đồ.",
        "Export it again from the map program.",
    ),
    "layer-unknown": _error(
        "không có lớp “{value}”; có: {understood}.",
        "there is no layer “{value}”; there are: {understood}.",
        "Chọn một lớp có trong tệp.",
        "Choose a layer that is there.",
    ),
    "layers-several": _warning(
        "tệp có {count} lớp ({value}); cổng đọc “{understood}”.",
        "the file has {count} layers ({value}); “{understood}” was read.",
        "Chọn lớp khi tải lên.",
        "Choose the layer when uploading.",
    ),
    "views-ignored": _warning(
        "GeoPackage có {count} khung nhìn (view) “{value}”; cổng không chạy câu lệnh trong tệp.",
        "the GeoPackage has {count} views, “{value}”; statements in a file are never run.",
        "Xuất khung nhìn thành bảng nếu cần công bố.",
        "Export the view as a table if it is to be published.",
    ),
    "shapefile-part-missing": _error(
        "thiếu tệp {value} của Shapefile.",
        "the Shapefile's {value} is missing.",
        "Nén đủ .shp, .shx, .dbf (và .prj, .cpg).",
        "Zip .shp, .shx, .dbf (and .prj, .cpg) together.",
    ),
    "shapefile-index-rebuilt": _warning(
        "thiếu tệp .shx; cổng dựng lại từ .shp.",
        "the .shx is missing; it was rebuilt from the .shp.",
        "Nén đủ .shp, .shx, .dbf.",
        "Zip .shp, .shx, .dbf together.",
    ),
    "links-dropped": _warning(
        "{count} liên kết ngoài (NetworkLink) không được mở.",
        "{count} outside links (NetworkLink) were not followed.",
        "Lưu dữ liệu vào chính tệp KML.",
        "Save the data in the KML itself.",
    ),
    "geometry-missing": _warning(
        "{count} đối tượng không có hình.",
        "{count} features have no geometry.",
        "Bổ sung hình, hoặc xoá đối tượng.",
        "Add the geometry, or delete the feature.",
    ),
    "geometry-mended": _warning(
        "hình không hợp lệ (tự cắt…) đã được sửa ({count} đối tượng).",
        "invalid geometry (self-crossing …) was mended ({count} features).",
        "Sửa hình trong phần mềm bản đồ.",
        "Mend the geometry in the map program.",
    ),
    "geometry-spoilt": _error(
        "hình không hợp lệ và nếu sửa thì diện tích đổi quá mức.",
        "the geometry is invalid and mending it would change its area too much.",
        "Vẽ lại đối tượng này.",
        "Draw the feature again.",
    ),
    "geometry-not-finite": _error(
        "toạ độ của hình không phải là số hữu hạn.",
        "the geometry has coordinates that are no finite numbers.",
        "Vẽ lại đối tượng này.",
        "Draw the feature again.",
    ),
    "geometry-huge": _error(
        "hình có quá nhiều đỉnh.", "the geometry has too many vertices.", "Đơn giản hoá hoặc chia nhỏ hình.", "Simplify or split it."
    ),
    "geometry-mixed": _warning(
        "lớp có nhiều loại hình ({value}).",
        "the layer has several kinds of geometry ({value}).",
        "Tách mỗi loại thành một lớp.",
        "Make each kind a layer.",
    ),
    "geometry-repeated": _warning(
        "{count} đối tượng trùng hình với đối tượng khác.",
        "{count} features have the same geometry as another.",
        "Xoá đối tượng thừa.",
        "Delete those drawn twice.",
    ),
    "geometry-flattened": _note("cao độ Z và giá trị M của hình được bỏ.", "the geometry's Z and M values were left out."),
}
"""Code → message. A code never changes its meaning: programs and officers rely on it."""
