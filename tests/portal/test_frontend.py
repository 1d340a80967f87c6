"""What is vendored from npm is what the committed step wrote."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "ckanext-binhduong/ckanext/binhduong/portal/public/binhduong/vendor"


def test_vendored_files_are_untouched() -> None:
    """Every vendored file has the digest that `frontend/build.mjs` wrote beside it, and there is no other."""
    sums = dict(reversed(line.split("  ")) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    present = {str(path.relative_to(VENDOR)): path for path in VENDOR.rglob("*") if path.is_file() and path.name != "SHA256SUMS"}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in present.items()} == sums


def test_lock_file_fixes_every_package_and_names_no_registry() -> None:
    """A package is known by version and digest; where it comes from is the installing machine's business."""
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    locked = {name: entry for name, entry in packages.items() if name}
    assert locked
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert not any("resolved" in entry for entry in locked.values())


def test_the_version_in_the_pages_is_the_vendored_one() -> None:
    """The scripts name the folder of the MapLibre that package.json asks for."""
    version = json.loads((ROOT / "frontend/package.json").read_text())["devDependencies"]["maplibre-gl"]
    scripts = "".join(path.read_text() for path in (VENDOR.parent / "js").glob("*.js"))
    assert set(re.findall(r"vendor/maplibre-gl-([\d.]+)", scripts)) == {version}
