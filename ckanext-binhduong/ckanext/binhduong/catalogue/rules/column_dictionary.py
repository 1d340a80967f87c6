"""The rule for a file's data dictionary: what its columns are called for people. Types are never in it: the portal finds them."""

import json
from typing import Any

from ckanext.binhduong.vn import nfc

__all__ = ["KEYS", "ColumnsError", "clean_columns"]

KEYS = ("vi", "en", "notes", "notes_en")


class ColumnsError(ValueError):
    """The dictionary is not as promised; ``place`` is where: a column, a column and its key, or ``JSON``."""

    def __init__(self, column: str | None, key: str | None = None) -> None:
        self.place = " → ".join(part for part in (column, key) if part) or "JSON"
        super().__init__(self.place)


def clean_columns(value: str | dict[str, Any]) -> str:
    """Return the dictionary as JSON text, keys in the order they came.

    Args:
        value: ``{column: {"vi": title, "en": title, "notes": text, "notes_en": text}}`` or its JSON text; every inner key is optional.

    Raises:
        ColumnsError: naming the column and the key.
    """
    try:
        content = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ColumnsError(None) from error
    if not isinstance(content, dict):
        raise ColumnsError(None)
    return json.dumps({nfc(str(name)): _entry(str(name), entry) for name, entry in content.items()}, ensure_ascii=False)


def _entry(name: str, entry: Any) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise ColumnsError(name)
    for key, text in entry.items():
        if key not in KEYS or not isinstance(text, str):
            raise ColumnsError(name, str(key))
    return {key: nfc(text) for key, text in entry.items()}
