"""Say in what a reading differs from what is written beside its file; used by the corpus' test and by the proof by mutation."""

from decimal import Decimal
from typing import Any

import shapely

from ckanext.binhduong.ingest.typing.column_statistics import plain
from tests.ingest.helpers import Read


def differences(found: Read, wanted: dict[str, Any]) -> list[str]:
    """Name every part of the report or the table that is not as the file's author wrote it, with both values; empty when all is."""
    report = found.report
    pairs: dict[str, tuple[Any, Any]] = {
        "findings": (sorted(map(_short, report["findings"])), wanted["findings"]),
        "ok": (report["ok"], wanted["ok"]),
        "counts": (list(report["rows"].values()), wanted["counts"]),
        "source": ({key: report["source"][key] for key in wanted["source"]}, wanted["source"]),
        "said": (_said(report, wanted.get("said", {})), wanted.get("said", {})),
    }
    if wanted["columns"] or wanted["ok"]:
        shown = [":".join(filter(None, (column["name"], column["type"], column["role"]))) for column in report["columns"]]
        pairs["columns"] = (shown, wanted["columns"])
    if "units" in wanted:
        pairs["units"] = ({column["name"]: column["unit"] for column in report["columns"] if column["unit"]}, wanted["units"])
    if found.schema is not None:
        rows = [[str(value) if isinstance(value, Decimal) else plain(value) for value in row.values()] for row in found.rows]
        if len(rows) != len(wanted["rows"]) or not all(map(_same_row, rows, wanted["rows"])):
            pairs["rows"] = (rows, wanted["rows"])
    if found.wkb is not None:
        (column,) = (column["name"] for column in report["columns"] if column["role"] == "geometry")
        drawn = [shapely.to_wkb(shapely.from_geojson(text), byte_order=1) if text else None for text in found.values(column)]
        pairs["wkb"] = (found.wkb, drawn)
    if wanted["geometry"]:
        box = [report["geometry"]["type"], *report["geometry"]["extent"]] if report["geometry"] else []
        if not _same_row(box, wanted["geometry"], 2e-6):
            pairs["geometry"] = (box, wanted["geometry"])
    return [f"{part}: {is_} ≠ {should}" for part, (is_, should) in pairs.items() if is_ != should or part in ("rows", "geometry")]


def _short(finding: dict[str, Any]) -> str:
    place = finding["place"]
    where = str(place.get("row") or place.get("feature") or "")
    column = f"|{place['column']}" if place.get("column") else ""
    return finding["code"] + (f"@{where}{column}" if where or column else "")


def _said(report: dict[str, Any], wanted: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Give value, understood and count of the first finding of each wanted code, as far as they are asked for."""
    first: dict[str, list[Any]] = {}
    for finding in report["findings"]:
        first.setdefault(finding["code"], [finding["value"], finding["understood"], finding["count"]])
    return {
        code: [is_ if should is not None else None for is_, should in zip(first.get(code, [None] * 3), words, strict=False)]
        for code, words in wanted.items()
    }


def _same_row(found: list[Any], wanted: list[Any], tolerance: float = 1e-6) -> bool:
    return len(found) == len(wanted) and all(_near(each, want, tolerance) for each, want in zip(found, wanted, strict=True))


def _near(found: Any, wanted: Any, tolerance: float) -> bool:
    if isinstance(wanted, float) and isinstance(found, int | float):
        return abs(found - wanted) < tolerance
    if isinstance(wanted, str) and wanted.startswith('{"type"') and found:
        return bool(shapely.equals_exact(*(shapely.normalize(shapely.from_geojson(text)) for text in (found, wanted)), tolerance=tolerance))
    return found == wanted
