"""Texts of other people in files that spreadsheets open: what a spreadsheet would run as a formula. Imports no CKAN."""

from __future__ import annotations

import re

__all__ = ["FORMULA", "NUMBER", "as_text"]

#: Excel, LibreOffice and Google run what begins so (OWASP, "CSV injection"), also after blanks, also in full width. For ``re`` and RE2.
FORMULA = r"^[\t\r\n ]*[=+\-@\t\r＝＋－＠]"
#: A plain number begins so and is none.
NUMBER = r"^[+-]?\d+([.,]\d+)?$"

_FORMULA = re.compile(FORMULA)
_NUMBER = re.compile(NUMBER)


def as_text(text: str) -> str:
    """Return a text with an apostrophe before what would be run as a formula; numbers and any other text as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
