"""The rule for how a resource's files are to be read: what an officer chose where the file itself does not say."""

import json
from typing import Any

from ckanext.binhduong.vn import nfc

__all__ = ["KEYS", "ReadingError", "clean_reading"]

KEYS = ("sheet", "table", "layer", "encoding", "crs", "records")
"""The options of the flight check that are text."""

_LONGEST = 1000


class ReadingError(ValueError):
    """The choices are not as promised; ``place`` is the key, or ``JSON``."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def clean_reading(value: str | dict[str, Any]) -> str:
    """Return the choices as JSON text, without empty ones; an empty text when nothing is chosen.

    Args:
        value: ``{"sheet": …, "crs": …}`` or its JSON text; every key is optional.

    Raises:
        ReadingError: naming the key.
    """
    try:
        content = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ReadingError("JSON") from error
    if not isinstance(content, dict):
        raise ReadingError("JSON")
    chosen = {str(key): _text(str(key), text) for key, text in content.items() if text not in (None, "")}
    return json.dumps(chosen, ensure_ascii=False) if chosen else ""


def _text(key: str, text: Any) -> str:
    if key not in KEYS or not isinstance(text, str) or len(text) > _LONGEST or not text.isprintable():
        raise ReadingError(key[:80])
    return nfc(text)
