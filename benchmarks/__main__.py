"""``python -m benchmarks --ini …/test.ini [NAME …]``: all benchmarks, ours and the peers', as tables and JSON (`make bench`)."""

import argparse
import subprocess
import sys
import tempfile
from configparser import RawConfigParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent


def main() -> int:
    """Run those that are named, or all, one after the other; the exit status is 1 when one failed."""
    found = sorted(path.parent.name for path in HERE.glob("*/__main__.py"))
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--ini", type=Path, required=True, help="an instance's test.ini; its services must run")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(found)}; all when none is given")
    asked = parser.parse_args()
    failed = [name for name in asked.names or found if _run(name, asked.ini.resolve())]
    return 1 if failed else 0


# A benchmark of more than one command: its modules below `benchmarks`, and what each is told beside the instance.
_COMMANDS = {"search": {"search": [], "search.relevance": ["--half", "held", "--fresh", "--remove"]}}


def _run(name: str, ini: Path) -> int:
    return max(_run_module(module, ini, options) for module, options in _COMMANDS.get(name, {name: []}).items())


def _run_module(module: str, ini: Path, more: list[str]) -> int:
    print(f"\n## {module}\n", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as figures:
        writes = ["--json", figures.name] if module.startswith(("portal", "search")) else []
        options = ["--dsn", _dsn(ini)] if module == "ingest" else ["--ini", str(ini), *writes, *more]
        code = subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *options], check=False).returncode
        print(Path(figures.name).read_text(), flush=True)
    return code


def _dsn(ini: Path) -> str:
    """Give the DataStore's test database as libpq names it."""
    config = RawConfigParser()
    config.read(ini, encoding="utf-8")
    url = urlsplit(config["app:main"]["ckan.datastore.write_url"])
    named = {"host": url.hostname, "port": url.port, "dbname": url.path[1:], "user": url.username, "password": unquote(url.password or "")}
    return " ".join(f"{key}={value}" for key, value in named.items())


if __name__ == "__main__":
    sys.exit(main())
