"""`python -m benchmarks.search.relevance`: how good the first ten answers are, ours beside stock CKAN's; see README.md."""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from configparser import RawConfigParser
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.search import report
from benchmarks.search.peers import PORTAL_CONFIGSET, ROOT, STOCK_SOLR, make_core, reload_core, remove_core, stock_configset
from benchmarks.search.score import score
from tests.search.relevance.queries import HALVES, Query, queries

PEERS = ("portal", "stock")
_JUDGED_SET = ROOT / "tests" / "search" / "relevance"
_SEARCH = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong" / "search"
_INDEXER = Path(__file__).with_name("relevance_peer.py")


@dataclass(frozen=True)
class Core:
    """A peer's Solr core: the files whose change makes it stale, its configset, its settings and its place below Solr's home."""

    name: str
    sources: tuple[Path, ...]
    conf: Path
    settings: dict[str, str]
    instance: Path


def main() -> None:
    """Index what is stale, ask, print the tables."""
    arguments = _arguments()
    asked = [query for query in queries() if _wanted(query, arguments)]
    if not asked:
        raise SystemExit(f"The half {arguments.half!r} has no such query; --half all has every one.")
    config = RawConfigParser()
    config.read(arguments.ini, encoding="utf-8")
    solr = config["app:main"]["solr_url"].rsplit("/", 1)[0]
    with tempfile.TemporaryDirectory() as folder:
        cores = [_core(peer, Path(folder), arguments.ini.resolve()) for peer in arguments.peers]
        answers = _answers(cores, asked, arguments, solr, Path(folder))
    results = _results(asked, answers)
    for part in _parts(results, arguments):
        print(part, end="\n\n")
    if arguments.json:
        _write(arguments.json, {"half": arguments.half, **report.means(results)})
    if arguments.answers:
        _write(arguments.answers, [_plain(each) for each in results])


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _parts(results: list[report.Result], arguments: argparse.Namespace) -> list[str]:
    parts = [report.by_variant(results, arguments.peers), report.by_kind(results, arguments.peers)]
    if arguments.matrix:
        parts.append(report.matrix(results, arguments.peers))
    if arguments.worst:
        parts.append(report.worst(results, arguments.worst))
    if arguments.against:
        parts.append(report.against(results, json.loads(arguments.against.read_text(encoding="utf-8"))))
    return parts


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search.relevance", description=__doc__)
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its services must run")
    parser.add_argument("--half", choices=[*HALVES, "all"], default="tune", help="tune: to work with; held: only for the printed figure")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--kind", nargs="+", help="only these kinds")
    parser.add_argument("--variant", nargs="+", help="only these variants")
    parser.add_argument("--query", nargs="+", help="only these ids")
    parser.add_argument("--matrix", action="store_true", help="also each kind in each variant")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also the N worst answers with their first five datasets")
    parser.add_argument("--against", type=Path, metavar="FILE", help="also what changed since the run that wrote --answers FILE")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the means")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="where to write every answer with its score")
    indexing = parser.add_mutually_exclusive_group()
    indexing.add_argument("--fresh", action="store_true", help="index again even when nothing changed")
    indexing.add_argument("--keep", action="store_true", help="do not index again whatever changed; the configset is read anew")
    parser.add_argument("--remove", action="store_true", help="take the cores away at the end")
    return parser.parse_args()


def _wanted(query: Query, arguments: argparse.Namespace) -> bool:
    allowed = ((arguments.kind, query.kind), (arguments.variant, query.variant), (arguments.query, query.id))
    return arguments.half in ("all", query.half) and all(not values or value in values for values, value in allowed)


def _core(peer: str, folder: Path, ini: Path) -> Core:
    name = f"relevance_{peer}"
    instance = ini.parent / "solr" / name
    if peer == "portal":
        return Core(name, (PORTAL_CONFIGSET, _SEARCH, _JUDGED_SET, _INDEXER), PORTAL_CONFIGSET, {}, instance)
    return Core(name, (STOCK_SOLR, _JUDGED_SET, _INDEXER), stock_configset(folder / "stock-conf"), {"ckan.plugins": ""}, instance)


def _answers(cores: list[Core], asked: list[Query], arguments: argparse.Namespace, solr: str, folder: Path) -> dict[str, Any]:
    """Ask all peers at once, each in its own process; a stale core is made anew and filled first."""
    processes = {}
    questions = json.dumps([[number, query.text] for number, query in enumerate(asked)])
    for peer, core in zip(arguments.peers, cores, strict=True):
        stamp = _stamp(core)
        stale = _prepare(core, stamp, arguments, solr)
        processes[peer] = (_start(core, arguments.ini.resolve(), solr, folder, stale), core, stamp)
    for process, _, _ in processes.values():
        process.stdin.write(questions)
        process.stdin.close()
    answers = {}
    for peer, (process, core, stamp) in processes.items():
        answers[peer] = json.loads(process.stdout.read() or "null")
        if process.wait() or answers[peer] is None:
            raise SystemExit(f"{peer}: see above")
        print(f"{peer}: {answers[peer]['seconds']} s", file=sys.stderr)
        if arguments.remove:
            remove_core(solr, core.name)
        elif not arguments.keep:
            (core.instance / "stamp").write_text(stamp)
    return answers


def _prepare(core: Core, stamp: str, arguments: argparse.Namespace, solr: str) -> bool:
    """Make the core ready; return whether it must be filled."""
    before = _read_stamp(core)
    if arguments.keep and before:
        reload_core(solr, core.name, core.conf, core.instance)
        return False
    if before == stamp and not arguments.fresh:
        return False
    make_core(solr, core.name, core.conf, core.instance)
    return True


def _start(core: Core, base: Path, solr: str, folder: Path, index: bool) -> subprocess.Popen[str]:
    ini = folder / f"{core.name}.ini"
    # A busy machine commits late; a search that waits is slow, not wrong.
    settings = {
        "solr_timeout": "600",
        "ckan.site_id": core.name,
        "solr_url": f"{solr}/{core.name}",
        "ckan.site_url": "http://127.0.0.1",
        **core.settings,
    }
    ini.write_text("\n".join(["[app:main]", f"use = config:{base}", *(f"{key} = {value}" for key, value in settings.items()), ""]))
    command = [sys.executable, "-m", "benchmarks.search.relevance_peer", str(ini), *(["--index"] if index else [])]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _stamp(core: Core) -> str:
    """Return a digest of everything that a core's content follows from."""
    digest = hashlib.sha256()
    for source in core.sources:
        for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(source.parent)).encode() + path.read_bytes())
    return digest.hexdigest()


def _read_stamp(core: Core) -> str:
    path = core.instance / "stamp"
    return path.read_text() if path.exists() else ""


def _results(asked: list[Query], answers: dict[str, Any]) -> list[report.Result]:
    scored: dict[int, dict[str, report.Answer]] = {number: {} for number in range(len(asked))}
    for peer, answer in answers.items():
        for number, names, count, milliseconds, error in answer["answers"]:
            scored[number][peer] = report.Answer(names, count, milliseconds, error, score(names, asked[number].grades()))
    return [report.Result(query, scored[number]) for number, query in enumerate(asked)]


def _plain(result: report.Result) -> dict[str, Any]:
    query = result.query
    shown = {"id": query.id, "kind": query.kind, "variant": query.variant, "text": query.text}
    return {**shown, **{peer: asdict(answer) for peer, answer in result.answers.items()}}


if __name__ == "__main__":
    main()
