"""Programs that read one resource, with its real addresses, to be copied as they stand. Imports no CKAN."""

from dataclasses import dataclass

__all__ = ["Addresses", "examples"]


@dataclass(frozen=True)
class Addresses:
    """Where a resource's rows are: ``rows`` and ``shapes`` are questions to the API (``shapes`` empty without a layer), ``files`` whole
    exports by their ending (csv, geojson, …), ``name`` what a copy may be called."""

    name: str
    rows: str
    shapes: str
    files: dict[str, str]


def examples(at: Addresses) -> list[tuple[str, str]]:
    """Return (language, program) pairs; what needs a file that there is not is left out."""
    found = [("curl", _curl(at)), ("Python", _python(at)), ("R", _r(at)), ("JavaScript", _javascript(at)), ("QGIS", _qgis(at))]
    return [(language, program) for language, program in found if program]


def _curl(at: Addresses) -> str:
    whole = "".join(f"curl -fL -o {at.name}.{ext} '{at.files[ext]}'\n" for ext in ("csv", "geojson") if ext in at.files)
    return f"{whole}curl -f '{at.shapes or at.rows}'"


_ASK = """import json
import urllib.request

import {library}

answer = json.load(urllib.request.urlopen({quoted}))
rows = {rows}
print(rows.head())"""


def _python(at: Addresses) -> str:
    if "geojson" in at.files:
        return f'import geopandas\n\nrows = geopandas.read_file("{at.files["geojson"]}")\nprint(rows.head())'
    if "csv" in at.files and not at.shapes:
        return f'import pandas\n\nrows = pandas.read_csv("{at.files["csv"]}")\nprint(rows.head())'
    if at.shapes:
        rows = 'geopandas.GeoDataFrame.from_features(answer["result"]["features"], crs="EPSG:4326")'
        return _ASK.format(library="geopandas", quoted=f'"{at.shapes}"', rows=rows)
    return _ASK.format(library="pandas", quoted=f'"{at.rows}"', rows='pandas.DataFrame(answer["result"]["records"])')


def _r(at: Addresses) -> str:
    if "geojson" in at.files:
        return f'rows <- sf::st_read("{at.files["geojson"]}")'
    if "csv" in at.files:
        return f'rows <- readr::read_csv("{at.files["csv"]}")'
    return f'answer <- jsonlite::fromJSON("{at.rows}")\nrows <- answer$result$records'


def _javascript(at: Addresses) -> str:
    rows = "result.features" if at.shapes else "result.records"
    return f'const answer = await fetch("{at.shapes or at.rows}");\nconst {{ result }} = await answer.json();\nconsole.log({rows});'


def _qgis(at: Addresses) -> str:
    """In QGIS: Layer, Add Layer, Add Vector Layer, protocol HTTP(S); or in its Python console."""
    file = at.files.get("geojson") or at.files.get("csv")
    return f'iface.addVectorLayer("/vsicurl/{file}", "{at.name}", "ogr")' if file else ""
