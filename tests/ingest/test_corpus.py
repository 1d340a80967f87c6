"""Every file of the corpus gives exactly what is written beside it.

Text tables and workbooks are read in this process; layers and hostile files through the sandboxed child, as the portal reads them.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from ckanext.binhduong.ingest import check_file
from ckanext.binhduong.ingest.sandbox import Limits
from ckanext.binhduong.ingest.stats import plain
from tests.ingest.helpers import Read, read
from tests.ingest.make_corpus import all_cases

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path.name.removesuffix(".expect.json") for path in CORPUS.glob("*.expect.json"))
IN_PROCESS = (".csv", ".tsv", ".xlsx", ".xls", ".ods")


def _read(path: Path, work: Path, options: dict[str, Any]) -> Read:
    if path.suffix in IN_PROCESS and not path.name.startswith("hostile-"):
        copy = work / path.name
        copy.symlink_to(path)
        return read(copy, **options)
    checked = check_file(path, name=path.name, options=options, work_dir=work, limits=Limits(memory=512 * 2**20, cpu=20, wall=60))
    return Read(checked.report, checked.table)


def _short(finding: dict[str, Any]) -> str:
    place = finding["place"]
    where = str(place.get("row") or place.get("feature") or "")
    column = f"|{place['column']}" if place.get("column") else ""
    return finding["code"] + (f"@{where}{column}" if where or column else "")


def _near(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, float) and isinstance(found, int | float):
        return abs(found - wanted) < 1e-6
    if isinstance(wanted, str) and wanted.startswith('{"type"'):
        return bool(shapely.equals_exact(*(shapely.normalize(shapely.from_geojson(text)) for text in (found, wanted)), tolerance=1e-6))
    return found == wanted


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_what_is_written_beside_it(name: str, tmp_path: Path) -> None:
    """Columns, rows, counts, findings, geometry and source are those the file's author wrote down."""
    wanted = json.loads((CORPUS / f"{name}.expect.json").read_text(encoding="utf-8"))
    found = _read(CORPUS / name, tmp_path, wanted["options"])
    report = found.report
    assert sorted(_short(finding) for finding in report["findings"]) == wanted["findings"]
    assert report["ok"] is wanted["ok"]
    assert list(report["rows"].values()) == wanted["counts"]
    if wanted["columns"] or wanted["ok"]:
        shown = [":".join(filter(None, (column["name"], column["type"], column["role"]))) for column in report["columns"]]
        assert shown == wanted["columns"]
    if found.schema is not None:
        rows = [[plain(value) for value in row.values()] for row in found.rows]
        assert len(rows) == len(wanted["rows"])
        assert [
            (row, want) for row, want in zip(rows, wanted["rows"], strict=True) if not all(map(_near, row, want)) or len(row) != len(want)
        ] == []
    if wanted["geometry"]:
        kind, *box = wanted["geometry"]
        assert report["geometry"]["type"] == kind
        assert report["geometry"]["extent"] == pytest.approx(box, abs=2e-6)
    assert {key: report["source"][key] for key in wanted["source"]} == wanted["source"]


def test_the_corpus_is_whole() -> None:
    """The committed files are those the script writes: at least 120, at least 40 of them hostile."""
    names = [case.name for case in all_cases()]
    assert sorted(names) == FILES
    assert len(names) == len(set(names)) >= 120
    assert sum(name.startswith("hostile-") for name in names) >= 40
