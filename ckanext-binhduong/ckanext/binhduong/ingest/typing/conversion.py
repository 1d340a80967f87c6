"""Turn a column's cells into its type, a batch at a time.

Plain numbers go through Arrow in bulk. Whatever is not written plainly (spaces, brackets, percent, exponents) and everything that is
no number goes through the readers of the package ``vn``, one distinct value once. A cell that cannot be read comes out null, and the
caller compares: a null that was no empty cell is a finding and its row is refused. Nothing vanishes here unseen.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing.cell_forms import ABSENT_WORDS, FALSE_WORDS, MEASURE, TRUE_WORDS
from ckanext.binhduong.ingest.typing.decisions.dates import dashed
from ckanext.binhduong.ingest.typing.decisions.numbers import FLOAT_DIGITS
from ckanext.binhduong.ingest.typing.evidence import DATE, DATETIME, NUMBER, TEXT, TIME
from ckanext.binhduong.ingest.typing.positions import degrees
from ckanext.binhduong.vn import NumberStyle, fold, from_excel_serial, parse_date, parse_datetime, parse_number, parse_time

_PLAIN = {
    NumberStyle.DECIMAL_COMMA: (r"^-?(?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,[0-9]+)?$", ".", ","),
    NumberStyle.DECIMAL_POINT: (r"^-?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?$", ",", "."),
}
_WHOLE = {
    NumberStyle.DECIMAL_COMMA: r"^-?(?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}|[1-9][0-9]{0,17})$",
    NumberStyle.DECIMAL_POINT: r"^-?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}|[1-9][0-9]{0,17})$",
}
"""What an int64 holds for certain."""
_EXCEL_DAY_0 = date(1899, 12, 30)
MAX_REMEMBERED = 100_000

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "time": pa.time64("us"),
}


def arrow_type(plan: Plan) -> pa.DataType:
    """Return the Arrow type of a plan's column: decimal128 only where float64 would lose digits of a written number."""
    whole, fraction = plan.digits
    exact = plan.type == "decimal" and plan.form is None and plan.role not in ("longitude", "latitude", "easting", "northing")
    if exact and FLOAT_DIGITS < whole + fraction <= 38:
        return pa.decimal128(38, fraction)
    return ARROW_TYPES[plan.type]


def convert(plan: Plan, text: pa.StringArray, kinds: np.ndarray | None) -> pa.Array:
    """Return the cells ``text`` (null = empty) as ``plan``'s type; null where a cell cannot be read as that."""
    if plan.type == "text" and plan.form != "phone":
        return text
    if plan.type in ("integer", "decimal") and plan.form is None:
        return _numbers(plan, text, kinds)
    reader = _READERS[plan.form or plan.type]
    if kinds is None:
        return _by_value(text, plan, TEXT, reader)
    return pc.coalesce(*(_by_value(pc.if_else(pa.array(kinds == kind), text, None), plan, int(kind), reader) for kind in np.unique(kinds)))


def _by_value(text: pa.StringArray, plan: Plan, kind: int, reader: Callable[[Plan, str, int], Any]) -> pa.Array:
    """Read each distinct value once; what was read is remembered over the batches, up to ``MAX_REMEMBERED``."""
    encoded = text.dictionary_encode()
    memory = plan.remembered.setdefault(kind, {})
    if len(memory) > MAX_REMEMBERED:
        memory.clear()
    values = encoded.dictionary.to_pylist()
    for value in values:
        if value not in memory:
            memory[value] = reader(plan, value, kind)
    return pa.array([memory[value] for value in values], arrow_type(plan)).take(encoded.indices)


def _numbers(plan: Plan, text: pa.StringArray, kinds: np.ndarray | None) -> pa.Array:
    style = plan.style or NumberStyle.DECIMAL_POINT
    if kinds is None or not (kinds == NUMBER).any():
        return _styled_numbers(plan, text, style)
    native = pa.array(kinds == NUMBER)
    typed = _styled_numbers(plan, pc.if_else(native, text, None), NumberStyle.DECIMAL_POINT)
    return pc.coalesce(typed, _styled_numbers(plan, pc.if_else(native, None, text), style))


