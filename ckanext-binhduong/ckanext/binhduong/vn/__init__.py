"""What is Vietnamese about data, as a pure library: text, numbers, dates, encodings, coordinates and administrative units.

Names are loaded when first used: importing this package costs nothing, so a program that only folds text never loads GEOS or PROJ.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from ckanext.binhduong.vn.numbers import NumberEvidence, NumberStyle, decide_style, is_ambiguous, parse_number, weigh_styles
    from ckanext.binhduong.vn.text import fold, nfc, safe_file_name, slug, sort_key, tone_placed

_HOME = {
    "text": ("fold", "nfc", "safe_file_name", "slug", "sort_key", "tone_placed"),
    "numbers": ("NumberEvidence", "NumberStyle", "decide_style", "is_ambiguous", "parse_number", "weigh_styles"),
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
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "DateStyle",
    "NumberEvidence",
    "NumberStyle",
    "decide_date_style",
    "decide_style",
    "fold",
    "from_excel_serial",
    "has_two_digit_year",
    "is_ambiguous",
    "looks_like_date",
    "nfc",
    "parse_date",
    "parse_datetime",
    "parse_number",
    "parse_time",
    "safe_file_name",
    "slug",
    "sort_key",
    "tone_placed",
    "weigh_styles",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
