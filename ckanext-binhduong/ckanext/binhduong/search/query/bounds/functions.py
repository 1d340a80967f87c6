"""The functions that ``bf`` and ``boost`` may use: arithmetic on numbers and dates of the datasets found. Imports no CKAN.

Others count words over the whole index (``docfreq``, ``idf``): with the scores they would say which words private datasets have.
"""

from __future__ import annotations

import re

from ckanext.binhduong.search.query.bounds.fields import is_field
from ckanext.binhduong.search.query.search_errors import SearchArgumentError

__all__ = ["FUNCTIONS", "check_functions", "check_weighted_fields"]

FUNCTIONS = (
    "abs", "add", "ceil", "def", "div", "exists", "exp", "field", "floor", "if", "ln", "log", "map", "max", "min", "mod", "ms", "mul",
    "not", "pow", "product", "recip", "rord", "ord", "scale", "sqrt", "sub", "sum",
)  # fmt: skip
_ALLOWED = re.compile(r"[\w\s().,+\-*/^:]*")
_CALL = re.compile(r"([A-Za-z_]\w*)\s*\(")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?!\w*\s*\()")
_CONSTANTS = re.compile(r"NOW(?:/\w+)?|true|false|SECONDS?|MINUTES?|HOURS?|DAYS?|MONTHS?|YEARS?|[eE]\d*|T\d+|Z")
_WEIGHTED = re.compile(r"\s*(\w+)(?:\^\d{1,4}(?:\.\d{1,6})?)?(?=\s|$)")


def check_functions(name: str, text: str) -> None:
    """Refuse functions that are not in the table, and fields that there are not.

    Raises:
        SearchArgumentError: naming the parameter.
    """
    calls = set(_CALL.findall(text))
    names = {found for found in _NAME.findall(text) if not _CONSTANTS.fullmatch(found)}
    if not _ALLOWED.fullmatch(text) or calls - set(FUNCTIONS) or not all(map(is_field, names)):
        raise SearchArgumentError(name, "wrong-value", allowed=f"{', '.join(FUNCTIONS)} (…)")


def check_weighted_fields(name: str, text: str) -> None:
    """Refuse anything but fields with weights, ``title^2 notes``, for ``qf``.

    Raises:
        SearchArgumentError: naming the parameter.
    """
    at = 0
    while at < len(text.rstrip()):
        found = _WEIGHTED.match(text, at)
        if found is None or not is_field(found[1]):
            raise SearchArgumentError(name, "wrong-value", allowed="title^2 notes tags …")
        at = found.end()
