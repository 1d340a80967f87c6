"""The file as a whole, archives, text files."""

from ckanext.binhduong.ingest.findings.messages.message import Message, error, warning

MESSAGES: dict[str, Message] = {
    "file-empty": error("tệp rỗng.", "the file is empty.", "Lưu lại tệp rồi tải lên lần nữa.", "Save the file again and upload it anew."),
    "format-not-supported": error(
        "nội dung tệp là {value}, không phải bảng hay lớp bản đồ mà cổng đọc được.",
        "the file's content is {value}, no table or map layer that the portal reads.",
        "Tải lên CSV, XLSX, XLS, ODS, GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ, FlatGeobuf hoặc GeoParquet.",
        "Upload CSV, XLSX, XLS, ODS, GeoJSON, Shapefile (zip), GeoPackage, KML/KMZ, FlatGeobuf or GeoParquet.",
    ),
    "format-html-named-sheet": error(
        "tệp tên là {value} nhưng nội dung là trang web (HTML): phần mềm đã xuất sai định dạng.",
        "the file is named {value} but holds a web page (HTML): the program that exported it used the wrong format.",
        "Mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx), rồi tải tệp mới lên.",
        "Open it in Excel, choose Save As → Excel Workbook (.xlsx) and upload the new file.",
    ),
    "format-mismatch": warning(
        "tên tệp nói là {value} nhưng nội dung là {understood}; cổng đọc theo nội dung.",
        "the name says {value} but the content is {understood}; the portal read the content.",
        "Đổi phần mở rộng của tên tệp cho đúng.",
        "Give the file the right extension.",
    ),
    "doctype-refused": error(
        "tệp XML có khai báo DOCTYPE, có thể dùng để tấn công; không đọc.",
        "the XML has a DOCTYPE declaration, which can be an attack; it was not read.",
        "Xuất lại tệp từ phần mềm bản đồ; bỏ dòng <!DOCTYPE …>.",
        "Export the file again from the map program; remove the <!DOCTYPE …> line.",
    ),
    "needs-more-memory": error(
        "đọc tệp cần nhiều hơn {value} bộ nhớ cho phép.",
        "reading the file needs more than the {value} of memory allowed.",
        "Chia tệp thành nhiều phần nhỏ, hoặc xoá các vùng trống đã định dạng trong bảng tính.",
        "Split the file, or delete the formatted but empty areas of the workbook.",
    ),
    "needs-more-time": error(
        "đọc tệp cần nhiều hơn {value} giây cho phép.",
        "reading the file needs more than the {value} seconds allowed.",
        "Chia tệp thành nhiều phần nhỏ, hoặc xuất lại từ phần mềm gốc.",
        "Split the file, or export it again from the original program.",
    ),
    "reader-failed": error(
        "bộ đọc dừng giữa chừng khi đọc tệp này (mã {value}).",
        "the reader stopped half-way through this file (code {value}).",
        "Mở tệp bằng phần mềm gốc, lưu lại rồi tải lên; nếu vẫn vậy hãy báo cho quản trị cổng kèm tệp.",
        "Open the file in its own program, save it again and upload; if it still fails, tell the portal's staff and send the file.",
    ),
    "sandbox-missing": error(
        "cổng chưa đọc tệp này: máy chủ thiếu lớp bảo vệ (sandbox) để đọc tệp lạ an toàn.",
        "the portal did not read this file: its server lacks the sandbox in which unknown files are read safely.",
        "Tệp không có lỗi gì được tìm thấy. Báo quản trị viên cài bubblewrap (trang /health/ready), rồi thử lại.",
        "Nothing was found wrong with the file. Ask an administrator to install bubblewrap (see /health/ready), then try again.",
    ),
    "zip-broken": error("tệp nén bị hỏng.", "the zip is broken.", "Nén lại rồi tải lên.", "Zip the files again."),
    "zip-too-many": error(
        "tệp nén có {value} mục, quá {limit}.",
        "the zip has {value} members, more than {limit}.",
        "Chỉ nén các tệp của một lớp dữ liệu.",
        "Zip only the files of one layer.",
    ),
    "zip-bomb": error(
        "tệp nén nở ra quá mức cho phép ({value}; tối đa gấp {limit} lần).",
        "the zip unpacks to more than is allowed ({value}; at most {limit} times).",
        "Tải lên tệp không nén, hoặc chia nhỏ.",
        "Upload the file unzipped, or in parts.",
    ),
    "zip-overlap": error(
        "các mục trong tệp nén chồng lên nhau, dấu hiệu của tệp tấn công.",
        "the zip's members overlap, the mark of an attack.",
        "Nén lại bằng phần mềm thông thường.",
        "Zip the files again with an ordinary program.",
    ),
    "zip-unsafe-name": error(
        "tệp nén có mục tên “{value}” chỉ ra ngoài thư mục.",
        "the zip has a member named “{value}” that points outside its folder.",
        "Nén lại từ trong thư mục chứa dữ liệu.",
        "Zip again from within the data's folder.",
    ),
    "zip-link": error(
        "tệp nén có liên kết “{value}”.",
        "the zip holds a link, “{value}”.",
        "Nén tệp thật thay cho liên kết.",
        "Zip the real file, not a link.",
    ),
    "zip-encrypted": error(
        "mục “{value}” trong tệp nén có mật khẩu.",
        "the zip's member “{value}” has a password.",
        "Nén lại không đặt mật khẩu.",
        "Zip again without a password.",
    ),
    "zip-duplicate": error(
        "tệp nén có hai mục cùng tên “{value}”.",
        "the zip has two members named “{value}”.",
        "Nén lại, mỗi tên một lần.",
        "Zip again, each name once.",
    ),
    "zip-nested": error(
        "trong tệp nén còn tệp nén “{value}”.",
        "the zip holds another archive, “{value}”.",
        "Giải nén rồi tải từng lớp lên.",
        "Unpack it and upload each layer.",
    ),
    "encoding-unknown": error(
        "không nhận ra bảng mã của tệp ({value}).",
        "the file's encoding is not known ({value}).",
        "Chọn bảng mã ở phần “Cách đọc tệp”, hoặc lưu lại dạng “CSV UTF-8” trong Excel.",
        "Choose the encoding under “How the file is read”, or save it as “CSV UTF-8” in Excel.",
    ),
    "encoding-broken": error(
        "văn bản không đọc được theo bảng mã {value}.",
        "the text cannot be read in the encoding {value}.",
        "Chọn bảng mã khác ở phần “Cách đọc tệp”, hoặc lưu lại dạng “CSV UTF-8” trong Excel.",
        "Choose another encoding under “How the file is read”, or save it as “CSV UTF-8” in Excel.",
    ),
    "encoding-converted": warning(
        "tệp dùng bảng mã {value}; cổng đã chuyển sang Unicode, ví dụ: “{understood}”.",
        "the file is in {value}; the portal turned it into Unicode, for example: “{understood}”.",
        "Xem chữ ở phần xem trước có đúng không; nếu sai, chọn bảng mã khác ở phần “Cách đọc tệp”, hoặc lưu lại dạng “CSV UTF-8”.",
        "See whether the preview is right; if not, choose another encoding under “How the file is read”, or save it as “CSV UTF-8”.",
    ),
    "encoding-mojibake": warning(
        "chữ trong tệp đã bị lưu sai bảng mã (“{value}”); cổng hiểu là “{understood}”.",
        "the text was saved in a wrong encoding (“{value}”); the portal understood “{understood}”.",
        "Xem phần xem trước có đúng không; tốt nhất là xuất lại từ phần mềm gốc dạng UTF-8.",
        "See in the preview whether it is right; better, export again as UTF-8 from the original program.",
    ),
    "csv-unclosed-quote": error(
        "có dấu ngoặc kép mở mà không đóng.",
        "a quote is opened and never closed.",
        "Sửa dấu ngoặc kép ở dòng này hay dòng trên, hoặc lưu lại từ Excel.",
        "Correct the quotes in this row or the one above, or save it again from Excel.",
    ),
    "row-long": error(
        "dòng có {value} ô, tiêu đề chỉ có {expected}.",
        "the row has {value} cells, the header only {expected}.",
        "Đặt ô có dấu phân cách trong ngoặc kép, hoặc lưu lại từ Excel.",
        "Put the cell that holds a delimiter in quotes, or save it again from Excel.",
    ),
    "row-short": warning(
        "dòng có {value} ô, tiêu đề có {expected}; các ô thiếu được để trống ({count} dòng).",
        "the row has {value} cells, the header {expected}; the missing ones are left empty ({count} rows).",
        "Thêm dấu phân cách nếu dòng bị thiếu; không phải làm gì nếu các ô cuối thật sự trống.",
        "Add the delimiter if one is missing; nothing to do if the last cells really are empty.",
    ),
    "nul-character": error(
        "ô có ký tự NUL (mã 0).",
        "the cell holds a NUL character (code 0).",
        "Gõ lại ô này, hoặc xuất lại tệp.",
        "Type the cell anew, or export the file again.",
    ),
}
