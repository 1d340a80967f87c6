"""Say what a file is by its content; its name only breaks ties between kinds of plain text.

A file's extension is what an officer typed or what an attacker chose. The driver that will parse the file is picked from what
this module found, never by asking the parser to guess.
"""

import json
import re
from pathlib import Path

from ckanext.binhduong.ingest.detection import zip_archives
from ckanext.binhduong.ingest.model import Detected, Refused

_HEAD = 64 * 1024

FORMATS: dict[str, tuple[str, str]] = {
    "CSV": ("table", "text/csv"),
    "TSV": ("table", "text/tab-separated-values"),
    "XLSX": ("table", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "XLS": ("table", "application/vnd.ms-excel"),
    "SpreadsheetML": ("table", "application/xml"),
    "ODS": ("table", "application/vnd.oasis.opendocument.spreadsheet"),
    "GeoJSON": ("layer", "application/geo+json"),
    "Shapefile": ("layer", "application/vnd.shp"),
    "GeoPackage": ("layer", "application/geopackage+sqlite3"),
    "KML": ("layer", "application/vnd.google-earth.kml+xml"),
    "KMZ": ("layer", "application/vnd.google-earth.kmz"),
    "FlatGeobuf": ("layer", "application/flatgeobuf"),
    "Parquet": ("layer", "application/vnd.apache.parquet"),
    "PDF": ("other", "application/pdf"),
    "DOCX": ("other", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "PPTX": ("other", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "DOC": ("other", "application/msword"),
    "PNG": ("other", "image/png"),
    "JPEG": ("other", "image/jpeg"),
    "GIF": ("other", "image/gif"),
    "TIFF": ("other", "image/tiff"),
    "SQLite": ("other", "application/vnd.sqlite3"),
    "ZIP": ("other", "application/zip"),
    "RAR": ("other", "application/vnd.rar"),
    "7Z": ("other", "application/x-7z-compressed"),
    "GZIP": ("other", "application/gzip"),
    "HTML": ("other", "text/html"),
    "MapInfo": ("other", "application/x-mapinfo"),
    "XML": ("other", "application/xml"),
    "JSON": ("other", "application/json"),
    "TXT": ("other", "text/plain"),
    "empty": ("other", "application/x-empty"),
    "unknown": ("other", "application/octet-stream"),
}
"""Every format this package names → (kind, IANA media type)."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"fgb\x03fgb", "FlatGeobuf"),
    (b"PAR1", "Parquet"),
)
_GEOJSON_TYPES = "FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon|GeometryCollection"
_GEOJSON = re.compile(rf'"(?:type)"\s*:\s*"(?:{_GEOJSON_TYPES})"|"(?:features|coordinates)"\s*:\s*\[')
SPREADSHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_MAPINFO = re.compile(r"!table\s+!version \d|version\s+\d{3}\s+charset\s+\"", re.IGNORECASE)
"""How a .tab and a .mif begin, which are parts of a layer and no tables."""
_QUOTED = re.compile(r'(?:(?<=[\t;,|])|^)"(?:[^"]|"")*"', re.MULTILINE)
"""A cell in quotes, which may hold delimiters and new lines."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_NAMES = {".csv": "CSV", ".tsv": "TSV", ".tab": "TSV"}


def detect(path: Path | str, name: str = "") -> Detected:
    """Say what the file at ``path`` is; ``name`` is what it was called when it was sent."""
    path = Path(path)
    found = _format(path, Path(name or path.name).suffix.lower())
    return Detected(FORMATS[found][0], found, FORMATS[found][1])


def _format(path: Path, suffix: str) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return "empty"
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_format(path)
    if head.startswith(b"SQLite format 3\0"):
        return "GeoPackage" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else "SQLite"
    if head.startswith(_OLE):
        return _ole_format(path)
    return _text_format(head, suffix)


def _zip_format(path: Path) -> str:
    try:
        names = [member.filename for member in zip_archives.list_members(path)]
    except Refused:
        return "ZIP"
    lower = [name.lower() for name in names]
    folders = {name.split("/")[0] for name in lower}
    if "[content_types].xml" in lower:
        return next((found for folder, found in (("xl", "XLSX"), ("word", "DOCX"), ("ppt", "PPTX")) if folder in folders), "ZIP")
    if "mimetype" in lower and {"content.xml", "encrypted-package"} & set(lower):
        kind = zip_archives.read_member(path, names[lower.index("mimetype")], 200)
        return "ODS" if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else "ZIP"
    for ending, found in ((".shp", "Shapefile"), (".kml", "KMZ"), (".dbf", "Shapefile")):
        if any(name.endswith(ending) and not name.startswith("__macosx") for name in lower):
            return found
    return "ZIP"


def _ole_format(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(16 * 2**20)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "XLSX"  # a workbook with a password; its reader says so
    workbook = any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book"))
    return "XLS" if workbook else "DOC" if "WordDocument".encode("utf-16-le") in data else "unknown"


def _text_format(head: bytes, suffix: str) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\0" in head[:4096] and suffix not in _TEXT_NAMES:
        return "unknown"
    text = head.decode("utf-16" if wide else "utf-8-sig", "replace").lstrip("\ufeff\x1e \t\r\n")
    if text.startswith("<"):
        return _markup_format(text)
    if text.startswith(("{", "[")) and suffix not in _TEXT_NAMES:
        return "GeoJSON" if _GEOJSON.search(text) else "JSON" if suffix in (".json", ".geojson") or _is_json(text) else "TXT"
    if _MAPINFO.match(text):
        return "MapInfo"
    if suffix in _TEXT_NAMES:
        return _TEXT_NAMES[suffix]
    lines = [line for line in _QUOTED.sub("", text).split("\n")[:20] if line.strip()]
    for delimiter, found in (("\t", "TSV"), (";", "CSV"), (",", "CSV"), ("|", "CSV")):
        counts = {line.count(delimiter) for line in lines[:-1] or lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return found
    return "TXT"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _markup_format(text: str) -> str:
    start = (
        re.sub(r"<\?.*?\?>|<!--.*?-->|<!doctype\s+\w+[^\[>]*(\[.*?\]\s*)?>", "", text[:8192], flags=re.DOTALL | re.IGNORECASE)
        .lstrip()
        .lower()
    )
    if re.match(r"<(\w+:)?kml\b", start):
        return "KML"
    if re.match(r"<(\w+:)?workbook\b", start) and SPREADSHEET_XML in text[:8192]:
        return "SpreadsheetML"
    return "HTML" if re.match(r"<(html|head|body|table|meta|div|style|script)\b", start) else "XML"
