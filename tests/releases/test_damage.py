"""A changed or missing byte in the store is not served, and what can be made again is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ckan import model

from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.maintenance.damage import quarantine_damaged
from ckanext.binhduong.releases.maintenance.nightly import nightly
from ckanext.binhduong.storage import settings
from tests.releases.conftest import add

pytestmark = pytest.mark.usefixtures("clean")


def change_a_byte(path: Path) -> None:
    """Turn over the last bit of a stored file, as a bad disk does: its size stays."""
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def test_a_truncated_or_missing_file_is_not_served(dataset: dict[str, Any], app: Any) -> None:
    """Its download, under the resource's address and the release's own, answers 500 and says so; for 503 nginx would send what it kept."""
    resource = add(dataset)
    path = settings.store().path(Release.current(resource["id"]).sha256)  # type: ignore[union-attr]
    base = f"/dataset/nha-thuoc/resource/{resource['id']}"
    addresses = [f"{base}/download/nha-thuoc.csv", f"{base}/release/1/nha-thuoc.csv"]
    assert [app.get(address).status_code for address in addresses] == [200, 200]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    assert [app.get(address).status_code for address in addresses] == [500, 500]
    path.unlink()
    assert [app.get(address).status_code for address in addresses] == [500, 500]


def test_a_changed_byte_is_found_at_night(dataset: dict[str, Any], app: Any) -> None:
    """A source with another byte goes into quarantine and is no longer served; whole files stay, and the next night finds nothing."""
    resource = add(dataset)
    release = Release.current(resource["id"])
    assert release
    store = settings.store()
    change_a_byte(store.path(release.sha256))
    assert quarantine_damaged() == 1
    assert (store.root / "quarantine" / release.sha256).exists()
    assert app.get(f"/dataset/nha-thuoc/resource/{resource['id']}/download/nha-thuoc.csv").status_code == 500
    assert quarantine_damaged() == 0
    assert store.path(release.canonical or "").exists()


def test_a_damaged_canonical_file_is_written_again(dataset: dict[str, Any]) -> None:
    """The night finds it and writes the very same file from the source."""
    resource = add(dataset)
    release = Release.current(resource["id"])
    assert release
    store, canonical = settings.store(), release.canonical or ""
    whole = store.path(canonical).read_bytes()
    change_a_byte(store.path(canonical))
    done = nightly()
    assert (done["damaged"], done["written"]) == (1, 1)
    model.Session.expire_all()
    again = Release.current(resource["id"])
    assert again
    assert again.canonical == canonical
    assert store.path(canonical).read_bytes() == whole
