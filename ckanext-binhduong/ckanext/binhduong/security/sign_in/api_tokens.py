"""How long an API token may live.

CKAN's tokens never end; its plugin ``expire_api_token`` ends them, but refuses every token whose maker does not name ``expires_in`` and
``unit``, and takes any length.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

__all__ = ["Overlong", "bounded_life"]

_DAY = 86400


class Overlong(ValueError):
    """The life asked for is over the longest one; says so in both languages."""

    def __init__(self, longest: timedelta) -> None:
        self.vi = f"Thời hạn tối đa của mã API là {longest.days} ngày. Xin chọn thời hạn ngắn hơn."
        self.en = f"An API token lives {longest.days} days at most. Choose a shorter life."
        super().__init__(self.en)


def _whole(value: Any) -> int | None:
    """Return ``value`` as a whole number, or nothing when it is none."""
    try:
        return int(str(value))
    except ValueError:
        return None


def bounded_life(asked: Mapping[str, Any], *, default: timedelta, longest: timedelta) -> dict[str, Any]:
    """Return ``expires_in`` and ``unit`` (in seconds) for a token.

    Args:
        asked: what the maker gave; either or both may be missing.
        default: the life when no ``expires_in`` is given.
        longest: the longest life.

    Raises:
        Overlong: the life asked for is longer.

    What is no number is returned as it is: the schema of ``expire_api_token`` says what is wrong with it.
    """
    if asked.get("expires_in") in (None, ""):
        return {"expires_in": default.days, "unit": _DAY}
    life = {"expires_in": asked["expires_in"], "unit": asked.get("unit") or _DAY}
    count, unit = _whole(life["expires_in"]), _whole(life["unit"])
    if count is not None and unit is not None and count * unit > longest.total_seconds():
        raise Overlong(longest)
    return life
