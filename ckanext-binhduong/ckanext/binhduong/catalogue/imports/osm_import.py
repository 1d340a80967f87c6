"""From an OpenStreetMap extract (.osm.pbf, .osm) to a dataset folder in the seed's format: ``ckan binhduong import osm``.

``osm_themes.py`` says which objects and tags, ``osm_read.py`` reads them. OpenStreetMap's licence, ODbL 1.0, asks for attribution and for
sharing alike, so the rows get a dataset of their own and are mixed into no other. ``ckan binhduong seed`` then loads the folder.
"""

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import yaml

from ckanext.binhduong.catalogue.imports.osm_read import PROVINCE, OsmImportError, read_rows
from ckanext.binhduong.catalogue.imports.osm_themes import FIXED_TITLES, NAME, PHONE, THEMES, OsmTheme

__all__ = ["OsmImportError", "import_osm", "osm_import_command"]

CREDIT = "© OpenStreetMap contributors, ODbL 1.0"
CREDIT_VI = "© Những người đóng góp OpenStreetMap, giấy phép ODbL 1.0"


def import_osm(extract: Path, theme_code: str, out: Path, taken: date) -> tuple[Path, int]:
    """Write ``out/<dataset>/`` with dataset.yaml, one CSV and SOURCE.md; give the folder and the number of rows.

    Args:
        extract: an .osm.pbf or .osm file.
        theme_code: a key of ``THEMES``.
        out: the seed's folder; its ``agencies.yaml`` gives the contact of the theme's agency.
        taken: the day of the extract, the dataset's date.

    Raises:
        OsmImportError: the file is no extract, holds nothing of the theme in the province, or the agency is unknown.
    """
    theme = THEMES[theme_code]
    agency = _agency(out, theme.agency)
    rows = read_rows(extract, theme)
    if not rows:
        raise OsmImportError(
            f"“{extract.name}” không có đối tượng nào của lĩnh vực “{theme_code}” trên địa bàn; kiểm tra vùng của tệp trích. / "
            f"“{extract.name}” has no object of theme “{theme_code}” in the province; check the area of the extract."
        )
    folder = out / theme.dataset
    folder.mkdir(parents=True, exist_ok=True)
    _write_rows(folder / f"{theme.dataset}.csv", rows)
    description = _description(theme, theme_code, rows, agency, taken)
    (folder / "dataset.yaml").write_text(yaml.safe_dump(description, allow_unicode=True, sort_keys=False, width=140), encoding="utf-8")
    (folder / "SOURCE.md").write_text(_source(theme, extract, taken), encoding="utf-8")
    return folder, len(rows)


def _agency(out: Path, name: str) -> dict[str, Any]:
    file = out / "agencies.yaml"
    listed = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else []
    found = next((agency for agency in listed if agency["name"] == name), None)
    if found is None:
        raise OsmImportError(
            f"Không có cơ quan “{name}” trong agencies.yaml của thư mục đích; hãy thêm cơ quan đó. / "
            f"There is no agency “{name}” in agencies.yaml of the target folder; add it."
        )
    return found


def _write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _description(theme: OsmTheme, theme_code: str, rows: list[dict[str, str]], agency: dict[str, Any], taken: date) -> dict[str, Any]:
    """The content of dataset.yaml; every text that is shown carries the attribution."""
    day = taken.isoformat()
    return {
        "name": theme.dataset,
        "title": theme.title,
        "title_en": theme.title_en,
        "notes": f"{len(rows)} đối tượng trong OpenStreetMap ngày {taken:%d/%m/%Y}. {CREDIT_VI}: ghi công, chia sẻ tương tự. "
        "Dữ liệu do cộng đồng đóng góp, có thể thiếu hoặc cũ.",
        "notes_en": f"{len(rows)} objects in OpenStreetMap on {day}. {CREDIT}: attribution, share alike. "
        "Contributed by the community; it may be incomplete or old.",
        "theme": theme_code,
        "agency": theme.agency,
        "tags": ["OpenStreetMap"],
        "license_id": "ODbL-1.0",
        "data_kind": "real",
        "frequency": "IRREG",
        "units": [PROVINCE],
        "contact_name": agency["title"],
        "contact_email": agency["contact_email"],
        "temporal_start": day,
        "temporal_end": day,
        "issued": day,
        "modified": day,
        "language": ["vi"],
        "provenance": f"{CREDIT_VI}. Trích từ OpenStreetMap; xã, phường gắn theo vị trí.",
        "url": "https://www.openstreetmap.org/copyright",
        "resources": [_resource(theme, len(rows), list(rows[0]))],
    }


def _resource(theme: OsmTheme, count: int, columns: list[str]) -> dict[str, Any]:
    titles = FIXED_TITLES | {column.name: (column.vi, column.en) for column in (NAME, PHONE, *theme.columns)}
    return {
        "file": f"{theme.dataset}.csv",
        "name": theme.title,
        "name_en": theme.title_en,
        "description": f"{count} điểm, WGS 84. {CREDIT_VI}.",
        "description_en": f"{count} points, WGS 84. {CREDIT}.",
        "format": "CSV",
        "key_column": "ma",
        "columns": {name: dict(zip(("vi", "en"), titles[name], strict=True)) for name in columns},
    }


def _source(theme: OsmTheme, extract: Path, taken: date) -> str:
    return (
        f"# Source of `{theme.dataset}`\n\n"
        f"`{theme.dataset}.csv`: {CREDIT}, https://www.openstreetmap.org/copyright, https://opendatacommons.org/licenses/odbl/1-0/.\n"
        f"Taken from `{extract.name}` of {taken.isoformat()} by `ckan binhduong import osm`. ODbL is share-alike: keep this folder apart.\n"
    )


@click.command("osm")
@click.argument("extract", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--theme", type=click.Choice(sorted(THEMES)), required=True, help="Which objects to take.")
@click.option("--date", "taken", type=click.DateTime(["%Y-%m-%d"]), help="The day of the extract (default: the file's own date).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="datasets", show_default=True, help="The seed's folder.")
def osm_import_command(extract: Path, theme: str, taken: datetime | None, out: Path) -> None:
    """Make a dataset folder of one theme from EXTRACT (.osm.pbf or .osm); `ckan binhduong seed` then loads it."""
    taken = taken or datetime.fromtimestamp(extract.stat().st_mtime, UTC)
    try:
        folder, count = import_osm(extract, theme, out, taken.date())
    except OsmImportError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} dòng / rows: {folder}")
