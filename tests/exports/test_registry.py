"""What stands of a format outside its row of the registry: its documentation, its name in metadata, its reader, what an upgrade gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ckanext.binhduong.catalogue.vocabularies import find_format
from ckanext.binhduong.exports.formats.registry import FORMATS, formats_for
from ckanext.binhduong.exports.formats.vector import WGS84
from ckanext.binhduong.ingest.detection.file_kinds import FORMATS as KINDS
from tests.exports.test_round_trip import READERS

ROOT = Path(__file__).parents[2]
FILES = ROOT / "docs/releases/files.md"


def _documented() -> dict[str, tuple[str, str, str]]:
    """The table "Files of a release": ext → of, made, a part of the rows."""
    part = FILES.read_text(encoding="utf-8").partition("## Files of a release")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in part.splitlines() if line.startswith("| `")]
    return {ext: (of, made, some) for names, _, of, made, some, *_ in rows for ext in re.findall(r"`([\w.]+)`", names)}


def test_every_format_is_documented() -> None:
    """The table in ``docs/releases/files.md`` says of each format what its row of the registry says."""
    assert _documented() == {
        format.ext: (
            "layers" if format.layers_only else "all tables",
            "with the release" if format.at_once else "first request",
            "yes" if format.filtered else "no",
        )
        for format in FORMATS.values()
    }


def test_every_format_has_a_name_in_metadata() -> None:
    """DCAT's ``dct:format`` is that of the vocabulary of formats."""
    assert [ext for ext in FORMATS if find_format(ext) is None] == []


def test_a_format_has_one_media_type() -> None:
    """The file is sent as what the vocabulary and the check of uploads call it; a Shapefile is sent as the archive that it is in."""
    assert [ext for ext, format in FORMATS.items() if (find_format(ext) or {})["media_type"] != format.media_type] == ["shp.zip"]
    checked = {media_type for _, media_type in KINDS.values()}
    assert {format.media_type for format in FORMATS.values()} - checked == {"application/x-ndjson"}


def test_every_format_is_read_back() -> None:
    """A format without a reader in ``test_round_trip.py`` has tests of its own in ``test_formats.py``: Excel's CSV and the Shapefile."""
    assert set(FORMATS) - set(READERS) == {"excel.csv", "shp.zip"}


@pytest.mark.parametrize(("question", "geometry"), [("zones-files", "MultiPolygon"), ("points-files", "Point")])
def test_an_upgraded_instance_is_asked_for_every_format(question: str, geometry: str) -> None:
    """What the upgrade of the old instance must give has a state for each file of a layer, in the registry's order."""
    asked = yaml.safe_load((ROOT / "tests/upgrade/questions.yaml").read_text(encoding="utf-8"))
    expected = [format.ext for format in formats_for(geometry) for _ in format.epsg or (WGS84,)]
    said = next(group[question]["is"] for group in asked.values() if question in group)
    assert said["result.*.format"] == expected
    assert len(said["result.*.state"]) == len(expected)
