"""Headers tell programs what they had better ask otherwise, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ckanext.binhduong.core.answer_headers.deprecations import DEPRECATED, headers_of

SITE = "https://dulieu.example.vn"
LINK = ("Link", f'<{SITE}/docs/api#deprecated>; rel="deprecation"; type="text/html"')


@pytest.mark.parametrize(
    ("path", "parameters", "found"),
    [
        ("/feeds/dataset.atom", ["page"], [("Deprecation", "@1795910400"), LINK]),
        ("/en/feeds/organization/so-y-te.atom", ["page", "q"], [("Deprecation", "@1795910400"), LINK]),
        ("/api/3/action/datastore_search", ["language", "resource_id"], [("Deprecation", "@1795910400"), LINK]),
        ("/feeds/dataset.atom", [], []),
        ("/dataset/", ["page"], []),
        ("/api/3/action/datastore_search_sql", ["language"], []),
    ],
)
def test_what_is_deprecated_is_said(path: str, parameters: list[str], found: list[tuple[str, str]]) -> None:
    """Of a request that uses it, in any language of pages; of no other."""
    assert headers_of(path, parameters, f"{SITE}/") == found


def test_an_end_that_is_set_is_said() -> None:
    """As a date of HTTP."""
    ends = replace(DEPRECATED[0], until=datetime(2027, 12, 1, tzinfo=UTC))
    assert headers_of("/feeds/dataset.atom", ["page"], SITE, (ends,))[1] == ("Sunset", "Wed, 01 Dec 2027 00:00:00 GMT")
