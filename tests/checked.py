"""Check each file once in a process: what a check finds depends on the file and on how it is to be read, and on nothing else."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ckanext.binhduong.ingest.check import check_file
from ckanext.binhduong.ingest.model import Checked


class CheckedOnce:
    """`ingest.check_file` that remembers: the tests of publishing check the same few files hundreds of times, a process each.

    A check with a limit is done as it is asked for; of one that is known there is no progress. Tests of the check itself do not use this.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, Checked] = {}

    def __call__(
        self, path: Path | str, *, name: str, work_dir: Path | str, options: dict[str, Any] | None = None, **others: Any
    ) -> Checked:
        others.pop("progress", None)
        if others:
            return check_file(path, name=name, work_dir=work_dir, options=options, **others)
        key = json.dumps([hashlib.sha256(Path(path).read_bytes()).hexdigest(), name, options], sort_keys=True)
        if key not in self.known:
            self.known[key] = check_file(path, name=name, work_dir=self.folder, options=options)
        known = self.known[key]
        table = None
        if known.table:
            table = Path(tempfile.mkdtemp(prefix="check-", dir=work_dir)) / known.table.name
            shutil.copyfile(known.table, table)
        return Checked(copy.deepcopy(known.report), table)
