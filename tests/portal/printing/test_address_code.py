"""The QR code on a print: of addresses of this portal only."""

import re

import pytest

from ckanext.binhduong.portal.printing.address_code import LONGEST, address_code, is_path


@pytest.mark.parametrize(
    "path", ["/", "/dataset/nha-thuoc", "/en/map?theme=y-te&within=724@2024", "/dataset/?q=nhà thuốc", "/" + "a" * (LONGEST - 1)]
)
def test_a_path_of_the_portal(path: str) -> None:
    """Paths with questions, letters with marks, up to the longest."""
    assert is_path(path)


@pytest.mark.parametrize(
    "path", ["", "dataset", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/\x00", "/" + "a" * LONGEST]
)
def test_no_path_of_the_portal(path: str) -> None:
    """Other hosts, however written, control characters, and one character too many."""
    assert not is_path(path)


@pytest.mark.parametrize(("length", "modules"), [(17, 21), (18, 25), (53, 29), (600, 85)])
def test_the_code_grows_with_the_address(length: int, modules: int) -> None:
    """The smallest version of ISO/IEC 18004 that holds the bytes at level L, with its quiet zone of four modules on each side."""
    drawn = address_code("h" * length).decode()
    assert re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn).groups() == (str(modules + 8),) * 2
    assert "<script" not in drawn
