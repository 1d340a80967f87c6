"""Every reading rule is proven: broken on purpose, the corpus notices."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.ingest.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 40


@pytest.mark.slow
def test_no_rule_can_be_broken_unnoticed(sample: Callable[[Sequence[Mutation], int], list[Mutation]]) -> None:
    """``python -m tests.ingest.mutate`` breaks each rule (in ``make test`` a sample) and some case differs each time."""
    chosen = [MUTATIONS.index(each) for each in sample(MUTATIONS, SAMPLE)]
    command = [sys.executable, "-m", "tests.ingest.mutate", "--numbers", *map(str, chosen)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("noticed: ")] == [
        f"{len(chosen)} rules broken, {len(chosen)} noticed by the corpus"
    ], done.stderr[-2000:]
    assert done.returncode == 0


def test_a_rule_that_no_case_notices_is_said() -> None:
    """The proof itself can fail: a rule broken under cases that do not need it survives, and the command says so."""
    code = (
        "import sys; from tests.ingest import mutate; from tests.ingest.mutations import Mutation\n"
        "mutate.MUTATIONS[:] = [Mutation('a', 'ingest.typing.declared.constraints', 'refused[broken] = True', 'pass', 'so-nguyen.csv'),\n"
        "                       Mutation('b', 'ingest.typing.declared.constraints', 'no such text', 'pass', 'so-nguyen.csv'),\n"
        "                       Mutation('c', 'ingest.no_such_module', 'refused', 'pass', 'so-nguyen.csv')]\n"
        "sys.exit(mutate.main([]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "SURVIVED: a (ingest.typing.declared.constraints)",
        "the rule's text is not in the source exactly once: b (ingest.typing.declared.constraints)",
        "the rule's text is not in the source exactly once: c (ingest.no_such_module)",
        "3 rules broken, 0 noticed by the corpus",
    ]
    assert done.returncode == 1
