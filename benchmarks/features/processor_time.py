"""Processor time of a tree of processes, its children that have ended included, from /proc."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["parent_of", "processes_of", "seconds_of"]

_TICKS = os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name: state, parent, …"""
    return Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def parent_of(process: int) -> int:
    """Return the number of a process's parent."""
    return int(_stat(process)[1])


def processes_of(roots: list[int]) -> set[int]:
    """Return the numbers of these processes and of all below them."""
    return set(_stats_of(roots))


def seconds_of(roots: list[int]) -> float:
    """Return the processor seconds that these processes and all below them have used."""
    # utime, stime, and the same of children that were waited for
    return sum(int(stat[field]) for stat in _stats_of(roots).values() for field in (11, 12, 13, 14)) / _TICKS


def _stats_of(roots: list[int]) -> dict[int, list[str]]:
    """Return the fields of these processes and of all below them that still run."""
    stats: dict[int, list[str]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                stats[int(path.name)] = _stat(int(path.name))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile; its parent has its time
    wanted = set(roots)
    while more := {process for process, stat in stats.items() if int(stat[1]) in wanted} - wanted:
        wanted |= more
    return {process: stats[process] for process in wanted & stats.keys()}
