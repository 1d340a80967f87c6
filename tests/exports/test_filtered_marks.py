"""Filtered exports carry marks: who has the rows already gets 304, until the table or what is said of it changes."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.binhduong.exports import jobs
from tests.exports.test_serving import base
from tests.releases.conftest import MORE_POINTS, act, add, replace

LATER, EARLIER = "Tue, 01 Jan 2047 00:00:00 GMT", "Wed, 01 Jan 2020 00:00:00 GMT"


@pytest.fixture
def address(clean: None, dataset: dict[str, Any]) -> str:
    """A filtered export of a published table, which the resource's id is part of."""
    resource = add(dataset, key_column="ma")
    jobs.run()
    return f"{base(dataset, resource)}/export.csv?limit=2"


def ask(app: Any, address: str, **headers: str) -> tuple[int, str]:
    """Status and mark of an answer; it is read to its end, where its reader's place is given back."""
    answer = app.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status_code == 304 or answer.data
    return answer.status_code, answer.headers["ETag"]


def _resource(address: str) -> str:
    return address.split("/")[4]


def test_rows_that_a_reader_has_are_not_sent_again(address: str, app: Any) -> None:
    """By the mark and by a time that is ours or later; an earlier time and another mark get the rows."""
    first = app.get(address)
    assert first.data.count(b"NT-") == 2
    mark, moment = first.headers["ETag"], first.headers["Last-Modified"]
    asked: list[dict[str, str]] = [{"If_None_Match": mark}, {"If_Modified_Since": moment}, {"If_Modified_Since": LATER}]
    assert [ask(app, address, **each)[0] for each in asked] == [304, 304, 304]
    asked = [{"If_None_Match": '"x"'}, {"If_Modified_Since": EARLIER}, {"If_None_Match": '"x"', "If_Modified_Since": LATER}]
    assert [ask(app, address, **each)[0] for each in asked] == [200, 200, 200]


def test_another_question_has_another_mark(address: str, app: Any) -> None:
    """Of the same table, in the same or another form."""
    others = (address, address.replace("limit=2", "limit=1"), f"{address}&q=nha", address.replace(".csv", ".json"))
    assert len({ask(app, other)[1] for other in others}) == 4


@pytest.mark.parametrize("change", ["release", "upsert", "dictionary"])
def test_a_change_has_another_mark(address: str, app: Any, change: str) -> None:
    """A new release, a row that an agency's system wrote, other titles of the columns: the rows are sent again."""
    _, mark = ask(app, address)
    resource = act("resource_show", id=_resource(address))
    if change == "release":
        replace(resource, MORE_POINTS)
    elif change == "upsert":
        act("datastore_upsert", resource_id=resource["id"], force=True, records=[{"ma": "NT-001", "ten": "Tên khác"}])
    else:
        act("resource_patch", id=resource["id"], description="Nói khác đi")
    status, other = ask(app, address, If_None_Match=mark)
    assert (status, other != mark) == (200, True)
