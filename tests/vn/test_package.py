"""The package's front door: what it promises, and that opening it is cheap."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from ckanext.binhduong import vn


def test_every_promised_name_comes_from_its_module() -> None:
    """``__all__`` and the lazy table agree, and each name is the very object of its module."""
    assert sorted(vn.__all__) == sorted(vn._MODULE_OF)
    for name, module in vn._MODULE_OF.items():
        assert getattr(vn, name) is getattr(import_module(f"ckanext.binhduong.vn.{module}"), name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        vn.nothing  # noqa: B018


@pytest.mark.parametrize("use", ["__name__", "fold('Dĩ An')", "search_units('Dĩ An')", "detect_encoding(b'abc')", "parse_date('1/7/2025')"])
def test_neither_import_nor_plain_use_loads_geometry(use: str) -> None:
    """Only the functions about coordinates and shapes load numpy, GEOS and PROJ; nothing here loads CKAN."""
    heavy = "{'numpy', 'shapely', 'pyproj', 'ckan'}"
    code = f"import sys; from ckanext.binhduong import vn; vn.{use}; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_promised_name_is_documented() -> None:
    """docs/vn.md names all that other rooms may import."""
    text = (Path(__file__).parents[2] / "docs" / "vn.md").read_text("utf-8")
    assert [name for name in vn.__all__ if name not in text] == []
