"""Write the corpus: ``python -m tests.ingest.make_corpus`` from the repository's root.

Every file gets what is expected of it beside it (``<file>.expect.json``). Both come from ``corpus_cases``, where a person wrote
them; nothing here asks the reader.
"""

import json
import shutil
from pathlib import Path

from tests.ingest.corpus_cases import (
    agencies,
    axes,
    case,
    declared,
    districts,
    fields,
    formats,
    guesses,
    hostile,
    labels,
    layers,
    layouts,
    places,
    records,
    reports,
    several,
    sheets,
    silent,
    troubles,
    values,
    workbooks,
    written,
)

CORPUS = Path(__file__).parent / "corpus"
FAMILIES = (
    values,
    layouts,
    workbooks,
    places,
    districts,
    sheets,
    layers,
    troubles,
    silent,
    fields,
    formats,
    reports,
    guesses,
    labels,
    written,
    axes,
    records,
    declared,
    several,
    agencies,
    hostile,
)


def all_cases() -> list[case.Case]:
    """Give every case of every family."""
    return [each for family in FAMILIES for each in family.CASES]


def write(folder: Path = CORPUS) -> None:
    """Write the whole corpus anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for each in all_cases():
        path = folder / each.name
        if callable(each.content):
            each.content(path)
        else:
            path.write_bytes(each.content)
        expected = json.dumps(each.expectation(), ensure_ascii=False, indent=1)
        (folder / f"{each.name}.expect.json").write_text(f"{expected}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
