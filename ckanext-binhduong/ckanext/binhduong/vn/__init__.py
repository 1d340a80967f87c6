"""What is Vietnamese about data, as a pure library: text, numbers, dates, encodings, coordinates, typed positions and opening hours.

Names are loaded when first used: importing this package costs nothing, so a program that only folds text never loads GEOS or PROJ.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ckanext.binhduong.vn.crs import (
        BINH_DUONG,
        GEOGRAPHIC,
        PROVINCE_BOX,
        ZONES,
        Zone,
        from_wgs84,
        postgis_srid,
        proj4text,
        share_in_province,
        to_wgs84,
    )
    from ckanext.binhduong.vn.dates import (
        DateStyle,
        decide_date_style,
        from_excel_serial,
        has_two_digit_year,
        looks_like_date,
        parse_date,
        parse_datetime,
        parse_time,
    )
    from ckanext.binhduong.vn.encodings import (
        LegacyEncoding,
        decode_legacy,
        detect_encoding,
        detect_legacy_text,
        from_tcvn3,
        from_vni,
        to_tcvn3,
        to_vni,
    )
    from ckanext.binhduong.vn.numbers import NumberEvidence, NumberStyle, decide_style, is_ambiguous, parse_number, weigh_styles
    from ckanext.binhduong.vn.opening_hours import VIETNAM_TIME, OpeningState, always_open, is_holiday, opening_state
    from ckanext.binhduong.vn.positions import TypedPosition, typed_position
    from ckanext.binhduong.vn.text import fold, nfc, safe_file_name, slug, sort_key, tone_placed, unmarked

_HOME = {
    "text": (
        "fold",
        "nfc",
        "safe_file_name",
        "slug",
        "sort_key",
        "tone_placed",
        "unmarked",
    ),
    "numbers": (
        "NumberEvidence",
        "NumberStyle",
        "decide_style",
        "is_ambiguous",
        "parse_number",
        "weigh_styles",
    ),
    "dates": (
        "DateStyle",
        "decide_date_style",
        "from_excel_serial",
        "has_two_digit_year",
        "looks_like_date",
        "parse_date",
        "parse_datetime",
        "parse_time",
    ),
    "encodings": (
        "LegacyEncoding",
        "decode_legacy",
        "detect_encoding",
        "detect_legacy_text",
        "from_tcvn3",
        "from_vni",
        "to_tcvn3",
        "to_vni",
    ),
    "crs": (
        "BINH_DUONG",
        "GEOGRAPHIC",
        "PROVINCE_BOX",
        "ZONES",
        "Zone",
        "from_wgs84",
        "postgis_srid",
        "proj4text",
        "share_in_province",
        "to_wgs84",
    ),
    "opening_hours": (
        "VIETNAM_TIME",
        "OpeningState",
        "always_open",
        "is_holiday",
        "opening_state",
    ),
    "positions": (
        "TypedPosition",
        "typed_position",
    ),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "BINH_DUONG",
    "GEOGRAPHIC",
    "PROVINCE_BOX",
    "VIETNAM_TIME",
    "ZONES",
    "DateStyle",
    "LegacyEncoding",
    "NumberEvidence",
    "NumberStyle",
    "OpeningState",
    "TypedPosition",
    "Zone",
    "always_open",
    "decide_date_style",
    "decide_style",
    "decode_legacy",
    "detect_encoding",
    "detect_legacy_text",
    "fold",
    "from_excel_serial",
    "from_tcvn3",
    "from_vni",
    "from_wgs84",
    "has_two_digit_year",
    "is_ambiguous",
    "is_holiday",
    "looks_like_date",
    "nfc",
    "opening_state",
    "parse_date",
    "parse_datetime",
    "parse_number",
    "parse_time",
    "postgis_srid",
    "proj4text",
    "safe_file_name",
    "share_in_province",
    "slug",
    "sort_key",
    "to_tcvn3",
    "to_vni",
    "to_wgs84",
    "tone_placed",
    "typed_position",
    "unmarked",
    "weigh_styles",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
