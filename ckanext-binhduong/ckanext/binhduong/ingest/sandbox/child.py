"""The sandboxed child: take limits, check or mark one file, leave what it made in its folder; progress goes to stdout.

Started as ``python -m ckanext.binhduong.ingest.sandbox.child REQUEST``, never imported by the portal.
"""

import faulthandler
import json
import resource
import sys
from pathlib import Path
from typing import Any


def _limit(limits: dict[str, int]) -> None:
    # RLIMIT_DATA, not RLIMIT_AS: it counts what is really private memory, not the libraries and files that are only mapped.
    for kind, value in (("DATA", "memory"), ("FSIZE", "output"), ("CPU", "cpu")):
        resource.setrlimit(getattr(resource, f"RLIMIT_{kind}"), (limits[value], limits[value]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))


class WithoutPandas:
    """Finder (PEP 451) for which pandas is not installed.

    pyarrow and pyogrio import pandas when it is there, to recognise its objects: none occur here, and that import is a third of what the
    check of a small file costs.
    """

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Refuse pandas, and leave every other module to the finders that follow."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _tell(done: int, total: int | None) -> None:
    sys.stdout.write(f"{done} {'' if total is None else total}\n")
    sys.stdout.flush()


def main(request_path: str) -> int:
    """Run the request; the exit status is 0 when a report was written, 3 when memory ran out."""
    request: dict[str, Any] = json.loads(Path(request_path).read_text(encoding="utf-8"))
    _limit(request["limits"])
    try:
        _TASKS[request["task"]](request)
    except MemoryError:
        return 3
    return 0


def _check(request: dict[str, Any]) -> None:
    from ckanext.binhduong.ingest.model import Options
    from ckanext.binhduong.ingest.pipeline import run

    out = Path(request["out"])
    checked = run(Path(request["path"]), request["name"], Options.from_dict(request["options"]), out, _tell)
    (out / "report.json").write_text(json.dumps(checked.report, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _mark(request: dict[str, Any]) -> None:
    from ckanext.binhduong.ingest.detection.zip_archives import list_members
    from ckanext.binhduong.ingest.findings.marked_workbook import mark

    list_members(Path(request["path"]))
    mark(Path(request["path"]), request["report"], Path(request["out"]) / "marked.xlsx")


_TASKS = {"check": _check, "mark": _mark}


if __name__ == "__main__":
    faulthandler.enable()
    sys.meta_path.insert(0, WithoutPandas)
    sys.exit(main(sys.argv[1]))
