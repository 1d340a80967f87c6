"""The list of all tests (``ids.txt``): ``python -m tests.ids`` adds new ones to it; nothing takes one away but a person's hand.

A test is known by its name, so that a file may move. Where a name occurs in several files, their cases count together.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
LIST, RENAMED = HERE / "ids.txt", HERE / "ids_renamed.txt"


def listed() -> dict[str, int]:
    """Every name of the list, and how many cases it must have."""
    return {name: int(cases) for name, cases in (line.split() for line in _lines(LIST))}


def renamed() -> dict[str, str]:
    """The names of the list that have become others."""
    return {old: new for old, new, *_reason in (line.split(maxsplit=2) for line in _lines(RENAMED))}


def defined() -> set[str]:
    """The names of all test functions, without running or importing anything."""
    names: set[str] = set()
    for path in HERE.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
    return names


def missing(cases: Counter[str]) -> list[str]:
    """What the list has and ``cases`` (by name) have not, or fewer than it says; a line each."""
    now = renamed()
    found = ((name, number, cases[now.get(name, name)]) for name, number in listed().items())
    return [f"{name}: {number} cases were there, {here} are" for name, number, here in found if here < number]


def counted(ids: Iterable[str]) -> Counter[str]:
    """How many cases each test has among pytest's ids."""
    return Counter(each.partition("[")[0].partition("@")[0].rpartition("::")[2] for each in ids)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def main() -> int:
    """Collect all tests, and write down those that are new and those that have more cases."""
    command = [sys.executable, "-m", "pytest", "-p", "no:ckan", "-p", "no:ckan_fixtures", "--collect-only", "-q", "--all", str(HERE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cases = counted(line for line in done.stdout.splitlines() if "::" in line)
    gone = set(renamed())
    kept = {name: max(number, cases[name]) for name, number in listed().items() if name not in gone}
    kept |= {name: number for name, number in listed().items() if name in gone} | {n: c for n, c in cases.items() if n not in kept}
    header = LIST.read_text(encoding="utf-8").splitlines()[0]
    LIST.write_text("\n".join([header, *(f"{name} {kept[name]}" for name in sorted(kept))]) + "\n", encoding="utf-8")
    print("\n".join(missing(cases)))
    return int(bool(missing(cases)))


if __name__ == "__main__":
    sys.exit(main())
