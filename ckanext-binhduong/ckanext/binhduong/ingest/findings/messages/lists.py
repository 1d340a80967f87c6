"""What columns are compared with: the lists of administrative units, each other's rows, a declared schema."""

from ckanext.binhduong.ingest.findings.messages.message import Message, error, note, warning

MESSAGES: dict[str, Message] = {
    "unit-list": note(
        "{value} giá trị có trong {understood_word}.",
        "{value} values are in {understood_word}.",
    ),
    "unit-unknown": warning(
        "“{value}” không có trong danh mục đơn vị hành chính ({count} ô).",
        "“{value}” is not in the lists of administrative units ({count} cells).",
        "Kiểm tra tên hoặc mã; ghi như trong danh mục (Quyết định 19/2025/QĐ-TTg, hoặc danh mục 2024).",
        "Check the name or code against the list (Decision 19/2025/QĐ-TTg, or the 2024 list).",
    ),
    "unit-list-unsure": warning(
        "“{value}” có trong cả hai danh mục đơn vị hành chính nhưng là hai nơi khác nhau: {understood} ({count} giá trị như vậy).",
        "“{value}” is in both lists of administrative units but means different places: {understood} ({count} such values).",
        "Thêm cột tên bên cạnh cột mã, hoặc cột quận/huyện (danh mục 2024); nếu không cổng không biết là đơn vị cũ hay mới.",
        "Add a column of names beside the codes, or the district (2024 list); otherwise the portal cannot tell old units from new.",
    ),
    "unit-other-list": warning(
        "“{value}” chỉ có trong {understood_word}, trong khi cả cột theo danh mục kia ({count} ô).",
        "“{value}” is only in {understood_word}, while the column follows the other list ({count} cells).",
        "Dùng một danh mục cho cả cột: 2024 (trước sáp nhập) hoặc 2025.",
        "Use one list for the whole column: 2024 (before the merger) or 2025.",
    ),
    "unit-ambiguous": warning(
        "“{value}” là tên của nhiều đơn vị: {understood} ({count} ô).",
        "“{value}” is the name of several units: {understood} ({count} cells).",
        "Ghi rõ phường, xã hay thị trấn, hoặc thêm cột quận/huyện hay cột mã.",
        "Write phường, xã or thị trấn before the name, or add the district or the code.",
    ),
    "unit-contradiction": warning(
        "“{value}” không khớp nhau; theo danh mục là: {understood}.",
        "“{value}” do not belong together; the list has: {understood}.",
        "Sửa ô sai cho khớp với danh mục.",
        "Correct the wrong one so that they agree with the list.",
    ),
    "units-not-found": warning(
        "cột được khai là đơn vị hành chính, nhưng quá nửa giá trị không có trong hai danh mục; cổng không nối cột này với đơn vị.",
        "the column is declared to hold administrative units, but most of its values are in neither list; it is not joined to units.",
        "Chọn cột khác ở “Cách đọc tệp”, hoặc ghi tên, mã như trong danh mục.",
        "Choose another column under “How the file is read”, or write the names or codes of the list.",
    ),
    "key-almost": warning(
        "mã gần như không trùng, nhưng “{value}” lặp lại ({count} dòng trùng); cột chưa dùng làm khoá được.",
        "the codes hardly repeat, but “{value}” does ({count} rows repeat one); the column cannot be a key.",
        "Sửa mã trùng để các bản sau được so sánh theo mã.",
        "Correct the repeated code, so that later releases are compared by it.",
    ),
    "key-repeated": error(
        "khoá “{value}” lặp lại.",
        "the key “{value}” is repeated.",
        "Sửa các dòng trùng: mỗi dòng cần một khoá riêng.",
        "Correct the repeated rows: each needs a key of its own.",
    ),
    "row-duplicate": warning(
        "{count} dòng giống hệt một dòng khác; vẫn công bố.",
        "{count} rows are exactly like another one; they are published all the same.",
        "Xoá dòng thừa nếu là nhập trùng.",
        "Delete those entered twice.",
    ),
    "schema-invalid": error(
        "lược đồ khai báo không đúng Table Schema ({value}).",
        "the declared schema is no Table Schema ({value}).",
        "Sửa lược đồ của tài nguyên theo Frictionless Table Schema, hoặc bỏ lược đồ.",
        "Correct the resource's schema by Frictionless Table Schema, or remove it.",
    ),
    "schema-column-missing": error(
        "thiếu cột “{value}” mà lược đồ khai báo.",
        "the column “{value}” that the schema declares is missing.",
        "Thêm cột, hoặc sửa lược đồ.",
        "Add the column, or change the schema.",
    ),
    "schema-column-extra": warning(
        "cột “{value}” không có trong lược đồ.",
        "the column “{value}” is not in the schema.",
        "Thêm vào lược đồ nếu là cột mới.",
        "Add it to the schema if it is new.",
    ),
    "schema-type-differs": warning(
        "lược đồ khai báo kiểu {value_word}, nội dung giống kiểu {understood_word}; đọc theo lược đồ.",
        "the schema declares {value_word}, the content looks like {understood_word}; the schema was followed.",
        "Nếu phần xem trước sai, sửa kiểu của cột trong lược đồ hoặc ở phần “Cách đọc tệp”.",
        "If the preview is wrong, change the column's type in the schema or under “How the file is read”.",
    ),
    "constraint-broken": error(
        "“{value}” trái với ràng buộc {constraint} của lược đồ.",
        "“{value}” breaks the schema's constraint {constraint}.",
        "Sửa ô này cho đúng ràng buộc, hoặc sửa ràng buộc trong lược đồ.",
        "Correct the cell, or change the constraint in the schema.",
    ),
    "required-missing": error("ô bắt buộc bị trống.", "a required cell is empty.", "Điền giá trị.", "Fill the cell."),
}
