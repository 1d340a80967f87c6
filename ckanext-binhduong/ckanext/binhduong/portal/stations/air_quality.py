"""The Vietnamese air quality index: class, colour and advice of a value. Imports no CKAN.

Decision 1459/QĐ-TCMT of the Vietnam Environment Administration, 12 November 2019, technical guide to computing and publishing VN_AQI: table
1 (ranges, words, colours) and the tables of recommendations for everybody and for sensitive groups.
"""

from dataclasses import dataclass

__all__ = ["CLASSES", "SOURCE", "AirClass", "class_of", "is_index"]

SOURCE = "Quyết định 1459/QĐ-TCMT (12/11/2019)"


@dataclass(frozen=True)
class AirClass:
    """One class: ``code``, the greatest value in it, the decision's colour, its word, and its advice, each as (Vietnamese, English).

    ``sensitive`` is for children, the elderly, pregnant women and people with diseases of heart or lungs.
    """

    code: str
    most: int
    colour: str
    word: tuple[str, str]
    advice: tuple[str, str]
    sensitive: tuple[str, str]


_FREE = ("Tự do thực hiện các hoạt động ngoài trời.", "Be active outdoors as you like.")

CLASSES = (
    AirClass("good", 50, "#00e400", ("Tốt", "Good"), _FREE, _FREE),
    AirClass(
        "moderate", 100, "#ffff00", ("Trung bình", "Moderate"), _FREE,
        ("Nên theo dõi các triệu chứng như ho hoặc khó thở, nhưng vẫn có thể hoạt động bên ngoài.",
         "Watch for coughing or shortness of breath; being active outdoors is still possible."),
    ),
    AirClass(
        "unhealthy-sensitive", 150, "#ff7e00", ("Kém", "Poor"),
        ("Những người thấy có triệu chứng đau mắt, ho hoặc đau họng nên cân nhắc giảm các hoạt động ngoài trời.",
         "Those with sore eyes, a cough or a sore throat should consider being less active outdoors."),
        ("Nên giảm các hoạt động mạnh và giảm thời gian hoạt động ngoài trời.",
         "Reduce strenuous activity and the time spent active outdoors."),
    ),
    AirClass(
        "unhealthy", 200, "#ff0000", ("Xấu", "Unhealthy"),
        ("Mọi người nên giảm các hoạt động mạnh khi ở ngoài trời, tránh tập thể dục kéo dài và nghỉ ngơi nhiều hơn trong nhà.",
         "Everybody should reduce strenuous activity outdoors, avoid long exercise and rest more indoors."),
        ("Nên ở trong nhà và giảm hoạt động mạnh. Nếu cần thiết phải ra ngoài, hãy đeo khẩu trang đạt tiêu chuẩn.",
         "Stay indoors and reduce strenuous activity. If you must go out, wear a mask that meets the standard."),
    ),
    AirClass(
        "very-unhealthy", 300, "#8f3f97", ("Rất xấu", "Very unhealthy"),
        ("Mọi người hạn chế tối đa các hoạt động ngoài trời. Nếu cần thiết phải ra ngoài, hãy đeo khẩu trang đạt tiêu chuẩn.",
         "Everybody should avoid activity outdoors as far as possible. If you must go out, wear a mask that meets the standard."),
        ("Nên ở trong nhà và giảm hoạt động mạnh.", "Stay indoors and reduce strenuous activity."),
    ),
    AirClass(
        "hazardous", 500, "#7e0023", ("Nguy hại", "Hazardous"),
        ("Mọi người nên ở trong nhà, đóng cửa ra vào và cửa sổ. Nếu cần thiết phải ra ngoài, hãy đeo khẩu trang đạt tiêu chuẩn.",
         "Everybody should stay indoors with doors and windows closed. If you must go out, wear a mask that meets the standard."),
        ("Nên ở trong nhà, đóng cửa ra vào và cửa sổ.", "Stay indoors with doors and windows closed."),
    ),
)  # fmt: skip


def class_of(value: float) -> AirClass | None:
    """Return the class of an index; None for what no index can be (below 0 or above 500)."""
    # The index is whole: 50.4 is written 50.
    whole = round(value)
    return next((each for each in CLASSES if 0 <= whole <= each.most), None)


def is_index(column: str) -> bool:
    """Return whether a column holds the index, by the names that Vietnamese tables give it."""
    return column.lower() in ("aqi", "vn_aqi", "aqi_gio", "aqi_ngay", "chi_so_aqi", "vnaqi")
