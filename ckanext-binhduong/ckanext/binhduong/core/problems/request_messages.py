"""What a request is refused for, in English, which is the message's id in the catalogue; each names the place and what to send instead."""

from __future__ import annotations

from ckanext.binhduong.core.problems.translation import marked as _

__all__ = ["MESSAGES"]

MESSAGES = {
    "unknown-argument": _("{place} is not a recognised parameter; use one of {allowed}."),
    "twice": _("{place} was sent several times; send one value."),
    "required": _("{place} is required."),
    "not-text": _("{place} must be text."),
    "too-long": _("{place} is longer than {limit} characters; shorten it."),
    "control-character": _("{place} contains a control character; remove invisible characters."),
    "not-a-number": _("{place} is not a finite number; send decimals with a point."),
    "not-a-whole-number": _("{place} must be a whole number."),
    "out-of-range": _("{place} is outside {allowed}."),
    "position": _("{place} must be longitude,latitude in degrees (WGS 84), for example 106.6512,10.9804."),
    "box": _("{place} must be west,south,east,north in degrees (WGS 84), for example 106.3,10.8,107.0,11.5."),
    "needs": _("{place} needs {allowed} beside it."),
    "unknown-unit": _("{place} is in no list of administrative units; use an id such as 718@2024."),
    "unknown-place": _(
        "{place} is no known place; send the name of a commune or district, a position such as 10.98, 106.65, or two corners of a box."
    ),
    "bad-cursor": _("{place} cannot be read or belongs to another question; begin again with the first page."),
    "not-true-or-false": _("{place} must be true or false."),
    "filters-form": _(
        '{place} must be JSON of column names and values (one, or a list of them), for example {{"loai_hinh": "Nhà thuốc", "gpp": true}}.'
    ),
    "unknown-column": _("{place} cannot filter by «{column}»; the columns that can be filtered: {allowed}."),
    "unknown-value": _("{place} has no value «{value}» in column {column}; the values are: {allowed}."),
    "no-hours": _("{place} cannot be answered: none of the layers asked has opening hours."),
    "too-many-hours": _("{place} cannot be answered: there are more than {allowed} different texts of hours; ask for a smaller area."),
    "file-too-large": _(
        "{place}: more answers than a file may have, {rows} features and about {megabytes} MB. Narrow it with bbox, datetime, "
        "filter or limit, or take the whole layer from {address}."
    ),
    "idempotency-key": _("{place} must be one text of at most 255 printable ASCII characters without spaces; send a random UUID."),
    "repeat-running": _("The write of this {place} is still being carried out; repeat the request in a few seconds."),
    "repeat-differs": _("This {place} was used for another request; send a new key."),
    "repeat-done": _(
        "The write of this {place} was begun and its answer is not kept; read what is stored before you write again with a new key."
    ),
    "busy": _("The map database did not answer in time; ask for a smaller area or try again in a few seconds."),
    "too-many-words": _("{place} has more than {limit} words or clauses; shorten it."),
    "too-many-values": _("{place} has more than {limit} values; send fewer."),
    "too-deep": _("{place} nests more than {limit} brackets; write it more simply."),
    "local-parameters": _("{place} may not use {{!…}}, _query_ or _val_; use the documented arguments."),
    "query-syntax": _(
        "{place} cannot be read at character {position} («{near}»); check brackets, quotes and operators, and put a value with other signs "
        "in quotes."
    ),
    "unknown-field": _("{place} names the field «{value}», which there is not; use one of {allowed}, extras_…, vocab_…."),
    "pattern": _("{place} may not begin a word with * or ? nor use regular expressions; type the beginning of the word."),
    "wrong-value": _("{place} has a value that is not allowed; allowed: {allowed}."),
    "not-a-shape": _("{place} is no readable WKT or GeoJSON (points, lines, polygons)."),
    "too-many-vertices": _("{place} has more than {limit} vertices; simplify the shape."),
    "invalid-shape": _("{place} is not a valid shape (its edges cross or overlap) near {where}; draw it anew there."),
    "antimeridian": _("{place} is wider than 180 degrees; split the shape at the antimeridian."),
    "no-such-column": _("{place} names the column “{value}”, which the table does not have; its columns are: {allowed}."),
    "filter-form": _("{place} “{value}” is not of the form column:condition:value, for example ten:contains:an."),
    "unknown-condition": _(
        "{place} uses the condition “{value}”, which does not fit the column “{column}”; the conditions are: {allowed}."
    ),
    "no-day": _("{place} must be a day, for example 2025-07-01."),
    "days-between": _("{place} must be a day before `to`, at most {most} days; it is {value}."),
    "no-value": _("{place} has no value for the column “{column}”."),
    "bad-number": _("{place} needs a number for the column “{column}”, not “{value}”; write it with a decimal point, for example 1234.5."),
    "bad-date": _("{place} needs a date for the column “{column}”, not “{value}”; write it as 2025-07-01."),
    "bad-timestamp": _("{place} needs a time for the column “{column}”, not “{value}”; write it as 2025-07-01T08:00."),
    "bad-boolean": _("{place} needs true or false for the column “{column}”, not “{value}”."),
    "bad-value": _("{place} has the value “{value}” for the column “{column}”, whose values are of the type {kind}."),
    "no-order": _("{place} names the column “{value}”, whose values have no order; choose another column."),
    "not-a-list": _('{place} must be values with commas between, or a JSON list of texts, for example ["a", "b"].'),
    "too-many-columns": _("{place} names more than {limit} columns; name fewer."),
    "not-measured": _("{place} names the column “{value}”, which has no values for it; the columns that have: {allowed}."),
    "not-in-groups": _("{place} is not for groups; leave it out, or leave group_by, count, sum, mean, min and max out."),
    "no-numbers": _("{place} names the column “{value}”, which has no numbers; choose a column of numbers."),
    "not-drawn": _("{place} names the column “{value}”, which cannot be drawn; the columns that can are: {allowed}."),
    "not-json": _("{place} must be a JSON object."),
    "no-places": _("{place} needs a layer, and this table has no places."),
    "not-found": _("There is no such layer or feature."),
    "bbox-form": _(
        "{place} must be four or six finite numbers with commas between, lower corner first, in the axis order of its coordinate reference "
        "system, for example 106.3,10.8,107.0,11.5."
    ),
    "datetime-form": _(
        "{place} must be a date, a time or an interval of RFC 3339, for example 2025-07-01, 2025-07-01T08:00:00Z or 2025-01-01/.."
    ),
    "unknown-crs": _("{place} is not a supported coordinate reference system; use one of {allowed}."),
    "filter-syntax": _(
        "{place} cannot be read at character {position} («{near}»); write CQL2, for example ten LIKE 'a%' AND ngay > DATE('2025-01-01')."
    ),
    "filter-operator": _("{place} uses «{value}», which is not supported; supported are: {allowed}."),
    "filter-types": _("{place} uses «{value}» with values that do not fit it; compare values of the same type."),
    "filter-condition": _("{place} must be a condition that is true or false, not a value."),
    "cannot-evaluate": _("The request cannot be evaluated on the rows; use values within the range of the columns."),
    "method": _("Only GET, HEAD and OPTIONS are answered here."),
    "no-such-page": _("There is nothing at this address; begin at {allowed}."),
    "bad-address": _("The address cannot be read; send it in UTF-8, without control characters and with at most {limit} parameters."),
}
"""Message id → sentence; ``{place}`` is the parameter's name."""
