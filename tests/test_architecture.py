"""The plan of the house (docs/architecture.md) and the code say the same."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong"
NAME = "ckanext.binhduong"


def _rooms() -> dict[str, set[str]]:
    """room → the rooms it may import, from the table headed "Rooms"."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text[text.index("\n## Rooms") :]
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", table, flags=re.M)
    return {room: {word.strip() for word in allowed.split(",") if word.strip() != "–"} for room, allowed in rows}


ROOMS = _rooms()


def _modules(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def _imports(path: Path) -> list[tuple[str, list[str]]]:
    """Every import of our package in a file: (module, names)."""
    found: list[tuple[str, list[str]]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names if alias.name.startswith(NAME)]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(NAME):
            found.append((node.module, [alias.name for alias in node.names]))
    return found


def _public_names(room: str) -> set[str]:
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return set(ast.literal_eval(node.value))  # type: ignore[union-attr]
    return set()


def test_the_plan_names_every_room_and_only_rooms():
    """Each folder of the package is a room of the table, and the other way round."""
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name not in {"migration"}}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_the_plan_allows(room: str):
    """Imports between rooms go along the table's last column, and only to names of the target's `__all__`."""
    wrong: list[str] = []
    for path in _modules(room):
        for module, names in _imports(path):
            target = module.removeprefix(NAME).strip(".").split(".")[0]
            if not target or target == room:
                continue
            where = path.relative_to(PACKAGE)
            if target not in ROOMS[room]:
                wrong.append(f"{where} imports {module}")
            elif module != f"{NAME}.{target}" or not set(names) <= _public_names(target):
                wrong.append(f"{where} imports {names} of {module}, which is not in the room's __all__")
    assert wrong == []


@pytest.mark.parametrize("room", ["vn", "ingest"])
def test_a_plain_room_imports_no_ckan(room: str):
    """The library rooms know files and Vietnamese, not CKAN."""
    wrong = []
    for path in _modules(room):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            wrong += [f"{path.name}: {module}" for module in modules if module == "ckan" or module.startswith("ckan.")]
    assert wrong == []


def test_the_plugin_line_stands_once_and_in_this_order():
    """Templates, blueprints, chained actions and package hooks follow the order of `ckan.plugins` (reasons in config/ckan.ini)."""
    config = configparser.RawConfigParser()
    config.read(ROOT / "config" / "ckan.ini", encoding="utf-8")
    assert config["app:main"]["ckan.plugins"].split() == [
        "binhduong",
        "binhduong_operations",
        "binhduong_catalogue",
        "binhduong_metadata",
        "binhduong_search",
        "binhduong_releases",
        "binhduong_features",
        "scheming_datasets",
        "scheming_organizations",
        "scheming_groups",
        "dcat",
        "structured_data",
        "spatial_metadata",
        "spatial_query",
        "datastore",
        "expire_api_token",
        "activity",
    ]
    lines = [
        path
        for path in ROOT.glob("config/**/*")
        if path.is_file() and re.search(r"^ckan\.plugins", path.read_text(errors="ignore"), flags=re.M)
    ]
    assert lines == [ROOT / "config" / "ckan.ini"]


def test_no_room_is_imported_at_start_up_by_the_pure_ones():
    """Importing `vn` and `ingest` costs no geometry library: CKAN's command line must stay quick."""
    import subprocess
    import sys

    code = f"import sys, {NAME}.vn, {NAME}.ingest; print([m for m in ('shapely', 'pyproj', 'geopandas', 'pyarrow') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
