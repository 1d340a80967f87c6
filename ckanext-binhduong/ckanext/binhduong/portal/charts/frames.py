"""The size and margins of a chart in the units of an SVG, its axis of values and its grid. Imports no CKAN."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.portal.text import number_text

__all__ = ["LARGE", "SMALL", "Frame", "Scale", "decimals", "ticks_to"]


@dataclass(frozen=True)
class Frame:
    """A picture of ``width`` × ``height`` units with margins around what is drawn; ``letter`` is the width of a letter of its labels."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    letter: float

    @property
    def inner_width(self) -> int:
        """Units between the margins."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> int:
        """Units between the margins."""
        return self.height - self.top - self.bottom


#: One chart of a page; letters are 14 units high on a phone.
LARGE = Frame(480, 260, 52, 8, 12, 34, 7.6)
#: One of many beside each other.
SMALL = Frame(240, 140, 44, 6, 10, 32, 7)


@dataclass(frozen=True)
class Scale:
    """The axis of values of a frame: from ``low`` to ``high``, both ticks."""

    frame: Frame
    ticks: list[float]

    def y(self, value: float) -> float:
        """Return where a value lies, downwards from the top."""
        low = self.ticks[0]
        # Nothing but zeros: the zero line stays at the bottom.
        high = self.ticks[-1] if self.ticks[-1] > low else low + 1
        return round(self.frame.top + self.frame.inner_height * (1 - (value - low) / (high - low)), 1)

    def marks(self, lang: str) -> list[dict[str, Any]]:
        """Return the grid ([{y, text}]); a small frame has its ends and zero only."""
        shown = self.ticks if self.frame is LARGE else sorted({self.ticks[0], 0, self.ticks[-1]})
        return [{"y": self.y(tick), "text": number_text(tick, lang, decimals(tick))} for tick in shown]


def ticks_to(top: float, low: float = 0) -> list[float]:
    """Return round values, 0 among them, from just below ``low`` to just above ``top``: three to seven."""
    top, low = max(top, 0), min(low, 0)
    if top == low:
        return [0]
    power = 10 ** math.floor(math.log10(top - low))
    step = next(factor * power for factor in (0.2, 0.25, 0.5, 1, 2) if factor * power * 5 >= top - low)
    return [round(step * number, 10) for number in range(math.floor(low / step), math.ceil(top / step) + 1)]


def decimals(value: float) -> int:
    """As many decimals as say something: none for whole numbers, two below 100, and below 0.1 the first two digits that are not zero."""
    if value == int(value):
        return 0
    return max(2 if abs(value) < 100 else 1, 1 - math.floor(math.log10(abs(value))))
