"""Workbooks, and where in them the table stands."""

from ckanext.binhduong.ingest.findings.messages.message import Message, error, note, warning

MESSAGES: dict[str, Message] = {
    "workbook-broken": error(
        "không mở được bảng tính.",
        "the workbook cannot be opened.",
        "Mở bằng Excel, lưu lại dạng .xlsx.",
        "Open it in Excel and save it as .xlsx.",
    ),
    "workbook-password": error(
        "bảng tính có mật khẩu.", "the workbook has a password.", "Bỏ mật khẩu rồi lưu lại.", "Remove the password and save again."
    ),
    "workbook-macros": note("bảng tính có macro; cổng chỉ đọc dữ liệu.", "the workbook has macros; only the data were read."),
    "workbook-links": warning(
        "bảng tính lấy số liệu từ tệp khác ({count} liên kết); cổng đọc giá trị lưu lần cuối.",
        "the workbook takes figures from other files ({count} links); the values last saved were read.",
        "Dán giá trị (Paste Values) thay cho liên kết.",
        "Paste values in place of the links.",
    ),
    "sheet-unknown": error(
        "không có trang tính “{value}”; có: {understood}.",
        "there is no sheet “{value}”; there are: {understood}.",
        "Chọn một trang tính có trong tệp ở phần “Cách đọc tệp”.",
        "Choose a sheet that is there under “How the file is read”.",
    ),
    "sheets-several": warning(
        "tệp có {count} trang tính có dữ liệu ({value}); cổng đọc “{understood}”.",
        "the file has {count} sheets with data ({value}); “{understood}” was read.",
        "Nếu không phải trang này, chọn trang khác ở phần “Cách đọc tệp”; mỗi trang cần công bố thì tách thành một tệp.",
        "If it is not this one, choose another under “How the file is read”; make each sheet that is to be published a file.",
    ),
    "sheet-hidden": warning(
        "có trang tính ẩn ({value}); cổng không đọc nhưng ai tải tệp gốc đều xem được.",
        "there are hidden sheets ({value}); they were not read, but whoever downloads the file sees them.",
        "Xoá trang tính ẩn nếu không định công bố.",
        "Delete hidden sheets that are not meant to be public.",
    ),
    "rows-hidden": warning(
        "có {count} dòng ẩn; cổng đọc cả những dòng này.",
        "{count} rows are hidden; they were read too.",
        "Xoá các dòng ẩn nếu không định công bố.",
        "Delete hidden rows that are not meant to be public.",
    ),
    "columns-hidden": warning(
        "có {count} cột ẩn ({value}); cổng đọc cả những cột này.",
        "{count} columns are hidden ({value}); they were read too.",
        "Xoá các cột ẩn nếu không định công bố.",
        "Delete hidden columns that are not meant to be public.",
    ),
    "nested-as-json": note(
        "cột có danh sách hoặc đối tượng lồng nhau; cổng công bố dạng chữ JSON ({value_word}).",
        "the column holds lists or nested objects; they are published as JSON text ({value_word}).",
    ),
    "cell-error": error(
        "ô báo lỗi Excel ({value}).",
        "the cell shows an Excel error ({value}).",
        "Sửa công thức, hoặc để trống ô.",
        "Correct the formula, or leave the cell empty.",
    ),
    "formula-uncalculated": warning(
        "ô có công thức chưa có kết quả, được đọc là ô trống.",
        "the cell has a formula without a saved result and is read as empty.",
        "Mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi tải lên.",
        "Open the file in Excel or LibreOffice, save it and upload it again.",
    ),
    "tables-several": warning(
        "có {count} bảng ({value}); cổng đọc bảng {understood}.",
        "there are {count} tables ({value}); {understood} was read.",
        "Nếu không phải bảng này, chọn bảng khác ở phần “Cách đọc tệp”; mỗi bảng cần công bố thì tải tệp lên thành một tài nguyên riêng.",
        "If it is not this one, choose another under “How the file is read”; upload the file as a resource for each table to be published.",
    ),
    "tables-joined": warning(
        "có thể có {count} bảng đặt cạnh nhau, ngăn bởi cột trống trước cột {value}; cổng đọc chung thành một bảng.",
        "there may be {count} tables side by side, parted by an empty column before column {value}; they were read as one.",
        "Nếu là nhiều bảng, chọn một bảng ở phần “Cách đọc tệp”, hoặc tách mỗi bảng thành một trang tính.",
        "If they are several, choose one under “How the file is read”, or make each a sheet.",
    ),
    "tables-too-many": warning(
        "có hơn {count} bảng; cổng đọc chung thành một bảng.",
        "there are more than {count} tables; they were read as one.",
        "Gộp thành một bảng có một dòng tiêu đề (ví dụ thêm cột “Xã, phường”), hoặc tách mỗi bảng thành một trang tính.",
        "Make them one table with one row of titles (with a column “Commune”, for example), or each a sheet.",
    ),
    "table-may-follow": warning(
        "dòng “{value}” sau dòng trống có thể là tiêu đề của một bảng khác; cổng chỉ tìm các bảng trong 2.000 dòng đầu nên đọc chung.",
        "the row “{value}” after a gap may be another table's header; tables are looked for in the first 2,000 rows, so it was read on.",
        "Nếu là một bảng khác, tách bảng ấy thành một trang tính hoặc một tệp.",
        "If it is another table, make it a sheet or a file of its own.",
    ),
    "table-unknown": error(
        "không có bảng “{value}”; có: {understood}.",
        "there is no table “{value}”; there are: {understood}.",
        "Chọn một bảng có trong tệp ở phần “Cách đọc tệp”, hoặc đặt lại tên cột như trong tệp trước.",
        "Choose a table that is there under “How the file is read”, or give the columns the titles of the file before.",
    ),
    "merged-filled": warning(
        "ô gộp nhiều dòng: giá trị được điền cho từng dòng của vùng gộp ({count} ô).",
        "cells merged over several rows: the value was given to each row of the area ({count} cells).",
        "Bỏ gộp ô và điền giá trị vào từng dòng.",
        "Unmerge the cells and fill each row.",
    ),
    "merged-across": warning(
        "ô gộp nhiều cột: giá trị “{value}” chỉ được đặt vào cột đầu, các cột còn lại của vùng gộp để trống ({count} ô).",
        "cells merged over several columns: the value “{value}” was given to the first, the others of the area are empty ({count} cells).",
        "Bỏ gộp ô và điền giá trị vào từng cột.",
        "Unmerge the cells and fill each column.",
    ),
    "link-dropped": warning(
        "ô “{value}” có liên kết (hyperlink) không được công bố ({count} ô).",
        "the cell “{value}” has a hyperlink that is not published ({count} cells).",
        "Ghi địa chỉ liên kết thành chữ trong một cột riêng.",
        "Write the links as text in a column of their own.",
    ),
    "table-empty": error(
        "không có dữ liệu.", "there are no data.", "Kiểm tra đúng tệp và đúng trang tính.", "Check that it is the right file and sheet."
    ),
    "header-missing": error(
        "không thấy dòng tiêu đề: dòng đầu tiên đã là dữ liệu ({value}).",
        "there is no header row: the first row already is data ({value}).",
        "Thêm một dòng tên cột phía trên dữ liệu.",
        "Add a row of column titles above the data.",
    ),
    "columns-too-many": error(
        "bảng có {value} cột, quá {limit}.",
        "the table has {value} columns, more than {limit}.",
        "Chuyển các cột lặp thành dòng, hoặc chia bảng.",
        "Turn repeated columns into rows, or split the table.",
    ),
    "rows-above-header": note(
        "tiêu đề cột ở dòng {row}; {count} dòng phía trên (tên bảng, dòng trống) không phải dữ liệu.",
        "the column titles are in row {row}; the {count} rows above (titles, blanks) are no data.",
    ),
    "header-two-rows": note("tiêu đề cột gồm hai dòng, ghép thành: {understood}.", "the header has two rows, joined as: {understood}."),
    "numbering-row": warning(
        "dòng đánh số cột không phải bản ghi, không công bố.",
        "the row that numbers the columns is no record and is not published.",
        "Nếu là một bản ghi, chọn công bố dòng này ở phần “Cách đọc tệp”.",
        "If it is a record, choose to publish it under “How the file is read”.",
    ),
    "titles-dates": note("tên cột là ngày hoặc tháng: {value}.", "column titles are dates or months: {value}."),
    "titles-counted": warning(
        "dòng {row} được hiểu là tiêu đề, với các số {value} là tên cột.",
        "row {row} was read as the header, with the numbers {value} as titles.",
        "Nếu là một bản ghi, thêm một dòng tên cột phía trên; nếu là tháng, quý hay lần, ghi rõ trong tên cột (ví dụ “Tháng 1”).",
        "If it is a record, add a row of titles above it; if these are months, quarters or turns, say so in the titles (“Month 1”).",
    ),
    "title-missing": warning(
        "cột có dữ liệu nhưng không có tên; đặt tạm là “{understood}”.",
        "the column has data but no title; it is called “{understood}” for now.",
        "Ghi tên cột.",
        "Give the column a title.",
    ),
    "title-repeated": warning(
        "hai cột cùng tên “{value}”; cột sau đặt là “{understood}”.",
        "two columns are titled “{value}”; the later one is called “{understood}”.",
        "Đặt tên khác nhau.",
        "Give them different titles.",
    ),
    "column-empty": note("cột không có giá trị nào.", "the column holds no value."),
    "blank-rows": note("bỏ qua {count} dòng trống.", "{count} blank rows are left out."),
    "totals-row": warning(
        "dòng tổng ({value}) không phải bản ghi, không công bố ({count} dòng).",
        "the totals row ({value}) is no record and is not published ({count} rows).",
        "Xoá dòng tổng để số dòng khớp.",
        "Delete the totals so that the rows agree.",
    ),
    "total-kept": warning(
        "dòng “{value}” mở đầu như dòng tổng nhưng không phải tổng các dòng trên; vẫn công bố như một bản ghi.",
        "the row “{value}” begins like a total but is not the sum of those above; it is published as a record.",
        "Nếu là dòng tổng, xoá khỏi tệp; nếu là bản ghi, không phải làm gì.",
        "If it is a total, delete it; if it is a record, there is nothing to do.",
    ),
    "average-kept": warning(
        "dòng “{value}” là trung bình của các dòng trên nhưng vẫn công bố như một bản ghi.",
        "the row “{value}” is the average of those above and is published as a record.",
        "Xoá dòng trung bình khỏi tệp; nếu là một bản ghi riêng, không phải làm gì.",
        "Delete the average from the file; if it is a record of its own, there is nothing to do.",
    ),
    "part-row": warning(
        "dòng “{value}” là một phần của dòng trên nhưng vẫn công bố như một bản ghi: cộng cả cột sẽ tính hai lần.",
        "the row “{value}” is part of the one above and is published as a record: adding up the column counts it twice.",
        "Chuyển số liệu “trong đó” thành một cột; nếu là một bản ghi riêng, không phải làm gì.",
        "Make such figures a column; if it is a record of its own, there is nothing to do.",
    ),
    "section-kept": warning(
        "dòng chỉ có “{value}” có thể là tiêu đề nhóm; vẫn công bố như một bản ghi.",
        "the row with only “{value}” may be a section title; it is published as a record.",
        "Nếu là tiêu đề nhóm, chuyển tên nhóm thành một cột; nếu là bản ghi, không phải làm gì.",
        "If it is a section's title, make the section a column; if it is a record, there is nothing to do.",
    ),
    "section-row": warning(
        "dòng chỉ có “{value}” là tiêu đề nhóm hoặc ghi chú, không công bố ({count} dòng).",
        "the row with only “{value}” is a section title or a remark and is not published ({count} rows).",
        "Chuyển tên nhóm thành một cột; để ghi chú vào mô tả của tập dữ liệu.",
        "Make the section a column; put remarks into the dataset's description.",
    ),
    "signature-row": warning(
        "phần ký tên dưới bảng ({value}) không phải bản ghi, không công bố ({count} dòng).",
        "the signatures under the table ({value}) are no records and are not published ({count} rows).",
        "Xoá phần ký tên dưới bảng để số dòng khớp.",
        "Delete the signatures under the table so that the rows agree.",
    ),
    "repeated-header": note(
        "dòng tiêu đề lặp lại giữa bảng được bỏ qua ({count} dòng).", "the header repeated within the table is left out ({count} rows)."
    ),
}
