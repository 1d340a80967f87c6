"""Processes forked from one that has loaded CKAN, one for each task; one that ends is started again. Imports no CKAN.

Memory that is only read stays shared, so four workers cost little more than one.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

__all__ = ["run_apart", "serve"]

log = logging.getLogger(__name__)

_PAUSE = 2.0
"""Seconds before a process that ended is started again."""
_PR_SET_PDEATHSIG = 1


def run_apart(task: Callable[[], None]) -> int:
    """Run a task in a forked process and wait for it; return its exit status (0 when it returned)."""
    return os.waitstatus_to_exitcode(os.waitpid(_fork("", task), 0)[1])


def serve(tasks: Mapping[str, Callable[[], None]], recover: Callable[[], None]) -> None:
    """Run each task in a forked process until this process gets SIGTERM or SIGINT, which it passes on; then wait for all.

    Args:
        tasks: name → a function that normally never returns.
        recover: run before a task is started again, in the process forked for it.
    """
    stopping = False
    # What is loaded by now is not touched by the collector, so its pages stay shared.
    gc.freeze()
    names = {_fork(name, task): name for name, task in tasks.items()}

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True
        for pid in names:
            _end(pid)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while names:
        pid, status = os.wait()
        name = names.pop(pid, None)
        if name is None or stopping:
            continue
        log.error("the worker %s ended (%s) and is started again", name, os.waitstatus_to_exitcode(status))
        time.sleep(_PAUSE)
        names[_fork(name, _after(recover, tasks[name]))] = name
        if stopping:
            # The signal came while it was started, or before.
            for pid in names:
                _end(pid)


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)


def _after(first: Callable[[], None], task: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        run_apart(first)
        task()

    return both


def _fork(name: str, task: Callable[[], None]) -> int:
    """Start a process that runs a task and ends; its parent's death ends it too."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == parent:
            task()
            status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        log.exception("the process %s failed", name)
    finally:
        logging.shutdown()
        os._exit(status)
