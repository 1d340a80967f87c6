"""The child sees nothing but its own file, reaches nothing, and GDAL in it has no driver but ours."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ckanext.binhduong.ingest.check import check_file, mark_workbook
from ckanext.binhduong.ingest.readers.gdal_drivers import ALLOWED
from ckanext.binhduong.ingest.sandbox import confinement

PROBE = """
import json, os, socket, sys
def tried(act):
    try:
        act()
    except OSError:
        return False
    return True
outside = tried(lambda: open(sys.argv[1]).read())
own = tried(lambda: open(sys.argv[2]).read())
network = tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), timeout=2))
print(json.dumps({"outside": outside, "own": own, "network": network, "secret": "SECRET_KEY" in os.environ}))
"""


def _inside(source: Path, out: Path, *arguments: str) -> str:
    command = confinement.command(out / "request.json", source, out)
    at = command.index(sys.executable)
    wrapped = [*command[:at], sys.executable, *arguments]
    return subprocess.run(wrapped, env=confinement.environment(), capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_child_reaches_neither_other_files_nor_the_network(tmp_path: Path, monkeypatch) -> None:
    """Under bubblewrap a file beside the input cannot be opened, a listening port not reached, the portal's environment not read."""
    import socket

    monkeypatch.setenv("SECRET_KEY", "x")
    out, source, secret = tmp_path / "out", tmp_path / "in.csv", tmp_path / "secret.txt"
    out.mkdir()
    source.write_text("a")
    secret.write_text("b")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = json.loads(_inside(source, out, "-c", PROBE, str(secret), str(source), str(port)))
    bubble = confinement.confinement() == "bubblewrap"
    assert seen == {"outside": not bubble, "own": True, "network": confinement.confinement() == "limits", "secret": False}


def test_gdal_has_no_driver_but_ours(tmp_path: Path) -> None:
    """VRT, HTTP, WFS, CSV and the rest are not there to be used."""
    program = "from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio; print(*pyogrio().list_drivers(), sep='|')"
    found = set(_inside(tmp_path / "none", tmp_path, "-c", program).strip().split("|"))
    assert {"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf"} <= found <= ALLOWED


def test_the_child_does_without_pandas(tmp_path: Path) -> None:
    """pyarrow's arrays and GDAL's reader work, and pandas, which either imports when it is there, is not."""
    program = (
        "import sys; from ckanext.binhduong.ingest.sandbox.child import WithoutPandas; sys.meta_path.insert(0, WithoutPandas)\n"
        "import pyarrow; from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio; pyogrio()\n"
        "print(pyarrow.array(['Bình Dương']).to_pylist(), 'pandas' in sys.modules)"
    )
    assert _inside(tmp_path / "none", tmp_path, "-c", program).strip() == "['Bình Dương'] False"


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which neither bubblewrap nor unshare works."""
    monkeypatch.setattr(confinement, "_works", lambda kind: False)
    confinement.confinement.cache_clear()
    yield
    confinement.confinement.cache_clear()


def test_without_a_sandbox_no_file_is_read(no_sandbox: None, tmp_path: Path) -> None:
    """The check says that the server lacks something, in both languages, starts no child and leaves nothing."""
    source, work = tmp_path / "a.csv", tmp_path / "work"
    source.write_text("ma,ten\n1,a\n")
    work.mkdir()
    checked = check_file(source, name="a.csv", work_dir=work)
    assert (checked.table, checked.report["ok"], list(work.iterdir())) == (None, False, [])
    assert [found["code"] for found in checked.report["findings"]] == ["sandbox-missing"]
    assert set(checked.report["findings"][0]["message"]) == {"vi", "en"}
    assert mark_workbook(Path(__file__).parent / "corpus" / "bang.xlsx", checked.report, tmp_path / "marked.xlsx") is False


def test_an_operator_may_allow_limits_alone(no_sandbox: None, tmp_path: Path) -> None:
    """With the option the file is read in a child that has nothing but its limits."""
    source = tmp_path / "a.csv"
    source.write_text("ma,ten\n1,a\n")
    confinement.allow_unconfined(True)
    try:
        assert confinement.command(tmp_path / "request.json", source, tmp_path)[0] == sys.executable
        assert check_file(source, name="a.csv", work_dir=tmp_path).report["ok"]
    finally:
        confinement.allow_unconfined(False)
