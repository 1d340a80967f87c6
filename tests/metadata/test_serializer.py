"""Which profiles a serialiser writes with."""

from __future__ import annotations

from typing import Any

import pytest
from ckanext.dcat.exceptions import RDFProfileException

from ckanext.binhduong.metadata.dcat import serializer
from ckanext.binhduong.metadata.dcat.serializer import CatalogueSerializer


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The profiles that were looked for, none yet."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(serializer, "_profiles", found)
    return found


def names_of(asked: list[str]) -> list[str]:
    """The profiles that a serialiser runs when it is asked for these."""
    return [profile.name for profile in CatalogueSerializer(profiles=asked)._profiles]


def test_a_profile_is_kept_and_run_once_however_often_it_is_named(looked_for: dict[str, Any]) -> None:
    """In the order asked for; no list of names that a stranger makes up is kept."""
    for times in range(1, 9):
        assert names_of(["schemaorg", "euro_dcat_ap_3"] * times) == ["schemaorg", "euro_dcat_ap_3"]
        assert names_of(["euro_dcat_ap_3", *["schemaorg"] * times]) == ["euro_dcat_ap_3", "schemaorg"]
    assert sorted(looked_for) == ["euro_dcat_ap_3", "schemaorg"]


def test_an_unknown_profile_is_named_and_not_kept(looked_for: dict[str, Any]) -> None:
    """Beside known ones too."""
    with pytest.raises(RDFProfileException, match="Unknown RDF profiles: khong_co, khong_co_nua"):
        CatalogueSerializer(profiles=["khong_co_nua", "schemaorg", "khong_co"])
    assert looked_for == {}
