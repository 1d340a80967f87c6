"""The package's front door: what it promises, and that opening it is cheap."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong import places, vn

PACKAGES = [vn, places]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_promised_name_comes_from_its_module(package: Any) -> None:
    """``__all__`` and the lazy table agree, and each name is the very object of its module."""
    assert sorted(package.__all__) == sorted(package._MODULE_OF)
    for name, module in package._MODULE_OF.items():
        assert getattr(package, name) is getattr(import_module(f"{package.__name__}.{module}"), name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018


@pytest.mark.parametrize(
    "use",
    [
        *("vn.__name__", "vn.fold('Dĩ An')", "vn.detect_encoding(b'abc')", "vn.parse_date('1/7/2025')"),
        *("places.__name__", "places.search_units('Dĩ An')"),
    ],
)
def test_neither_import_nor_plain_use_loads_geometry(use: str) -> None:
    """Only the functions about coordinates and shapes load numpy, GEOS and PROJ; nothing here loads CKAN."""
    heavy = "{'numpy', 'shapely', 'pyproj', 'ckan'}"
    code = f"import sys; from ckanext.binhduong import places, vn; {use}; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_promised_name_is_documented(package: Any) -> None:
    """docs/vn.md names all that other packages may import."""
    text = (Path(__file__).parents[2] / "docs" / "vn.md").read_text("utf-8")
    assert [name for name in package.__all__ if name not in text] == []
