"""The catalogue's version: it rises with every call, in every process, and never comes back."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

from ckanext.binhduong.core.catalogue_version import counter


def test_there_is_no_version_before_the_first_change(tmp_path: Path):
    """Without a file nothing is kept."""
    assert counter.current(tmp_path / "version") is None


def test_the_first_version_is_the_present_second(tmp_path: Path):
    """A version that begins anew after the file was lost is above all earlier ones."""
    before = int(time.time())
    counter.advance(tmp_path / "version")
    assert before < (counter.current(tmp_path / "version") or 0) <= int(time.time()) + 1


def test_changes_within_one_second_each_have_a_version(tmp_path: Path):
    """A thousand changes in a row are a thousand versions, also where the clock stands still."""
    file = tmp_path / "version"
    os.close(os.open(file, os.O_CREAT))
    os.utime(file, (2_000_000_000, 2_000_000_000))
    for _ in range(1000):
        counter.advance(file)
    assert counter.current(file) == 2_000_001_000


def test_processes_do_not_share_a_version(tmp_path: Path):
    """Four processes of 500 changes each raise it by 2,000."""
    file = tmp_path / "version"
    file.touch()
    os.utime(file, (2_000_000_000, 2_000_000_000))
    code = (
        "import sys, pathlib; from ckanext.binhduong.core.catalogue_version.counter import advance\n"
        "for _ in range(500): advance(pathlib.Path(sys.argv[1]))"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(file)]) for _ in range(4)]
    assert [each.wait(60) for each in running] == [0, 0, 0, 0]
    assert counter.current(file) == 2_000_002_000


def test_a_version_that_cannot_be_raised_is_taken_away(tmp_path: Path):
    """What nginx cannot tell apart from an old version must not be one: here the file is a link to nowhere that can be written."""
    file = tmp_path / "version"
    file.symlink_to(tmp_path / "missing" / "version")
    counter.advance(file)
    assert not file.is_symlink()
    assert counter.current(file) is None


def test_other_users_cannot_raise_it(tmp_path: Path):
    """The file is the portal's own."""
    counter.advance(tmp_path / "version")
    assert stat.S_IMODE((tmp_path / "version").stat().st_mode) & 0o037 == 0
