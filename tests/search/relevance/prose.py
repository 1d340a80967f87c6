"""The words of a dataset's title and description: its place and year as agencies write them, and prose beside the subject."""

from __future__ import annotations

import random

from tests.search.relevance.facts import PROVINCE, places
from tests.search.relevance.topics import Edition, Topic, topics

_SLUG = {"Thành phố": "thanh-pho", "Huyện": "huyen"}
_DISTRICT_SLUGS = {
    **{"718": "thu-dau-mot", "719": "bau-bang", "720": "dau-tieng", "721": "ben-cat", "722": "phu-giao", "723": "tan-uyen"},
    **{"724": "di-an", "725": "thuan-an", "726": "bac-tan-uyen"},
}
_GENERAL = [
    "Số liệu do cơ quan quản lý tổng hợp từ báo cáo của các đơn vị, cập nhật hằng quý.",
    "Ô trống nghĩa là không có số liệu; đơn vị tính ghi ở tên cột.",
    "Mọi thắc mắc xin liên hệ bộ phận tiếp nhận của cơ quan trong giờ hành chính.",
    "Tọa độ theo hệ VN-2000, kinh tuyến trục 105°45', đã chuyển sang WGS 84.",
    "Người sử dụng cần ghi rõ nguồn khi trích dẫn.",
    "Dữ liệu được trích xuất từ phần mềm chuyên ngành và đã loại bỏ thông tin cá nhân.",
    "Kỳ báo cáo tính đến hết ngày 31 tháng 12; một số chỉ tiêu là ước thực hiện.",
]
_LONG = (
    "Tập dữ liệu được xây dựng trong khuôn khổ kế hoạch chuyển đổi số của tỉnh nhằm công khai, minh bạch thông tin, phục vụ người dân, "
    "doanh nghiệp, nhà nghiên cứu và các cơ quan trong việc tra cứu, phân tích và xây dựng ứng dụng. Quy trình gồm thu thập tại cơ sở, "
    "kiểm tra chéo giữa các phòng chuyên môn, làm sạch, chuẩn hóa tên gọi và mã, phê duyệt của lãnh đạo và công bố. Khi phát hiện sai "
    "sót, đề nghị phản ánh để cơ quan điều chỉnh ở kỳ cập nhật sau."
)
_MISLEADING = [
    "Dữ liệu mẫu, không phải sự thật, chỉ để minh họa cổng dữ liệu.",
    "Tập dữ liệu trả lời các câu hỏi thường gặp: ở đâu, bao nhiêu, khi nào, là gì.",
    "Không bao gồm {other}.",
    "Tham khảo thêm tập dữ liệu {other}.",
    "Phối hợp với {agency} để đối chiếu số liệu.",
    "Địa bàn giáp ranh {place} được thống kê riêng.",
    "So với {place} thì số liệu cùng kỳ chênh lệch không đáng kể.",
    "Các từ viết tắt: UBND, HĐND, STT, ĐVT, KCN, BHYT.",
]
_NEARBY_AGENCIES = ["Sở Y tế", "Sở Xây dựng", "Sở Tài chính", "Sở Tư pháp", "Công an tỉnh", "Cục Thống kê", "Sở Nội vụ", "Sở Công Thương"]


def long_place(unit: str, *, district: bool = False) -> str:
    """Return the unit's name, or, for an agency's slug, that of the district it lies in: "thanh-pho-di-an"."""
    place = places()[unit]
    if not district:
        return place.name
    while place.id.removesuffix("@2024") not in _DISTRICT_SLUGS:
        place = places()[place.within[0]]
    return f"{_SLUG[place.type]}-{_DISTRICT_SLUGS[place.id.removesuffix('@2024')]}"


def place_words(edition: Edition, chance: random.Random) -> str:
    """Return the place as a title names it: "thành phố Dĩ An", "TP. Dĩ An", "Dĩ An", "khu công nghiệp VSIP"."""
    place = places()[edition.place]
    if edition.entity:
        return edition.entity_name
    if place.id == PROVINCE:
        return chance.choice(["tỉnh Bình Dương", "Bình Dương", "trên địa bàn tỉnh", ""])
    kind = place.type.lower()
    short = {"thành phố": "TP.", "thị trấn": "TT.", "phường": "P.", "huyện": "H.", "xã": "xã"}[kind]
    forms = [f"{kind} {place.name}", f"{kind} {place.name}", f"{short} {place.name}", place.name]
    return chance.choice(["", "trên địa bàn ", "tại "]) + chance.choice(forms)


def year_words(year: int | None, chance: random.Random) -> str:
    """Return the year as a title names it, with its space or comma before it; empty without a year."""
    if year is None:
        return ""
    return chance.choice([" năm {}", " năm {}", " {}", " ({})", ", năm {}", " quý IV năm {}"]).format(year)


def titled(topic: Topic, edition: Edition, agency: str, chance: random.Random) -> str:
    """Return a title; what a people's committee publishes may leave its own place to the list of units."""
    title = chance.choice(topic.titles)
    own = agency.startswith("ubnd-") and chance.random() < 0.1
    place = "" if own else place_words(edition, chance)
    text = f"{title} {place}".strip() + year_words(edition.year, chance)
    return text.upper() if chance.random() < 0.03 else text


def notes_of(topic: Topic, edition: Edition, agency: str, chance: random.Random) -> str:
    """Return the description: about the subject, then general prose and, in most, words that mislead a search."""
    place = places()[edition.place]
    parts = [topic.notes]
    if chance.random() < 0.5:
        parts.append(f"Phạm vi: {place.type.lower()} {place.name}.")
    if chance.random() < 0.4:
        parts.append(f"{agency} cung cấp và chịu trách nhiệm về số liệu.")
    parts += chance.sample(_GENERAL, chance.randint(0, 3))
    parts += [_misleading(sentence, topic, chance) for sentence in chance.sample(_MISLEADING, chance.randint(0, 2))]
    if chance.random() < 0.2:
        parts.append(_LONG)
    return " ".join(parts)


def _misleading(sentence: str, topic: Topic, chance: random.Random) -> str:
    """Fill a sentence with another sector's subject, an agency or a place that the dataset is not about."""
    other = chance.choice([each for each in topics() if each.sector != topic.sector])
    place = chance.choice([unit for unit in places().values() if unit.within])
    return sentence.format(
        other=_lower_first(chance.choice(other.titles)),
        agency=chance.choice(_NEARBY_AGENCIES),
        place=f"{place.type.lower()} {place.name}",
    )


def _lower_first(text: str) -> str:
    return text[0].lower() + text[1:]
