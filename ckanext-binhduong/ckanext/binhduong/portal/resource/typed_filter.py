"""One filter more, as the form of a table sends it, and filters as people read them. Imports no CKAN."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.binhduong.portal.resource.typed_values import read_typed, said_value

__all__ = ["CONDITIONS", "NOTHING", "Typed", "said_filter"]

#: Conditions in the order of the form. "between" becomes one filter or two; the last two need no value.
CONDITIONS = ("contains", "is", "among", "not", "from", "to", "between", "empty", "filled")
_WITHOUT_VALUE = ("empty", "filled")
_WORDS = ("text", "other")
#: Between several values that are typed in one field: a comma begins decimals.
_SEPARATOR = ";"


@dataclass(frozen=True)
class Typed:
    """The fields of the form for one more filter, as they were sent: ``value`` as a person types it, ``until`` the upper end of a range,
    ``ticks`` values of the table that are ticked."""

    column: str = ""
    condition: str = ""
    value: str = ""
    until: str = ""
    ticks: tuple[str, ...] = ()

    @classmethod
    def from_arguments(cls, every: Mapping[str, Sequence[str]]) -> Typed:
        """Read the fields ``column``, ``condition``, ``value``, ``until`` and ``tick`` (may be repeated) of a page's arguments."""
        ticks = tuple(dict.fromkeys(value for value in every.get("tick", ()) if value.strip()))
        column, condition, value, until = ((every.get(name) or [""])[0] for name in ("column", "condition", "value", "until"))
        return cls(column, condition, value.strip(f"{_SEPARATOR} "), until.strip(), ticks)

    @property
    def is_filter(self) -> bool:
        """Whether there is anything to filter by."""
        ranged = self.condition == "between" and self.until
        return bool(self.column and self.condition and (self.value or self.ticks or ranged or self.condition in _WITHOUT_VALUE))

    def as_filters(self, kind: str, lang: str) -> list[str]:
        """Return the filters as ``table_search`` takes them, for a column of this kind.

        What is ticked counts before what is typed. "contains" of a number, a day or yes and no is the value itself: parts of these are no
        words.

        Raises:
            ValueError: a value is none of the column's kind.
        """
        condition = "is" if self.condition == "contains" and kind not in _WORDS else self.condition
        if condition in _WITHOUT_VALUE:
            return [f"{self.column}:{condition}"]
        if self.ticks:
            return [self._any(self.ticks, kind, lang)]
        if condition == "among":
            return [self._any([text for text in self.value.split(_SEPARATOR) if text.strip()], kind, lang)]
        if condition == "between":
            return [self._one(end, text, kind, lang) for end, text in (("from", self.value), ("to", self.until)) if text]
        return [self._one(condition, self.value, kind, lang)]

    def _one(self, condition: str, text: str, kind: str, lang: str) -> str:
        value = text if condition == "contains" else read_typed(text, kind, lang)
        if kind == "timestamp" and condition == "to" and ":" not in text:
            # A day without a time is meant whole.
            value = value.replace("T00:00:00", "T23:59:59.999999")
        return f"{self.column}:{condition}:{value}"

    def _any(self, texts: Sequence[str], kind: str, lang: str) -> str:
        values = list(dict.fromkeys(read_typed(text, kind, lang) for text in texts))
        if kind == "boolean" and len(values) > 1:
            return f"{self.column}:filled"
        return f"{self.column}:is:{values[0]}" if len(values) == 1 else f"{self.column}:among:{_list(values)}"


#: An empty form.
NOTHING = Typed()


def _list(values: list[str]) -> str:
    plain = not any("," in value for value in values) and not values[0].startswith("[")
    return ",".join(values) if plain else json.dumps(values, ensure_ascii=False)


def said_filter(text: str, kind: str, lang: str) -> tuple[str, str]:
    """Return the condition of a filter and its value as people write it, several with semicolons between."""
    _, condition, value = (*text.split(":", 2), "", "")[:3]
    if condition == "contains":
        return condition, value
    values = _values(value) if condition == "among" else [value]
    return condition, f"{_SEPARATOR} ".join(said_value(each, kind, lang) for each in values)


def _values(text: str) -> list[str]:
    try:
        found = json.loads(text) if text.startswith("[") else text.split(",")
    except ValueError:
        return [text]
    return [str(each) for each in found]
