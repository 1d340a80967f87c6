"""Numbers, dates and yes or no between what people type in Vietnamese or English and what programs send. Imports no CKAN."""

import re
from datetime import datetime

from ckanext.binhduong.portal.text import cell_text, date_text, moment_text, number_text

__all__ = ["read_typed", "said_value"]

# What groups thousands and what begins the decimals.
_SIGNS = {"vi": (r"\.", ","), "en": (",", r"\.")}
_FORMS = {"date": ("%d/%m/%Y", "%Y-%m-%d"), "timestamp": ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d")}
_YES_NO = {"có": "true", "co": "true", "yes": "true", "true": "true", "không": "false", "khong": "false", "no": "false", "false": "false"}


def read_typed(text: str, kind: str, lang: str) -> str:
    """Return a typed value as the actions take it: ``1.234,5`` is ``1234.5``, ``31/01/2024`` is ``2024-01-31``, ``có`` is ``true``.

    Args:
        text: as typed; spaces around it do not matter.
        kind: of the column: number, date, timestamp, boolean; every other kind is text and comes back as it is.
        lang: ``vi`` or ``en``: which sign groups thousands and which begins decimals.

    Raises:
        ValueError: it is none; in doubt ("1.23" in Vietnamese) nothing is guessed.
    """
    text = text.strip()
    if kind == "number":
        return _number(text, lang)
    if kind in _FORMS:
        return _moment(text, kind)
    if kind == "boolean":
        if text.lower() not in _YES_NO:
            raise ValueError(text)
        return _YES_NO[text.lower()]
    return text


def _number(text: str, lang: str) -> str:
    group, point = _SIGNS.get(lang, _SIGNS["vi"])
    if not re.fullmatch(rf"[+-]?(\d+|\d{{1,3}}({group}\d{{3}})+)({point}\d+)?", text):
        raise ValueError(text)
    return re.sub(point, ".", re.sub(group, "", text))


def _moment(text: str, kind: str) -> str:
    for form in _FORMS[kind]:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - tables hold local times without a zone
        except ValueError:
            continue
        return moment.date().isoformat() if kind == "date" else moment.isoformat()
    raise ValueError(text)


def said_value(value: str, kind: str, lang: str) -> str:
    """Write a value that the actions take as people read it, the reverse of :func:`read_typed`; one that is none comes back as it is."""
    if kind == "number" and re.fullmatch(r"-?\d{1,15}(\.\d{1,12})?", value):
        return number_text(float(value), lang, len(value.partition(".")[2])) if "." in value else cell_text(int(value), "int8", lang)[0]
    if kind == "date":
        return date_text(value, lang)
    if kind == "timestamp":
        return moment_text(value, lang)
    if kind == "boolean" and value in ("true", "false"):
        return cell_text(value == "true", "bool", lang)[0]
    return value
