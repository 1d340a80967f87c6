"""A row by its key as the newest release that has it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.comparisons import last_row as module
from ckanext.binhduong.releases.ledger.model import Release, utcnow
from tests.releases.conftest import POINTS, act, add, as_anonymous, replace

pytestmark = pytest.mark.usefixtures("clean")
WITHOUT = "\n".join(line for line in POINTS.splitlines() if not line.startswith("NT-001")) + "\n"


@pytest.fixture
def resource(dataset: dict[str, Any]) -> dict[str, Any]:
    """A layer with a key in three releases; the last two lack NT-001, the second moved NT-002."""
    once = replace(add(dataset, key_column="ma"), WITHOUT.replace("11.0500", "11.0600"))
    return replace(once, WITHOUT)


def test_a_row_that_is_gone_is_answered_as_it_last_was(resource: dict[str, Any]) -> None:
    """From the release that had it: its values, its columns and its place; the public may ask."""
    found = as_anonymous("release_row", id=resource["id"], key="NT-001")
    assert (found["number"], found["current"], found["key"]) == (1, False, "NT-001")
    line = next(each for each in POINTS.splitlines() if each.startswith("NT-001")).split(",")
    assert [found["values"][name] for name in ("ma", "ten")] == line[:2]
    assert found["geometry"] == {"type": "Point", "coordinates": (found["values"]["kinh_do"], found["values"]["vi_do"])}
    assert [(field["id"], field["role"]) for field in found["fields"][:1]] == [("ma", "key")]


def test_a_row_that_is_there_is_answered_from_the_newest_release(resource: dict[str, Any]) -> None:
    """Not from one in which it said something else."""
    found = act("release_row", id=resource["id"], key="NT-002")
    assert (found["number"], found["current"], found["values"]["vi_do"]) == (3, True, 11.05)


def test_what_never_was_and_what_was_withdrawn_is_not_found(resource: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that no release has; one whose releases are no longer kept; one beyond what a question may read."""
    with pytest.raises(tk.ObjectNotFound):
        act("release_row", id=resource["id"], key="NT-999' OR 1=1")
    with monkeypatch.context() as patched:
        patched.setattr(module, "_MOST_KEYS", 3)
        with pytest.raises(tk.ObjectNotFound):
            act("release_row", id=resource["id"], key="NT-001")
    first = model.Session.query(Release).filter_by(resource_id=resource["id"], number=1).one()
    first.retired = utcnow()
    model.Session.commit()
    with pytest.raises(tk.ObjectNotFound):
        act("release_row", id=resource["id"], key="NT-001")


def test_a_private_datasets_rows_are_its_agencys(resource: dict[str, Any]) -> None:
    """Also those that were public once."""
    act("package_patch", id=resource["package_id"], private=True)
    with pytest.raises(tk.NotAuthorized):
        as_anonymous("release_row", id=resource["id"], key="NT-001")
    assert act("release_row", id=resource["id"], key="NT-001")["number"] == 1
