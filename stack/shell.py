"""Running commands and telling people what happens."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class Problem(Exception):
    """Something the person at the keyboard must correct: what failed, what to do about it, and the exit status to leave with."""

    def __init__(self, reason: str, remedy: str, status: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
        self.status = status


def say(text: str) -> None:
    """One step, as it begins."""
    print(f"· {text}", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    cwd: Path | None = None,
    remedy: str = "Read the message above; `make logs` shows what the processes said.",
) -> str:
    """Run a command to its end and return what it printed; a failure is a Problem that carries the last lines of it."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        env={**os.environ, **(env or {})},
        input=stdin,
        cwd=cwd,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Problem(f"`{' '.join(words[:4])} …` failed ({done.returncode}):\n{tail}", remedy)
    return done.stdout


def wait_until(check: Callable[[], bool], what: str, *, seconds: float, remedy: str) -> None:
    """Poll ``check`` until it is true; after ``seconds`` raise a Problem that names ``what``."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            raise Problem(f"{what} did not happen within {seconds:.0f} s", remedy)
        time.sleep(0.2)


def fail(problem: Problem) -> int:
    """Print a problem for a person; the exit status to leave with."""
    print(f"\n✗ {problem.reason}\n  → {problem.remedy}", file=sys.stderr, flush=True)
    return problem.status
