"""Types of columns and single cells."""

from ckanext.binhduong.ingest.findings.messages.message import Message, error, note, warning

MESSAGES: dict[str, Message] = {
    "null-words": note("“{value}” được hiểu là ô trống ({count} ô).", "“{value}” is read as an empty cell ({count} cells)."),
    "null-words-kept": note(
        "“{value}” được giữ là chữ vì cột là cột chữ ({count} ô).",
        "“{value}” stays a word, since the column holds words ({count} cells).",
        "Nếu nghĩa là không có giá trị, để trống các ô đó, hoặc khai báo ở phần “Cách đọc tệp”.",
        "If it means that there is no value, leave these cells empty, or declare it under “How the file is read”.",
    ),
    "outline-as-text": note(
        "“{value}” là số thứ tự, số mục hay phiên bản (1.10 khác 1.1): giữ dạng chữ.",
        "“{value}” are numbers of an outline, a list or versions (1.10 is not 1.1): they stay text.",
        "Nếu là số đo, chọn kiểu số cho cột ở phần “Cách đọc tệp”.",
        "If they are measured numbers, choose the column's type under “How the file is read”.",
    ),
    "brackets-kept": warning(
        "“{value}” trong ngoặc có thể là số chú thích, cũng có thể là số âm ({count} ô); cột giữ dạng chữ.",
        "“{value}” in brackets may be a footnote's number or an amount below zero ({count} cells); the column stays text.",
        "Nếu là số âm, ghi dấu trừ, hoặc chọn kiểu số cho cột ở phần “Cách đọc tệp”.",
        "If it is below zero write a minus, or choose the column's type under “How the file is read”.",
    ),
    "units-in-cells": note(
        "ô ghi cả đơn vị, ví dụ “{value}”; cột được đọc là số, đơn vị “{understood}” ({count} ô).",
        "the cells have their unit, as in “{value}”; the column is read as numbers of the unit “{understood}” ({count} cells).",
    ),
    "units-mixed": warning(
        "các ô ghi đơn vị khác nhau hoặc khác đơn vị ở tên cột, ví dụ “{value}”; giữ dạng chữ.",
        "cells have different units, or another one than the title, for example “{value}”; the column stays text.",
        "Quy về một đơn vị, ghi ở tên cột.",
        "Bring all cells to one unit and write it in the title.",
    ),
    "date-unsure": warning(
        "“{value}” có thể là ngày, cũng có thể là mã hay số tờ - thửa; tên cột không cho biết ({count} ô); giữ nguyên dạng chữ.",
        "“{value}” may be a date or a code; the title does not tell ({count} cells); it stays text as it is.",
        "Nếu là ngày, chọn kiểu Ngày cho cột ở phần “Cách đọc tệp”, hoặc ghi đủ bốn chữ số của năm.",
        "If they are dates, choose the type Date under “How the file is read”, or write all four digits of the year.",
    ),
    "year-shown-as-date": warning(
        "Excel hiện năm thành ngày, ví dụ “{value}”; cổng đọc lại là năm ({count} ô).",
        "Excel shows years as dates, for example “{value}”; they were read as the years they are ({count} cells).",
        "Định dạng cột là Số (Number) hoặc Chung (General).",
        "Format the column as Number or General.",
    ),
    "date-lunar": note(
        "ngày âm lịch như “{value}” được giữ nguyên dạng chữ ({count} ô).",
        "dates of the lunar calendar like “{value}” stay text as they are ({count} cells).",
    ),
    "date-far": warning(
        "có ngày thuộc năm {value}; cổng công bố như đã ghi.",
        "there are dates of the year {value}; they are published as written.",
        "Kiểm tra năm của các ngày này.",
        "Check the year of these dates.",
    ),
    "date-compact": note(
        "tám chữ số như “{value}” được đọc là ngày {understood} ({count} ô).",
        "eight digits like “{value}” were read as the date {understood} ({count} cells).",
    ),
    "date-early": warning(
        "có ngày rất sớm như “{value}”: có lẽ là một con số bị định dạng thành ngày.",
        "there are dates as early as “{value}”: perhaps a number was formatted as a date.",
        "Kiểm tra định dạng của cột; nếu là số, định dạng là Số (Number).",
        "Check the column's format; if these are numbers, format them as Number.",
    ),
    "text-composed": note(
        "chữ tổ hợp (NFD) được đưa về dạng dựng sẵn (NFC), nhìn không đổi ({count} ô).",
        "decomposed letters (NFD) were composed (NFC); they look the same ({count} cells).",
    ),
    "formula-text": note(
        "ô ghi dạng công thức “{value}”; cổng đọc là “{understood}” ({count} ô).",
        "cells are written as the formula “{value}” and read as “{understood}” ({count} cells).",
    ),
    "text-damaged": warning(
        "“{value}” có dấu “�”: chữ đã hỏng trước khi tới cổng ({count} ô); giữ nguyên.",
        "“{value}” has the sign “�”: letters were lost before the file came here ({count} cells); it stays as it is.",
        "Xuất lại tệp từ phần mềm gốc dạng UTF-8, hoặc gõ lại các ô này.",
        "Export the file again as UTF-8 from its own program, or type these cells anew.",
    ),
    "letters-lost": warning(
        "“{value}” có dấu “?” giữa chữ: có lẽ chữ có dấu đã mất trước khi tới cổng ({count} ô); giữ nguyên.",
        "“{value}” has a question mark within a word: letters may have been lost before the file came here ({count} cells); it stays so.",
        "Xuất lại tệp từ phần mềm gốc dạng UTF-8, hoặc gõ lại các ô này; nếu là dấu hỏi thật, không phải làm gì.",
        "Export the file again as UTF-8 from its own program, or type these cells anew; a real question mark needs nothing.",
    ),
    "text-entities": warning(
        "“{value}” có mã HTML thay cho chữ ({count} ô); giữ nguyên.",
        "“{value}” has HTML's codes in the place of letters ({count} cells); it stays as it is.",
        "Xuất lại tệp thành chữ thường (không phải HTML), hoặc thay các mã này bằng chữ.",
        "Export the file again as plain text, or put the letters for these codes.",
    ),
    "number-rounded": warning(
        "số {value} lớn hơn mức đọc được chính xác: các chữ số cuối có thể đã đổi.",
        "the number {value} is beyond what can be read exactly: its last digits may have changed.",
        "Ghi mã hoặc số dài trong dấu ngoặc kép (dạng chữ) trong tệp GeoJSON.",
        "Write codes and long numbers in quotes (as text) in the GeoJSON.",
    ),
    "quote-mark-removed": note(
        "dấu nháy đơn ở đầu ô, mà Excel dùng để giữ số dạng chữ, được bỏ: “{value}” thành “{understood}” ({count} ô).",
        "the quote mark by which Excel keeps a number as text was removed: “{value}” became “{understood}” ({count} cells).",
    ),
    "invisible-removed": note(
        "ký tự không nhìn thấy (dấu BOM, khoảng trắng không độ rộng…) trong “{understood}” được bỏ ({count} ô).",
        "signs that nobody sees (byte order marks, spaces of no width …) were removed from “{understood}” ({count} cells).",
    ),
    "letters-lookalike": note(
        "“{value}” có chữ chỉ trông giống chữ Việt (Ð thay vì Đ, chữ Nga…); cổng viết lại là “{understood}” ({count} ô).",
        "“{value}” has letters that only look Vietnamese (Ð for Đ, Cyrillic …); it was written as “{understood}” ({count} cells).",
        "Sửa bộ gõ hoặc phông chữ của tệp gốc.",
        "Set the keyboard or font of the source right.",
    ),
    "codes-look-alike": warning(
        "hai mã trông giống nhau nhưng khác ký tự: “{value}” và “{understood}”.",
        "two codes look the same but have different letters: “{value}” and “{understood}”.",
        "Viết cùng một mã theo một cách.",
        "Write one code in one way.",
    ),
    "spaces-trimmed": note(
        "khoảng trắng thừa ở đầu và cuối ô được bỏ ({count} ô).", "spaces at the ends of cells were removed ({count} cells)."
    ),
    "leading-zeros-kept": note(
        "cột có số 0 ở đầu như “{value}”: giữ nguyên là mã dạng chữ.", "the column has leading zeros as in “{value}”: it stays text."
    ),
    "code-as-text": note(
        "cột mã số được giữ dạng chữ, không làm phép tính.", "the column of codes stays text; nothing is calculated with it."
    ),
    "digits-lost": warning(
        "phần mềm bảng tính đã làm mất chữ số của “{value}” ({count} ô).",
        "the spreadsheet program lost digits of “{value}” ({count} cells).",
        "Định dạng cột là Văn bản (Text), nhập lại đủ chữ số từ nguồn gốc rồi lưu lại.",
        "Format the column as Text, type all digits again from the source and save.",
    ),
    "zero-missing": warning(
        "“{value}” thiếu chữ số 0 ở đầu, có lẽ phần mềm bảng tính đã bỏ mất ({count} ô); cổng giữ nguyên.",
        "“{value}” lacks a 0 at its beginning, which a spreadsheet program may have dropped ({count} cells). It stays as it is.",
        "Định dạng cột là Văn bản (Text) và nhập lại số 0.",
        "Format the column as Text and type the 0 again.",
    ),
    "date-turned-by-excel": warning(
        "có lẽ Excel đã đổi chỗ ngày và tháng, ví dụ “{value}”: ô ngày nào cũng không quá ngày 12, các ô còn lại dạng chữ đều sau ngày 12.",
        "Excel may have exchanged day and month, for example in “{value}”: all dates lie before the 13th, all texts after the 12th.",
        "Đối chiếu với hồ sơ gốc; đặt vùng của Windows là Việt Nam rồi nhập lại cột ngày.",
        "Compare with the source; set Windows' region to Vietnam and enter the dates again.",
    ),
    "turned-by-excel": warning(
        "“{value}” là ngày hoặc giờ trong một cột chữ; có lẽ Excel đã đổi chữ như “3/12” hay “1:50” ({count} ô).",
        "“{value}” is a date or a time in a column of text; perhaps Excel made it of a text such as “3/12” or “1:50” ({count} cells).",
        "Định dạng cột là Văn bản (Text), nhập lại như trong hồ sơ gốc rồi lưu lại.",
        "Format the column as Text, type these cells again from the source and save.",
    ),
    "phone-zero-restored": warning(
        "Excel đã làm mất số 0 đầu của số điện thoại “{value}”; cổng hiểu là “{understood}” ({count} ô).",
        "Excel took the leading 0 from the phone number “{value}”; the portal understood “{understood}” ({count} cells).",
        "Định dạng cột là Văn bản (Text) và nhập lại số 0.",
        "Format the column as Text and type the 0 again.",
    ),
    "number-ambiguous": warning(
        "không rõ “{value}” là số nghìn hay số lẻ, cả cột không cho biết ({count} ô); tạm giữ dạng chữ.",
        "whether “{value}” has thousands or decimals cannot be told from the column ({count} cells); it stays text for now.",
        "Chọn kiểu của cột ở phần “Cách đọc tệp”, hoặc bỏ dấu phân cách nghìn trong tệp.",
        "Choose the column's type under “How the file is read”, or drop the thousands separators in the file.",
    ),
    "number-style-mixed": warning(
        "cột viết số theo hai kiểu trái nhau, ví dụ “{value}” ({count} ô); giữ dạng chữ.",
        "the column writes numbers in two contrary ways, for example “{value}” ({count} cells); it stays text.",
        "Viết cả cột theo một kiểu, ví dụ 1.234,56.",
        "Write the whole column in one way, for example 1.234,56.",
    ),
    "number-style-by-unit": note(
        "“{value}” được hiểu là số nguyên có dấu phân cách nghìn vì đơn vị là {unit}.",
        "“{value}” is read as a whole number with thousands since the unit is {unit}.",
    ),
    "percent-read": note(
        "phần trăm được lưu là phân số: “{value}” (12,5% = 0,125; {count} ô).",
        "percentages are stored as fractions: “{value}” (12.5% = 0.125; {count} cells).",
    ),
    "percent-mixed": warning(
        "có ô ghi dấu % và ô không ghi, ví dụ “{value}”; giữ dạng chữ.",
        "some cells have a % sign and some not, for example “{value}”; the column stays text.",
        "Ghi % ở mọi ô hoặc ở tên cột.",
        "Write % in every cell or in the title.",
    ),
    "column-mixed": warning(
        "cột lẫn lộn: {share} ô là {understood_word}, “{value}” thì không; giữ dạng chữ.",
        "the column is mixed: {share} cells are of type {understood_word}, “{value}” is not; it stays text.",
        "Sửa các ô khác kiểu, hoặc chọn kiểu của cột ở phần “Cách đọc tệp”.",
        "Correct the cells that differ, or choose the column's type under “How the file is read”.",
    ),
    "number-unreadable": error(
        "“{value}” không phải là số như các ô khác trong cột.",
        "“{value}” is no number, as the other cells of the column are.",
        "Sửa ô này, hoặc để trống nếu không có số liệu.",
        "Correct the cell, or leave it empty when there is no figure.",
    ),
    "date-impossible": error(
        "“{value}” không phải là ngày có thật.",
        "“{value}” is no real date.",
        "Sửa lại ngày (dd/mm/yyyy).",
        "Correct the date (dd/mm/yyyy).",
    ),
    "date-unreadable": error(
        "“{value}” không phải là ngày như các ô khác trong cột.",
        "“{value}” is no date, as the other cells of the column are.",
        "Sửa ô này, hoặc để trống nếu chưa có ngày.",
        "Correct the cell, or leave it empty.",
    ),
    "time-unreadable": error(
        "“{value}” không phải là giờ.", "“{value}” is no time of day.", "Sửa lại giờ (hh:mm).", "Correct the time (hh:mm)."
    ),
    "hours-beyond-day": warning(
        "“{value}” không phải là giờ trong ngày (00:00–23:59); cột giữ nguyên dạng chữ.",
        "“{value}” is no time of day (00:00–23:59); the column stays text.",
        "Nếu cần cột giờ, ghi 23:59 hoặc 00:00; nếu không, không phải làm gì.",
        "For a column of times write 23:59 or 00:00; otherwise there is nothing to do.",
    ),
    "boolean-unreadable": error(
        "“{value}” không phải là có hay không.", "“{value}” is neither yes nor no.", "Ghi “có” hoặc “không”.", "Write “có” or “không”."
    ),
    "boolean-blank": note(
        "“{value}” được hiểu là có; {count} ô trống vẫn để trống, không hiểu là không.",
        "“{value}” is read as yes; {count} empty cells stay empty and are not read as no.",
        "Ghi “không” vào ô trống nếu đó là ý muốn nói.",
        "Write “không” into the empty cells if that is meant.",
    ),
    "date-month-first": warning(
        "cột ghi tháng trước ngày (mm/dd), ví dụ “{value}”.",
        "the column has the month before the day (mm/dd), for example “{value}”.",
        "Xem phần xem trước; nếu sai, chọn kiểu của cột ở phần “Cách đọc tệp”. Nên ghi dd/mm/yyyy.",
        "Look at the preview; if it is wrong, choose the column's type under “How the file is read”. Better write dd/mm/yyyy.",
    ),
    "date-order-assumed": note(
        "ngày đọc theo thứ tự ngày/tháng/năm, ví dụ “{value}”.", "dates are read day/month/year, for example “{value}”."
    ),
    "durations": note(
        "“{value}” là khoảng thời gian, không phải giờ trong ngày: cột được công bố dạng chữ giờ:phút:giây ({count} ô).",
        "“{value}” is how long something takes, no time of day: the column is published as text, hours:minutes:seconds ({count} cells).",
    ),
    "date-short-year": warning(
        "năm chỉ có hai chữ số, ví dụ “{value}” ({count} ô); 00–29 hiểu là 20xx, 30–99 là 19xx.",
        "years of two digits, for example “{value}” ({count} cells); 00–29 are read as 20xx, 30–99 as 19xx.",
        "Ghi đủ bốn chữ số của năm.",
        "Write all four digits of the year.",
    ),
    "date-serial": warning(
        "số thứ tự ngày của Excel được đổi thành ngày ({count} ô).",
        "Excel's day numbers were turned into dates ({count} cells).",
        "Xem phần xem trước có đúng là ngày không; nên định dạng cột là Ngày (Date).",
        "See in the preview whether they are dates; better, format the column as Date.",
    ),
    "dms-read": note(
        "độ phút giây như “{value}” được đổi ra độ thập phân ({count} ô).",
        "degrees, minutes, seconds such as “{value}” were turned into decimal degrees ({count} cells).",
    ),
}
