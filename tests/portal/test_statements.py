"""How many SQL statements a page costs. A budget a page, not a layer, agency or row: what is added to the catalogue adds none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan.tests import factories
from sqlalchemy.engine import Engine

from ckanext.binhduong.core.connections.connection_pool import Database
from tests.catalogue.conftest import REQUIRED, as_site
from tests.features.conftest import Store, store

__all__ = ["store"]

MOST = 12


@pytest.fixture(scope="module")
def catalogue(store: Store) -> None:
    """Six layers, as many datasets of six agencies."""
    for number in range(6):
        if number % 2:
            store.places(f"lop-{number}", [(f"P{number}", "Nhà thuốc", "GPP", True, "24/7", 106.65 + number / 100, 10.98)])
        else:
            store.points(f"lop-{number}", [(f"P{number}", "Trạm y tế", None, 3, 106.65 + number / 100, 10.98)])


@pytest.fixture(scope="module")
def datasets(catalogue: None, empty_portal: None) -> None:
    """Their datasets."""
    factories.Sysadmin(name="quan-tri")
    for number in range(6):
        agency = as_site("organization_create", name=f"so-{number}", title=f"Sở {number}")
        as_site("package_create", **{**REQUIRED, "name": f"lop-{number}", "owner_org": agency["id"], "units": ["718@2024"]})


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    """The statements since the last call: of CKAN's and the DataStore's engines, and of the pools of reading roles."""
    seen: list[str] = []
    rows = Database.rows

    def pooled(self: Database, statement: Any, values: Any = None) -> list[dict[str, Any]]:
        seen.append(str(statement))
        return rows(self, statement, values)

    def executed(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    monkeypatch.setattr(Database, "rows", pooled)
    sa.event.listen(Engine, "before_cursor_execute", executed)

    def since() -> list[str]:
        new = list(seen)
        seen.clear()
        return new

    yield since
    sa.event.remove(Engine, "before_cursor_execute", executed)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/map?near=106.65,10.98",
        "/map?theme=nha-thuoc&within=718@2024&open_now=true",
        "/place/718@2024",
        "/place/compare?unit=718@2024&unit=724@2024",
        "/dataset/",
        "/dataset/?q=nha+thuoc",
        "/dataset/lop-1",
        "/dataset/lop-1/card.png",
        "/organization/",
        "/group/",
        "/api/3/action/feature_search?near=106.65,10.98&facets=true&counts=true",
    ],
)
def test_a_page_costs_at_most_twelve_statements(app: Any, datasets: None, statements: Callable[[], list[str]], address: str) -> None:
    """Counted at the second reading: what a process reads once in its life is no cost of a page."""
    app.get(address, status=200)
    statements()
    app.get(address, status=200)
    asked = statements()
    assert len(asked) <= MOST, "\n".join(asked)
