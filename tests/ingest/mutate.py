"""Break each reading rule on purpose, one at a time, and see that the corpus notices: ``python -m tests.ingest.mutate [WORDS]``.

Each rule of ``mutations`` is broken in a process of its own (a fork, so that Arrow and GDAL are loaded once): the module's source is read,
the rule's text replaced, and the whole room is imported anew with it. Then the rule's cases are read. At least one must differ from what is
written beside it. Exit status 1 when a rule survives, or its text is no longer in the source exactly once.
"""

import importlib.abc
import importlib.util
import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from tests.ingest.mutations import MUTATIONS, Mutation

ROOM = "ckanext.binhduong."
CORPUS = Path(__file__).parent / "corpus"
NOTICED, SURVIVED, STALE, FAILED = range(4)
SECONDS = 5
"""CPU time of one broken rule. A reading that takes more never ends: the broken rule was what ended it, and its case has noticed."""
_WORDS = ("noticed", "SURVIVED", "the rule's text is not in the source exactly once", "the cases could not be read")


def run(mutations: Iterable[Mutation]) -> Iterator[tuple[Mutation, int]]:
    """Give each rule with NOTICED, SURVIVED, STALE or FAILED."""
    _load_what_is_heavy()
    for mutation in mutations:
        child = os.fork()
        if child == 0:
            os._exit(_try(mutation))
        outcome = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        yield mutation, NOTICED if outcome == -signal.SIGXCPU else outcome


def unbroken(names: Iterable[str]) -> list[str]:
    """Read cases with no rule broken and give those that differ: a proof by breaking is worth nothing if they do."""
    _load_what_is_heavy()
    return [name for name in names if _differs(name)]


def _load_what_is_heavy() -> None:
    import pyarrow.compute
    import pyarrow.parquet
    import pyproj
    import python_calamine
    import shapely

    from ckanext.binhduong.ingest.readers.gdal_drivers import pyogrio

    pyogrio()
    assert all((pyarrow, pyproj, python_calamine, shapely))


def _try(mutation: Mutation) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        if importlib.util.find_spec(f"{ROOM}{mutation.module}") is None:
            return STALE
        for name in [
            name for name in sys.modules if name.startswith((f"{ROOM}ingest", f"{ROOM}vn", "tests.ingest.helpers", "tests.ingest.compare"))
        ]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Breaker(mutation))
        return NOTICED if any(_differs(name) for name in mutation.cases.split()) else SURVIVED
    except _StaleError:
        return STALE
    except BaseException:
        # The end of a forked process: nothing may go on into what its parent would do next.
        traceback.print_exc()
        return FAILED


def _differs(name: str) -> bool:
    """Say whether a case is read otherwise than what is written beside it; a rule whose breaking breaks the reader was noticed too."""
    from tests.ingest.compare import differences
    from tests.ingest.helpers import read

    wanted = json.loads((CORPUS / f"{name}.expect.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.symlink_to(CORPUS / name)
        try:
            return bool(differences(read(path, **wanted["options"]), wanted))
        except _StaleError:
            raise
        except Exception:
            return True


class _StaleError(BaseException):
    """The rule's text is not in the module's source exactly once."""


class _Breaker(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Import one module with its rule broken."""

    def __init__(self, mutation: Mutation) -> None:
        self.mutation, self.name = mutation, f"{ROOM}{mutation.module}"

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        found = PathFinder.find_spec(fullname, path)  # pyright: ignore[reportArgumentType]
        return importlib.util.spec_from_loader(fullname, self, origin=found.origin if found else None)

    def exec_module(self, module: ModuleType) -> None:
        source = Path(str(module.__spec__.origin if module.__spec__ else "")).read_text(encoding="utf-8")
        if source.count(self.mutation.old) != 1:
            raise _StaleError
        exec(compile(source.replace(self.mutation.old, self.mutation.new), self.name, "exec"), module.__dict__)


def main(words: list[str]) -> int:
    """Break the rules whose name or module has one of ``words`` (all without; after ``--numbers`` those of the table's lines) and print
    the table."""
    if words[:1] == ["--numbers"]:
        wanted = [MUTATIONS[int(number)] for number in words[1:]]
    else:
        wanted = [each for each in MUTATIONS if not words or any(word in f"{each.rule} {each.module}" for word in words)]
    if wrong := unbroken(dict.fromkeys(name for each in wanted for name in each.cases.split())):
        print(f"read otherwise than expected with no rule broken: {', '.join(wrong)}")
        return 1
    bad = 0
    for mutation, outcome in run(wanted):
        bad += outcome != NOTICED
        print(
            f"{_WORDS[outcome] if 0 <= outcome < len(_WORDS) else f'killed by signal {-outcome}'}: {mutation.rule} ({mutation.module})",
            flush=True,
        )
    print(f"{len(wanted)} rules broken, {len(wanted) - bad} noticed by the corpus")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
