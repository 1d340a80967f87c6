"""What still answers as it did and is better asked otherwise: the headers Deprecation (RFC 9745) and Sunset (RFC 8594). Imports no CKAN."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

__all__ = ["DEPRECATED", "Deprecated", "headers_of"]

_PAGE = "/docs/api#deprecated"


@dataclass(frozen=True)
class Deprecated:
    """A parameter of addresses that programs read.

    Attributes:
        address: as people read it.
        path: of the addresses, without a language.
        parameter: its name.
        since: when it was deprecated.
        until: when it ends; None while no end is set.
        vi, en: what to ask instead.
    """

    address: str
    path: re.Pattern[str]
    parameter: str
    since: datetime
    until: datetime | None
    vi: str
    en: str


DEPRECATED = (
    Deprecated(
        "/feeds/….atom",
        re.compile(r"/feeds/.+\.atom"),
        "page",
        datetime(2026, 11, 29, tzinfo=UTC),
        None,
        "Đi theo liên kết “next” của nguồn tin: số trang thay đổi khi có thay đổi mới.",
        "Follow the feed's “next” link: numbers of pages shift with each change.",
    ),
    Deprecated(
        "/api/3/action/datastore_search",
        re.compile(r"/api/(?:3/)?action/datastore_search"),
        "language",
        datetime(2026, 11, 29, tzinfo=UTC),
        None,
        "Bỏ tham số này: bảng được lập chỉ mục theo một cách duy nhất.",
        "Leave it out: tables are indexed in one way.",
    ),
)
"""All of them; docs/contracts.md says how something comes here."""

_LANGUAGE = re.compile(r"^/(?:en|vi)(?=/)")


def headers_of(path: str, parameters: Collection[str], site: str, known: tuple[Deprecated, ...] = DEPRECATED) -> list[tuple[str, str]]:
    """Return the headers that an answer has for what its request used of :data:`DEPRECATED`.

    Args:
        path: of the request.
        parameters: names in its query, or in the body of a call of an action.
        site: the portal's address.
        known: what is deprecated.
    """
    plain = _LANGUAGE.sub("", path)
    found = [each for each in known if each.parameter in parameters and each.path.fullmatch(plain)]
    if not found:
        return []
    ends = [each.until for each in found if each.until]
    said = [("Deprecation", f"@{int(min(each.since for each in found).timestamp())}")]
    said += [("Sunset", format_datetime(min(ends), usegmt=True))] if ends else []
    return [*said, ("Link", f'<{site.rstrip("/")}{_PAGE}>; rel="deprecation"; type="text/html"')]
