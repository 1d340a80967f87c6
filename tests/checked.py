"""Check each file once in a process, and in that process: what a check finds depends on the file and on how it is to be read alone."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import freezegun.api

from ckanext.binhduong.ingest.check import check_file
from ckanext.binhduong.ingest.model import Checked, Options
from ckanext.binhduong.ingest.pipeline import run

WITHOUT_GDAL = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
"""What may be read in a process of tests: the reader of layers leaves its process with few of GDAL's drivers; exports need others."""


class CheckedOnce:
    """`ingest.check_file` that remembers: the tests of publishing check the same few files hundreds of times, a process each.

    A process of its own costs half a second. A check with a limit is done as it is asked for; there is no progress. Tests of the check
    itself do not use this.
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
            self.known[key] = self._check(Path(path), name, options)
        known = self.known[key]
        table = None
        if known.table:
            table = Path(tempfile.mkdtemp(prefix="check-", dir=work_dir)) / known.table.name
            shutil.copyfile(known.table, table)
        return Checked(copy.deepcopy(known.report), table)

    def _check(self, path: Path, name: str, options: dict[str, Any] | None) -> Checked:
        """Read in this process; in one of its own layers, what stops the reader, and all while dates stand still here."""
        if name.lower().endswith(WITHOUT_GDAL) and not freezegun.api.freeze_factories:
            out = Path(tempfile.mkdtemp(dir=self.folder))
            with contextlib.suppress(Exception), warnings.catch_warnings(action="ignore"):
                read = run(path.resolve(), name, Options.from_dict(options or {}), out)
                return Checked(json.loads(json.dumps(read.report, allow_nan=False)), read.table if read.report["ok"] else None)
        return check_file(path, name=name, work_dir=self.folder, options=options)
