"""The minimum level is measured on the dataset itself."""

from typing import Any

import pytest

from ckanext.binhduong.workflow.plan.minimum_levels import LEVELS, Facts, level_of, missing

WHOLE: dict[str, Any] = {
    "state": "active",
    "private": False,
    "license_id": "CC-BY-4.0",
    "title": "Nhà thuốc",
    "notes": "Mô tả",
    "contact_name": "Phòng Dược",
    "contact_email": "duoc@so-y-te.example",
    "frequency": "MONTHLY",
    "resources": [{"format": "XLSX", "release_number": 1, "release_state": "published", "datastore_active": True}],
}


def _facts(promised: str = "", freshness: str = "fresh", rating: str = "excellent", **changes: Any) -> Facts:
    return Facts(WHOLE | changes, promised, freshness, rating)


def test_a_whole_dataset_reaches_the_highest_level() -> None:
    """Public, open, described, by API, without findings and kept up."""
    assert level_of(_facts("QUARTERLY")) == max(LEVELS)
    assert missing(_facts("QUARTERLY"), max(LEVELS)) == []


@pytest.mark.parametrize(
    ("facts", "level", "condition"),
    [
        (Facts({}), 0, "public"),
        (_facts(private=True), 0, "public"),
        (_facts(state="draft"), 0, "public"),
        (_facts(resources=[]), 0, "public"),
        (_facts(resources=[{"format": "CSV", "release_state": "refused"}]), 0, "public"),
        (_facts(license_id="notspecified"), 1, "licence"),
        *(
            (_facts(resources=[{"format": name, "release_number": 1}]), 1, "open_format")
            for name in ("PDF", "XLSX", "TXT", "WMS", "wfs", "API", "?", "")
        ),
        *((_facts(resources=[{"format": name, "release_number": 1}]), 2, "rows_by_api") for name in ("CSV", "TSV", "FGB", "geojson")),
        (_facts(contact_email=""), 2, "described"),
        (_facts(rating="good"), 2, "metadata_points"),
        (_facts(rating=""), 2, "metadata_points"),
        (_facts(resources=[*WHOLE["resources"], {"format": "CSV", "release_state": "held"}]), 3, "no_open_finding"),
        (_facts(freshness="overdue"), 3, "frequency_kept"),
        (_facts("WEEKLY"), 3, "frequency_kept"),
        (_facts("WEEKLY", frequency="IRREG"), 3, "frequency_kept"),
    ],
)
def test_each_condition_holds_a_dataset_back(facts: Facts, level: int, condition: str) -> None:
    """One thing missing is named, and the level is the one below."""
    assert level_of(facts) == level
    assert condition in missing(facts, 4)


def test_a_lower_minimum_asks_for_less() -> None:
    """What a higher level wants is not missing at a lower one."""
    assert missing(_facts("WEEKLY"), 3) == []
