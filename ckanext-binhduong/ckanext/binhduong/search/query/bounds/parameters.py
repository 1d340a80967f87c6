"""Which search parameters reach Solr: bounds that no person meets and no hostile request passes.

CKAN hands ``q``, ``fq``, ``sort``, ``bf`` and the like to Solr as they come. A prefix such as ``*a``, a regular expression, a facet on a
text field or five thousand clauses then cost seconds and memory of the one index everybody searches. What can be capped without changing an
answer is capped (``facet.limit``); the rest is refused with the argument's name.
"""

from __future__ import annotations

import re
from typing import Any

from ckanext.binhduong.search.query.bounds.functions import check_functions, check_weighted_fields
from ckanext.binhduong.search.query.bounds.syntax import check_syntax
from ckanext.binhduong.search.query.search_errors import SearchArgumentError
from ckanext.binhduong.search.query.words import is_fielded

__all__ = ["MAX_FACET_VALUES", "MAX_START", "check_extras", "guarded"]

MAX_QUERY = 500
"""Characters of ``q``. A title of the catalogue has at most 200."""
MAX_WORDS = 40
MAX_FILTER = 8000
MAX_CLAUSES = 400
"""Of one filter query; CKAN's own filters of many organizations are the longest there are."""
MAX_FILTERS = 50
"""Items of ``fq_list``."""
MAX_TOTAL = 20_000
"""Characters of all filters together."""
MAX_TOTAL_CLAUSES = 1000
"""Clauses of the query and all filters together: what one question may cost Solr (``maxBooleanClauses`` bounds each filter alone)."""
MAX_FIELDS = 50
"""Items of ``fl``, ``bf`` and other lists."""
MAX_DEPTH = 12
MAX_START = 50_000
MAX_FACET_VALUES = 1000
MAX_FACET_FIELDS = 20
MAX_OTHER = 500

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOCAL = re.compile(r"\{!|(?:_query_|_val_)\s*\\?:", re.IGNORECASE)
# A star or question mark that begins a term (not "*:*", "field:*" or "[* TO *]"), or a slash that begins a regular expression.
_PATTERN = re.compile(r"(?:^|[\s(:+\-!])(?:[*?]+\w|[*?]{2,}|/[^\s])")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_NAMES = re.compile(r"\*|[A-Za-z_][\w-]*(?:[ ,]+[A-Za-z_][\w-]*)*")
_SORT = re.compile(r"[A-Za-z_][\w.-]*(?: +(?:asc|desc))?(?: *, *[A-Za-z_][\w.-]*(?: +(?:asc|desc))?)*", re.IGNORECASE)

_VALUES = {"wt": ("json",), "defType": ("edismax", "dismax", "lucene"), "facet": ("true", "false"), "df": ("text",)}
# Facets and orders on analysed fields would load every word of every text into Solr's memory.
_TEXT_FIELDS = re.compile(
    r"text.*|title(_en|_marks|_ngram)?|name_ngram|notes(_en)?|labels(_marks)?|subjects(_marks)?|column_words|column_marks|resource_words|alternatives(_marks)?|words_prefix|urls|res_name|res_description|(res_)?extras_.*|author.*|maintainer.*|"
    r"data_dict|validated_data_dict|permission_labels|spatial_geom|(depends_on|dependency_of|derives_from|has_derivation|links_to|linked_from|child_of|parent_of)"
)


