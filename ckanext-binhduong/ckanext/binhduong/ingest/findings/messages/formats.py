"""What the formats of a workbook's cells show and their values do not say."""

from ckanext.binhduong.ingest.findings.messages.message import Message, note, warning

MESSAGES: dict[str, Message] = {
    "unit-from-format": note(
        "đơn vị “{understood}” chỉ có ở định dạng ô (ô hiện “{value}”); cổng ghi đơn vị đó cho cột.",
        "only the cells' format says the unit “{understood}” (they show “{value}”); it is taken as the column's unit.",
    ),
    "unit-format-differs": warning(
        "định dạng ô hiện “{value}”, tên cột ghi đơn vị “{understood}”; cổng giữ đơn vị ở tên cột.",
        "the cells' format shows “{value}”, the title says “{understood}”; the title's unit is kept.",
        "Sửa tên cột hoặc định dạng ô cho khớp, hoặc ghi đơn vị đúng ở phần “Cách đọc tệp”.",
        "Correct the title or the format, or give the right unit under “How the file is read”.",
    ),
    "format-text-dropped": warning(
        "định dạng ô hiện thêm “{understood}” bên số {value}; phần chữ đó không được công bố.",
        "the cells' format shows “{understood}” beside the number {value}; that text is not published.",
        "Nếu là đơn vị, ghi ở tên cột, trong ngoặc; nếu là một phần của mã, gõ cả mã dạng chữ.",
        "A unit belongs into the title, in brackets; a part of a code is typed with it, as text.",
    ),
    "unit-formats-mixed": warning(
        "các ô của cột hiện đơn vị khác nhau theo định dạng ({understood}), hoặc có ô không có đơn vị, ví dụ “{value}”; "
        "cổng công bố số trong ô, không quy đổi.",
        "the formats of the cells show different units ({understood}), or some none, for example “{value}”; the numbers are not converted.",
        "Quy về một đơn vị, ghi ở tên cột.",
        "Bring all cells to one unit and write it in the title.",
    ),
    "date-without-day": warning(
        "ô hiện ngày không có ngày trong tháng; cổng công bố cả ngày có trong ô, ví dụ {value}.",
        "the cells show dates without a day; the whole date in the cell is published, such as {value}.",
        "Nếu cột là tháng hoặc năm: gõ dạng chữ (2025-03) hoặc số năm; nếu là ngày: định dạng ô đủ ngày, tháng, năm và kiểm tra lại.",
        "For months or years, type them as text (2025-03) or the year as a number; for days, show the whole date and check it.",
    ),
    "date-without-year": warning(
        "ô hiện ngày không có năm; cổng công bố cả năm có trong ô (bảng tính có thể đã tự thêm năm), ví dụ {value}.",
        "the cells show dates without a year; the year in the cell, which the workbook may have added, is published, such as {value}.",
        "Định dạng ô đủ ngày, tháng, năm rồi kiểm tra năm; nếu ô không phải ngày (5/3 là năm trên ba), gõ lại dạng chữ.",
        "Show the whole date and check the year; if a cell is no date (5/3 is five of three), type it as text.",
    ),
    "percent-formats-mixed": warning(
        "cột có ô định dạng % và ô không, ví dụ “{value}”; ô % được lưu là phân số (50% = 0,5).",
        "some cells are formatted as % and some are not, for example “{value}”; those with % are stored as fractions (50% = 0.5).",
        "Định dạng cả cột là % hoặc là số, rồi sửa các ô lệch.",
        "Format the whole column as % or as numbers, and correct the cells that differ.",
    ),
    "divided-by-format": warning(
        "bảng tính hiện số của cột này chia cho {understood}; cổng công bố số thật trong ô, ví dụ {value}, và không ghi đơn vị.",
        "the workbook shows the numbers divided by {understood}; those in the cells are published, such as {value}, without a unit.",
        "So với đơn vị ở tên cột; nếu là đơn vị của số đã chia, đổi số trong ô hoặc ghi đơn vị ở phần “Cách đọc tệp”.",
        "Compare with the title's unit; if it is of the divided numbers, change the cells or give a unit under “How the file is read”.",
    ),
    "zeros-from-format": note(
        "số trong ô hiện với số 0 ở đầu theo định dạng; cổng đọc như Excel hiện: “{understood}” ({count} ô).",
        "the cells show leading zeros by their format; they were read as Excel shows them: “{understood}” ({count} cells).",
    ),
}
