"""Forked processes that are kept running, in a process of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, signal, sys, time
from pathlib import Path
from ckanext.binhduong.core.jobs import process_pool
process_pool._PAUSE = 0.01
folder = Path(sys.argv[1])

def note(name):
    with (folder / name).open("a") as file:
        file.write(f"{os.getpid()}\\n")

def steady():
    note("steady")
    signal.pause()

def dying():
    while not (folder / "steady").exists():
        time.sleep(0.01)
    note("dying")
    if len((folder / "dying").read_text().split()) < 3:
        os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getppid(), signal.SIGTERM)
    signal.pause()

print(process_pool.run_apart(lambda: sys.exit(3)), process_pool.run_apart(lambda: None), process_pool.run_apart(lambda: 1 / 0), flush=True)
process_pool.serve({"steady": steady, "dying": dying}, lambda: note("recovered"))
"""


@pytest.fixture
def ended(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """The pool's run: one process that stays, and one that is killed twice and then ends the pool."""
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


def test_a_process_that_ends_is_started_again(ended: subprocess.CompletedProcess[str], tmp_path: Path) -> None:
    """Only that one, after what it left was recovered; SIGTERM ends all."""
    assert ended.returncode == 0, ended.stderr
    started = {name: (tmp_path / name).read_text().split() for name in ("steady", "dying", "recovered")}
    assert {name: len(set(pids)) for name, pids in started.items()} == {"steady": 1, "dying": 3, "recovered": 2}
    alive = [pid for pids in started.values() for pid in pids if Path("/proc", pid).exists()]
    assert alive == []


def test_a_task_apart_gives_its_exit_status(ended: subprocess.CompletedProcess[str]) -> None:
    """Its own status, 0 when it returned, 1 after an error, which is logged."""
    assert ended.stdout.split() == ["3", "0", "1"]
    assert "ZeroDivisionError" in ended.stderr


def test_processes_end_with_the_pool(tmp_path: Path) -> None:
    """A pool that is killed outright leaves no process behind."""
    script = SCRIPT.replace("os.kill(os.getpid(), signal.SIGKILL)", "os.kill(os.getppid(), signal.SIGKILL)")
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as pool:
        # The pipes close when the last process that holds them has ended; a process that stays makes this time out.
        pool.communicate(timeout=20)
    assert pool.returncode == -signal.SIGKILL
    assert (tmp_path / "steady").exists()
    assert (tmp_path / "dying").exists()