def _styled_numbers(plan: Plan, text: pa.StringArray, style: NumberStyle) -> pa.Array:
    to = arrow_type(plan)
    pattern, group, point = _PLAIN[style]
    plain = pc.match_substring_regex(text, _WHOLE[style] if plan.type == "integer" else pattern)
    result = _cast_plain(pc.if_else(plain, text, None), group, point, to)
    left = pc.and_(pc.invert(plain), text.is_valid())
    if pc.any(left).as_py():
        kind = NUMBER if style is NumberStyle.DECIMAL_POINT else TEXT
        result = pc.coalesce(
            result, _by_value(pc.if_else(left, text, None), plan, kind, lambda _, value, __: _exact(parse_number(value, style), to))
        )
    return result


def _cast_plain(text: pa.StringArray, group: str, point: str, to: pa.DataType) -> pa.Array:
    if pc.any(pc.match_substring(text, group)).as_py():
        text = pc.replace_substring(text, group, "")
    if point != ".":
        text = pc.replace_substring(text, point, ".")
    return text.cast(to)


def _exact(number: int | Decimal | None, to: pa.DataType) -> Any:
    """Fit a number into an Arrow type, or None when it does not fit without loss."""
    if number is None:
        return None
    if pa.types.is_int64(to):
        return int(number) if number == int(number) and abs(number) < 2**63 else None
    if pa.types.is_decimal(to):
        try:
            fitted = Decimal(number).quantize(Decimal(1).scaleb(-to.scale))
        except InvalidOperation:
            return None
        return fitted if fitted == number else None
    return float(number)


def _date(plan: Plan, value: str, kind: int) -> date | None:
    if kind in (DATE, DATETIME):
        return datetime.fromisoformat(value).date()
    return parse_date(value, plan.date_style)


def _timestamp(plan: Plan, value: str, kind: int) -> datetime | None:
    return datetime.fromisoformat(value) if kind in (DATE, DATETIME) else parse_datetime(value, plan.date_style)


def _time(plan: Plan, value: str, kind: int) -> time | None:
    return time.fromisoformat(value) if kind == TIME else parse_time(value)


def _serial(plan: Plan, value: str, kind: int) -> date | datetime | None:
    number = parse_number(value.replace(",", "."), NumberStyle.DECIMAL_POINT)
    moment = from_excel_serial(number, epoch_1904=bool(plan.constraints.get("epoch_1904"))) if number is not None else None
    return moment.date() if moment and plan.type == "date" else moment


def _boolean(plan: Plan, value: str, kind: int) -> bool | None:
    folded = fold(value)
    return True if folded in TRUE_WORDS | {"1"} else False if folded in FALSE_WORDS | ABSENT_WORDS | {"0"} else None


def _phone(plan: Plan, value: str, kind: int) -> str:
    """Put the leading zero of a phone number back when Excel made a number of it: all national numbers start with 0, but 1800 and 1900."""
    national = len(value) in (9, 10) and value.isdigit() and not value.startswith(("0", "1800", "1900"))
    return f"0{value}" if kind == NUMBER and national else value


def _measure(plan: Plan, value: str, kind: int) -> int | float | None:
    """Return the number of a cell like "12,5 ha"; None when it has another unit than the column."""
    found = MEASURE.fullmatch(value)
    if kind == NUMBER or not found or fold(found["unit"]) != fold(plan.unit or ""):
        return None
    number = parse_number(found["number"].strip(), plan.style)
    return None if number is None else _exact(number, arrow_type(plan))


def _year(plan: Plan, value: str, kind: int) -> int | None:
    """Return a year that a workbook shows as a date, or as it is."""
    return (date.fromisoformat(value) - _EXCEL_DAY_0).days if kind == DATE else int(value) if value.isdigit() else None


def _compact(plan: Plan, value: str, kind: int) -> date | None:
    return parse_date(dashed(value)) if len(value) == 8 else None


_READERS: dict[str, Callable[[Plan, str, int], Any]] = {
    "date": _date,
    "timestamp": _timestamp,
    "time": _time,
    "serial": _serial,
    "compact": _compact,
    "boolean": _boolean,
    "phone": _phone,
    "measure": _measure,
    "year": _year,
    "dms": lambda plan, value, kind: degrees(value),
}
