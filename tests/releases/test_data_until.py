"""The last day that published rows are about is kept with the resource, and ``freshness`` says it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model

from ckanext.binhduong.releases.maintenance.repair import repair
from tests.releases.conftest import act, add, replace

READINGS = "ma,ngay_cap_nhat,gia_tri\nA1,05/03/2023,5\nA2,17/03/2024,7\nA3,01/01/2999,8\n"


@pytest.fixture
def readings(dataset: dict[str, Any]) -> dict[str, Any]:
    """A table with a column of the day of each row, one of them in the far future."""
    return add(dataset, READINGS, "so-lieu.csv", key_column="ma")


def test_the_newest_row_says_of_when_the_data_are(dataset: dict[str, Any], readings: dict[str, Any]) -> None:
    """A planned day is passed over; a new file brings a new day, and the dataset's ``freshness`` follows."""
    assert readings["data_until"] == "2024-03-17"
    shown = act("package_show", id=dataset["id"])["freshness"]
    assert (shown["data_as_of"], shown["data_as_of_from"]) == ("2024-03-17", "rows")
    assert replace(readings, READINGS + "A4,02/09/2025,9\n", "so-lieu.csv")["data_until"] == "2025-09-02"


def test_repair_fills_in_the_day_of_older_releases(dataset: dict[str, Any], readings: dict[str, Any]) -> None:
    """A release that an older portal published gets its day, once."""
    resource = model.Resource.get(readings["id"])
    resource.extras = {name: value for name, value in resource.extras.items() if name != "data_until"}
    model.Session.commit()
    assert repair()["resources"] == 1
    assert act("resource_show", id=readings["id"])["data_until"] == "2024-03-17"
    assert repair()["resources"] == 0


def test_what_is_sent_back_as_shown_changes_nothing(dataset: dict[str, Any], readings: dict[str, Any]) -> None:
    """``freshness`` is worked out when shown: sent back it is neither an error nor kept, and a client cannot set the rows' day."""
    shown = act("package_show", id=dataset["id"])
    shown["freshness"] = {"state": "fresh", "data_as_of": "2030-01-01"}
    shown["notes"] = "Mô tả mới"
    act("package_update", **shown)
    again = act("package_show", id=dataset["id"])
    assert again["freshness"]["data_as_of"] == "2024-03-17"
    assert "freshness" not in model.Package.get(dataset["id"]).extras
