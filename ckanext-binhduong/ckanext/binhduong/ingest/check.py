"""Check a file from the portal's side: start the child, pass its progress on, stop it in time, and read what it left."""

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from ckanext.binhduong.ingest.detection.file_kinds import detect
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Checked, Progress, Report
from ckanext.binhduong.ingest.sandbox import confinement
from ckanext.binhduong.ingest.sandbox.confinement import Limits

_OUT_OF_MEMORY = (
    *("MemoryError", "memory allocation of", "Memory allocation still failed", "bad_alloc", "Cannot allocate memory"),
    *("malloc of size", "realloc of size"),
)

_DISK_FULL = ("No space left on device", "Disk quota exceeded")
_LITTLE_ROOM = 512 * confinement.MIB
"""What the child complains of may be words of the file: they are believed only when the disk says so too."""


def check_file(
    path: Path | str, *, name: str, options: dict[str, Any] | None = None, work_dir: Path | str,
    progress: Progress | None = None, limits: Limits | None = None,
) -> Checked:  # fmt: skip
    """Check one file and give its flight-check report and, when the report is ``ok``, its typed table.

    Args:
        path: the file; it is only read, in a child without network.
        name: what its sender called it; shown in the report, and its extension breaks ties between kinds of text.
        options: those of ``model.Options``: ``sheet``, ``table``, ``layer``, ``encoding``, ``crs``, ``records``, ``schema``.
        work_dir: an existing folder; the table is left in a new folder in it, which is the caller's to delete.
        progress: called with (rows done, rows in all or None) about once a batch, in this thread; raising from it stops the child.
        limits: memory, CPU and time the child may use.

    Returns:
        Checked: ``report`` (always), ``table`` (an Arrow IPC file, batches ≤ 50,000 rows; None when ``report["ok"]`` is false).

    Raises:
        OSError: the file or the folder cannot be read by the portal itself, or the disk is full. Nothing in the file's content raises.
    """
    limits = limits or Limits()
    path = Path(path).resolve(strict=True)
    if not confinement.may_read():
        findings = Findings()
        findings.add("sandbox-missing")
        return Checked(failed(path, name, findings), None)
    out = Path(tempfile.mkdtemp(prefix="check-", dir=Path(work_dir).resolve(strict=True)))
    code, complaint = _run({"task": "check", "name": name, "options": options or {}}, path, out, limits, progress)
    if code != 0 and shutil.disk_usage(out).free < _LITTLE_ROOM and any(words in complaint for words in _DISK_FULL):
        shutil.rmtree(out)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    report = _report(out, code, complaint, path, name, limits)
    return Checked(report, _kept(out, report["ok"]))


def mark_workbook(source: Path | str, report: Report, target: Path | str, *, limits: Limits | None = None) -> bool:
    """Write ``target``: the officer's own XLSX with the report's findings as coloured, commented cells and a sheet that lists them.

    Returns False, and writes nothing, when ``source`` is no XLSX, when marking it needs more than the limits allow, or without a sandbox.
    """
    source, target = Path(source).resolve(strict=True), Path(target)
    if detect(source, source.name).format != "XLSX" or not confinement.may_read():
        return False
    with tempfile.TemporaryDirectory(prefix="mark-", dir=target.parent.resolve(strict=True)) as folder:
        code, _ = _run({"task": "mark", "report": report}, source, Path(folder), limits or Limits(), None)
        if code != 0:
            return False
        Path(folder, "marked.xlsx").replace(target)
    return True


def _run(task: dict[str, Any], path: Path, out: Path, limits: Limits, progress: Progress | None) -> tuple[int | None, str]:
    """Run the child to its end; the exit status, None when its time was over, and the end of what it complained."""
    request = out / "request.json"
    request.write_text(json.dumps(task | {"path": str(path), "out": str(out), "limits": confinement.as_request(limits)}), encoding="utf-8")
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            confinement.command(request, path, out),
            env=confinement.environment(),
            cwd=out,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        over = threading.Event()
        watch = threading.Timer(limits.wall, lambda: (over.set(), _kill(child)))
        watch.start()
        try:
            _follow(child.stdout, progress)
            code = child.wait()
        finally:
            watch.cancel()
            if child.poll() is None:
                _kill(child)
                child.wait()
        errors.seek(0)
        return (None if over.is_set() else code), errors.read()[-4000:].decode("utf-8", "replace")


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole group: bubblewrap's own processes hold the pipe open when only the first of them dies."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _follow(lines: IO[bytes] | None, progress: Progress | None) -> None:
    for line in lines or ():
        parts = line.split()
        if progress and parts and all(part.isdigit() for part in parts):
            progress(int(parts[0]), int(parts[1]) if len(parts) > 1 else None)


def _report(out: Path, code: int | None, complaint: str, path: Path, name: str, limits: Limits) -> Report:
    written = out / "report.json"
    if code == 0 and written.exists():
        return json.loads(written.read_text(encoding="utf-8"))
    findings = Findings()
    if code is None or code in (-signal.SIGXCPU, 128 + signal.SIGXCPU, -signal.SIGKILL, 128 + signal.SIGKILL):
        findings.add("needs-more-time", value=min(limits.wall, limits.cpu) if code is not None else limits.wall)
    elif code == 3 or any(word in complaint for word in _OUT_OF_MEMORY):
        findings.add("needs-more-memory", value=f"{limits.memory // confinement.MIB} MiB")
    else:
        findings.add("reader-failed", value=code)
    return failed(path, name, findings)


def failed(path: Path, name: str, findings: Findings) -> Report:
    """Return the report of a file that gave no table at all."""
    source = dict.fromkeys(("encoding", "delimiter", "sheet", "table", "tables", "header_row", "layer", "crs", "crs_understood_from"))
    report: Report = {"ok": False, "source": {"name": name, "sha256": _sha256(path), "format": detect(path, name).format} | source}
    report |= {"rows": {"in": 0, "out": 0, "refused": 0}, "columns": [], "geometry": None, "findings": findings.as_list()}
    return report | {"preview": {"rows": [], "numbers": [], "features": {"type": "FeatureCollection", "features": []}}}


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kept(out: Path, ok: bool) -> Path | None:
    """Leave only the table, and that only when the report is ok."""
    table = out / "table.arrow"
    if not ok:
        shutil.rmtree(out)
        return None
    for left in out.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left != table:
            left.unlink()
    return table
