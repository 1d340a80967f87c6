"""From an uploaded file to a table and a layer, on the real databases."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests.helpers import call_action

from tests.releases.conftest import MORE_POINTS, POINTS, TABLE, add, as_anonymous, layers_of, replace, rows

pytestmark = pytest.mark.usefixtures("clean")


def test_points_become_a_typed_table_and_a_layer(dataset: dict[str, Any], geo: Any) -> None:
    """A CSV with coordinates is a typed DataStore table with hidden geometry, and a view under the dataset's name."""
    resource = add(dataset)
    assert (resource["release_state"], resource["release_number"], resource["layer"], resource["rows"]) == ("published", 1, "nha-thuoc", 3)
    assert resource["datastore_active"] is True
    assert rows(resource)[0] == {
        "_id": 1,
        "ma": "NT-001",
        "ten": "Nhà thuốc Bình An",
        "so_dien_thoai": "0274000001",
        "vi_do": 10.9804,
        "kinh_do": 106.6512,
    }
    assert geo('SELECT _fid, postgis.ST_AsText(_geom), _rank >= 0 AND _rank < 1 FROM geo."nha-thuoc" ORDER BY _id LIMIT 1') == [
        ("1", "POINT(106.6512 10.9804)", True)
    ]
