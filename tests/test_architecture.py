"""docs/architecture.md and the code say the same: packages, and what each may import."""

from __future__ import annotations

import ast
import configparser
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong"
NAME = "ckanext.binhduong"
MOST_MODULES = 14
"""Modules side by side in one folder, `__init__` left out; more need sub-packages."""


@dataclass(frozen=True)
class Row:
    """A row of the table "Packages": what a package may import, and which of its modules others may."""

    allowed: frozenset[str]
    public: frozenset[str]


def _rows() -> dict[str, Row]:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text[text.index("\n## Packages") :]
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \| ([^|]+) \|$", table, flags=re.M)
    return {name: Row(_words(allowed), _words(public)) for name, allowed, public in rows}


def _words(cell: str) -> frozenset[str]:
    return frozenset(word.strip() for word in cell.split(",") if word.strip() != "–")


PACKAGES = _rows()


def _is_module(dotted: str) -> bool:
    path = PACKAGE.joinpath(*dotted.removeprefix(NAME).strip(".").split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imports_of(source: str, module: str, is_package: bool = False) -> tuple[list[tuple[str, str]], list[str]]:
    """Return every import of our package in a source: (module, name or ""), and the forms that cannot be resolved.

    Args:
        source: Python source.
        module: its dotted name, against which relative imports are read.
        is_package: whether it is an ``__init__``.
    """
    found: list[tuple[str, str]] = []
    unresolved: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _base_of(node, module, is_package)
            found += [(f"{base}.{alias.name}", "") if _is_module(f"{base}.{alias.name}") else (base, alias.name) for alias in node.names]
        elif isinstance(node, ast.Call) and _called(node.func) in ("import_module", "__import__", "resolve_name"):
            target = _constant_start(node.args[0]) if node.args else None
            if target is None:
                unresolved.append(ast.unparse(node))
            elif target != "__name__":
                found.append((target.replace(":", ".").rstrip("."), ""))
    return [(base, name) for base, name in found if base == NAME or base.startswith(f"{NAME}.")], unresolved


def _base_of(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + is_package]
    return ".".join([*parts, node.module] if node.module else parts)


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _constant_start(argument: ast.expr) -> str | None:
    """Return the constant beginning of a module's name, ``__name__`` for a module below the importing one, None when it has neither."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr):
        first = argument.values[0]
        if isinstance(first, ast.Constant) and re.match(rf"{re.escape(NAME)}\.\w+\.", str(first.value)):
            return str(first.value)
        if isinstance(first, ast.FormattedValue) and isinstance(first.value, ast.Name) and first.value.id == "__name__":
            return "__name__"
    return None


def _public_names(package: str) -> set[str]:
    tree = ast.parse((PACKAGE / package / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return set(ast.literal_eval(node.value))  # type: ignore[union-attr]
    return set()


def forbidden(package: str, base: str, name: str) -> str | None:
    """Return why an import from a package is against the table, or None."""
    target, _, module = base.removeprefix(NAME).strip(".").partition(".")
    if target == package or (not target and not name):
        return None
    if target not in PACKAGES[package].allowed:
        return f"imports {base} {name}".rstrip()
    if module in PACKAGES[target].public or (not module and (not name or name in _public_names(target))):
        return None
    return f"imports {base} {name}, which is neither public nor in the package's __all__".replace(" ,", ",")


def test_the_table_names_every_package_and_only_packages() -> None:
    """Each folder of the extension is a package of the table, and the other way round."""
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name != "migration"}
    assert folders == set(PACKAGES)


def test_the_public_modules_exist() -> None:
    """A public module of the table is a module."""
    missing = [f"{name}.{module}" for name, row in PACKAGES.items() for module in row.public if not _is_module(f"{NAME}.{name}.{module}")]
    assert missing == []


def test_the_table_has_no_circle() -> None:
    """Each package imports only packages above it in the table."""
    order = list(PACKAGES)
    upwards = [(name, other) for name, row in PACKAGES.items() for other in row.allowed if order.index(other) >= order.index(name)]
    assert upwards == []


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_a_package_imports_only_what_the_table_allows(package: str) -> None:
    """Imports between packages go along the table, to public modules and to names of the target's `__all__`."""
    wrong: list[str] = []
    for path in sorted((PACKAGE / package).rglob("*.py")):
        module = ".".join([NAME, *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")
        found, unresolved = imports_of(path.read_text(encoding="utf-8"), module, path.name == "__init__.py")
        where = path.relative_to(PACKAGE)
        wrong += [f"{where} {reason}" for base, name in found if (reason := forbidden(package, base, name))]
        wrong += [f"{where}: {call} cannot be resolved" for call in unresolved]
    assert wrong == []


@pytest.mark.parametrize(
    "statement",
    [
        "import ckanext.binhduong.releases.publish.jobs",
        "import ckanext.binhduong.releases.publish.jobs as jobs",
        "from ckanext.binhduong.releases.publish.jobs import run",
        "from ckanext.binhduong.releases.publish import jobs",
        "from ckanext.binhduong.releases import publish",
        "from ckanext.binhduong import releases",
        "from ..releases.publish import jobs",
        "from ..releases import publish",
        "from .. import releases",
        "def late():\n    from ckanext.binhduong.releases.publish import jobs",
        "if TYPE_CHECKING:\n    from ..releases.publish.jobs import run",
        "import_module('ckanext.binhduong.releases.publish.jobs')",
        "importlib.import_module(f'ckanext.binhduong.releases.publish.{name}')",
        "resolve_name('ckanext.binhduong.releases.publish.jobs:run')",
    ],
)
def test_every_form_of_import_is_seen(statement: str) -> None:
    """A lower package that reaches upwards is found, however the import is written."""
    found, _ = imports_of(statement, f"{NAME}.storage.store")
    assert [reason for base, name in found if (reason := forbidden("storage", base, name))]


@pytest.mark.parametrize(
    "statement",
    [
        "from ckanext.binhduong.core.connections import databases",
        "from ckanext.binhduong.core.parameters import read_text",
        "from ..core.connections.databases import geo_database",
        "from . import settings",
        "from .settings import store",
        "from ckanext.binhduong.vn import fold",
        "import_module(f'{__name__}.{module}')",
    ],
)
def test_what_the_table_allows_is_not_forbidden(statement: str) -> None:
    """Public modules, names of `__all__` and the package's own modules may be imported in any form."""
    found, unresolved = imports_of(statement, f"{NAME}.storage.store")
    assert [reason for base, name in found if (reason := forbidden("storage", base, name))] == []
    assert unresolved == []


@pytest.mark.parametrize("statement", ["import_module(name)", "import_module(f'{start}.jobs')", "__import__(where())"])
def test_an_import_that_cannot_be_resolved_is_reported(statement: str) -> None:
    """A module named only at run time is no import the table can allow."""
    assert imports_of(statement, f"{NAME}.storage.store")[1] == [statement]


def test_no_folder_has_too_many_modules() -> None:
    """The layout can be read off `ls`: a folder with many modules gets sub-packages."""
    counts = {
        str(folder.relative_to(PACKAGE)): len([path for path in folder.glob("*.py") if path.name != "__init__.py"])
        for folder in PACKAGE.rglob("*")
        if folder.is_dir()
    }
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("folder", ["vn", "ingest", "places/units"])
def test_a_plain_package_imports_no_ckan(folder: str):
    """The library packages know files, places and Vietnamese, not CKAN."""
    wrong = []
    for path in sorted((PACKAGE / folder).rglob("*.py")):
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
        "binhduong_places",
        "binhduong_metadata",
        "binhduong_search",
        "binhduong_releases",
        "binhduong_exports",
        "binhduong_comparisons",
        "binhduong_tables",
        "binhduong_features",
        "binhduong_workflow",
        "binhduong_usage",
        "binhduong_webhooks",
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


def test_importing_a_plain_package_loads_no_geometry_library():
    """Importing `vn`, `places` and `ingest` loads none of them: CKAN's command line must stay quick."""
    import subprocess
    import sys

    heavy = ("shapely", "pyproj", "geopandas", "pyarrow")
    code = f"import sys, {NAME}.vn, {NAME}.places, {NAME}.ingest; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
