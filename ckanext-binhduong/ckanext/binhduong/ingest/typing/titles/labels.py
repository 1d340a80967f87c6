"""What a column's title promises of cells that are digits and no numbers: an outline, a period, a telephone, a card or a contract."""

from ckanext.binhduong.ingest.typing.titles.promises import Words

promises_outline = Words(
    r"^(số )?(mục( lục| số)?|chương|điều|khoản|phần|tiểu mục|đề mục|mục chi|phiên bản|version|ver|bản|outline|section|stt|tt|số thứ tự"
    r"|chỉ mục|số hiệu|ký hiệu|release)( số)?$|^(phiên bản|version|chương mục|số mục|mã mục|firmware|phần mềm)\b"
    r"|^(phòng( học| số)?|lớp( học)?|lô( đất)?|ô( đất| phố)?|thửa( đất)?|tờ|căn( hộ)?|số nhà|(vị trí )?kệ|vị trí kệ|ngăn|dãy|block"
    r"|bài( học| số)?|câu( hỏi)?|tiết|cọc|tiêu chuẩn|chuẩn|đề án|nhiệm vụ|tiêu chí|biểu( số| mẫu)?|phụ lục|bảng( số)?|hình( số)?)$"
    r"|^(các .*|thứ( trong tuần)?|trang( số)?|tuyến( xe| số)?|số (thửa|tờ)|nhà số|khối( lớp)?)$"
)
"""Numbers of an outline, of versions or of rooms, of which 1.10 is the tenth; several numbers in a cell, as in "Thứ 2,4"."""
promises_period = Words(
    r"^((năm )?tháng|quý|kỳ|đợt|học kỳ|năm|niên khóa|niên độ|giai đoạn|thời (gian|điểm|kỳ|hạn)|ngày|hạn|period|month|quarter|year)\b"
)
"""A month, a year, or from one to another."""
promises_day = Words(r"^(từ |đến )?(ngày|date|sinh nhật|lễ( hội)?)\b(?! (công|nghỉ|phép|lưu|điều|nằm|giường|khách|làm|\d))")
"""A day of the year, not how many."""
promises_contact = Words(r"\b(liên (hệ|lạc)|zalo|viber|whatsapp|tổng đài|đường dây|phụ trách|đầu mối|trực|contact)\b")
"""Whom to call."""
promises_numbered = Words(
    r"\b(số|mã|ký hiệu)\b.*\b(thửa|tờ|lô|nhà|văn bản|quyết định|công văn|tờ trình|hồ sơ|hợp đồng|giấy phép|biên bản|hiệu|báo cáo)\b"
)
"""What has a number with signs in it: plot 12/5/2023 is no 12 May."""
promises_document = Words(
    r"^(số |mã )?((sê|xê) ?ri|seri(al)?|thẻ|hợp đồng|hđ|hóa đơn|chứng từ|quyết định|qđ|công văn|biên lai|khung|giấy|bhyt|bhxh|imei|tk|stk"
    r"|tài khoản|đăng (kiểm|bộ|ký)|vận đơn|sim|mac|ip|địa chỉ (ip|mac)|căn cước|hộ chiếu|passport)"
    r"( (bhyt|bhxh|bảo hiểm|nhà ở|máy|lao động|thuê|xe|số))*$"
)
"""The number of a card, a contract, a device."""