def guarded(params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a search, capped where that is harmless.

    Args:
        params: what ``package_search`` got, after its own schema.

    Raises:
        SearchArgumentError: naming the argument that cannot be used.
    """
    _check_texts(params)
    for name, allowed in _VALUES.items():
        if params.get(name) is not None and str(params[name]).lower() not in (value.lower() for value in allowed):
            raise SearchArgumentError(name, "wrong-value", allowed=", ".join(allowed))
    for name in ("bf", "boost"):
        for text in _texts(params.get(name)):
            check_functions(name, str(text))
    check_weighted_fields("qf", str(params.get("qf") or ""))
    _check_order(params.get("sort"))
    if any(not isinstance(value, str) or not _NAMES.fullmatch(value) for value in params.get("fl") or []):
        raise SearchArgumentError("fl", "wrong-value", allowed="id, name, title, …")
    _check_facets(params)
    start = _whole("start", params.get("start") or 0)
    if not 0 <= start <= MAX_START:
        raise SearchArgumentError("start", "out-of-range", allowed=f"0–{MAX_START}")
    if "facet.limit" in params:
        limit = _whole("facet.limit", params["facet.limit"])
        params["facet.limit"] = MAX_FACET_VALUES if limit < 0 else min(limit, MAX_FACET_VALUES)
    return params


def check_extras(params: dict[str, Any]) -> None:
    """Refuse ``extras`` that are no object, before CKAN tries to put the ``ext_…`` arguments into them.

    Raises:
        SearchArgumentError: naming ``extras``.
    """
    if not isinstance(params.get("extras", {}), dict):
        raise SearchArgumentError("extras", "wrong-value", allowed='{"ext_…": …}')


def _check_texts(params: dict[str, Any]) -> None:
    _check_text("q", params.get("q"), MAX_QUERY, MAX_WORDS)
    _check_lists(params)
    for name in ("fq", "fq_list"):
        for text in _texts(params.get(name)):
            _check_text(name, text, MAX_FILTER, MAX_CLAUSES)
    for name in ("sort", "qf", "bf", "boost", "tie", "mm", "defType", "wt"):
        _check_text(name, params.get(name), MAX_OTHER, MAX_OTHER)


def _texts(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _check_lists(params: dict[str, Any]) -> None:
    """Bound how many filters there are and what all of them cost together, before any of them is read."""
    filters = _texts(params.get("fq_list"))
    if len(filters) > MAX_FILTERS:
        raise SearchArgumentError("fq_list", "too-many-values", limit=MAX_FILTERS)
    for name, value in params.items():
        if name not in ("fq_list", "facet.field") and isinstance(value, list | tuple) and len(value) > MAX_FIELDS:
            raise SearchArgumentError(name, "too-many-values", limit=MAX_FIELDS)
    questions = [str(text) for text in (*_texts(params.get("q")), *_texts(params.get("fq")), *filters)]
    name = "fq_list" if filters else "fq" if params.get("fq") else "q"
    if sum(map(len, questions)) > MAX_TOTAL:
        raise SearchArgumentError(name, "too-long", limit=MAX_TOTAL)
    if sum(len(re.findall(r"\w+", text)) for text in questions) > MAX_TOTAL_CLAUSES:
        raise SearchArgumentError(name, "too-many-words", limit=MAX_TOTAL_CLAUSES)


def _check_text(name: str, value: Any, longest: int, most_words: int) -> None:
    if value is None:
        return
    text = str(value)
    if len(text) > longest:
        raise SearchArgumentError(name, "too-long", limit=longest)
    if _CONTROL.search(text):
        raise SearchArgumentError(name, "control-character")
    if _LOCAL.search(text):
        raise SearchArgumentError(name, "local-parameters")
    if len(re.findall(r"\w+", text)) > most_words:
        raise SearchArgumentError(name, "too-many-words", limit=most_words)
    if _depth(text) > MAX_DEPTH:
        raise SearchArgumentError(name, "too-deep", limit=MAX_DEPTH)
    if name in ("fq", "fq_list") or (name == "q" and is_fielded(text)):
        _check_pattern(name, text)
        check_syntax(name, text)


def _check_pattern(name: str, text: str) -> None:
    bare = _QUOTED.sub('""', text).replace("*:*", "")
    if _PATTERN.search(bare):
        raise SearchArgumentError(name, "pattern")


def _depth(text: str) -> int:
    """How many round brackets are open at once at most."""
    depth = deepest = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest


def _check_order(order: Any) -> None:
    """``field asc, field desc``: no function, and no analysed field."""
    if not order:
        return
    if (
        not isinstance(order, str)
        or not _SORT.fullmatch(order.strip())
        or any(_TEXT_FIELDS.fullmatch(part.split()[0]) for part in order.split(","))
    ):
        raise SearchArgumentError("sort", "wrong-value", allowed="score desc, metadata_modified desc, title_string asc, …")


def _check_facets(params: dict[str, Any]) -> None:
    fields = params.get("facet.field") or []
    if len(fields) > MAX_FACET_FIELDS:
        raise SearchArgumentError("facet.field", "too-many-words", limit=MAX_FACET_FIELDS)
    for field in fields:
        if not isinstance(field, str) or not _NAME.fullmatch(field) or _TEXT_FIELDS.fullmatch(field):
            raise SearchArgumentError(
                "facet.field", "wrong-value", allowed="theme, organization, license_id, res_format, units, frequency, tags"
            )


def _whole(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise SearchArgumentError(name, "not-a-number") from error
