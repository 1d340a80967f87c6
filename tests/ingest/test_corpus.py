"""Every file of the corpus gives exactly what is written beside it.

Layers, hostile files and one of each kind are read through the sandboxed child, as the portal reads them; the others in this process, which
saves half a second each.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ckanext.binhduong.ingest import check_file
from ckanext.binhduong.ingest.sandbox.confinement import Limits
from tests.checked import WITHOUT_GDAL
from tests.ingest.compare import differences
from tests.ingest.helpers import Read, read
from tests.ingest.make_corpus import all_cases

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path.name.removesuffix(".expect.json") for path in CORPUS.glob("*.expect.json"))
#: The first file of each ending.
ONE_OF_EACH_KIND = {Path(name).suffix: name for name in reversed(FILES) if not name.startswith("hostile-")}.values()


def _read(path: Path, work: Path, options: dict[str, Any]) -> Read:
    if path.suffix in WITHOUT_GDAL and not path.name.startswith("hostile-") and path.name not in ONE_OF_EACH_KIND:
        copy = work / path.name
        copy.symlink_to(path)
        return read(copy, **options)
    checked = check_file(path, name=path.name, options=options, work_dir=work, limits=Limits(memory=512 * 2**20, cpu=20, wall=60))
    return Read(checked.report, checked.table)


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_what_is_written_beside_it(name: str, tmp_path: Path) -> None:
    """Columns, rows, counts, findings, geometry and source are those the file's author wrote down."""
    wanted = json.loads((CORPUS / f"{name}.expect.json").read_text(encoding="utf-8"))
    found = _read(CORPUS / name, tmp_path, wanted["options"])
    assert differences(found, wanted) == []


def test_the_corpus_is_whole() -> None:
    """The committed files are those the script writes: at least 120, at least 40 of them hostile."""
    names = [case.name for case in all_cases()]
    assert sorted(names) == FILES
    assert len(names) == len(set(names)) >= 120
    assert sum(name.startswith("hostile-") for name in names) >= 40
