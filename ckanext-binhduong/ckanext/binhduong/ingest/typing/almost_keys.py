"""Tell of a column of codes that is almost a key, with a row that repeats, and of two codes that only look the same."""

import re
import unicodedata

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import ROW, Spool
from ckanext.binhduong.ingest.typing.column_roles import names_key

ALMOST = 0.8
"""Share of different values from which a repeated code is a mistake rather than a group's."""
MAX_CODES = 200_000
"""Different codes that are looked at."""
_ALIKE = str.maketrans("АВЕКМНОРСТХІЈЅаеорсхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ–—−‐‑", "ABEKMHOPCTXIJSaeopcxyijsABEZHIKMNOPTYX-----")

_FIGURES = str.maketrans("OIL", "011")


def tell(plans: list[Plan], counts: dict[str, tuple[int, int | None]], rows: int, spool: Spool, findings: Findings) -> None:
    """Look at the columns of codes whose values hardly repeat; the first that repeats is told of unless another column is the key."""
    has_key = any(plan.role == "key" for plan in plans)
    for plan in plans:
        filled, distinct = counts[plan.name]
        if plan.type != "text" or distinct is None or not names_key(plan.title) or not ALMOST * rows <= distinct <= MAX_CODES:
            continue
        repeated, alike = _look(plan, spool)
        if alike:
            findings.add("codes-look-alike", place={"column": plan.title, spool.place_name: alike[2]}, value=alike[0], understood=alike[1])
        if repeated and filled == rows and not has_key:
            has_key = True
            findings.add(
                "key-almost", place={"column": plan.title, spool.place_name: repeated[1]}, value=repeated[0], count=rows - distinct
            )


def _look(plan: Plan, spool: Spool) -> tuple[tuple[str, int] | None, tuple[str, str, int] | None]:
    """Return the first code that repeats with its row, and the first two that look the same with the row of the second."""
    seen: set[str] = set()
    shown: dict[str, str] = {}
    repeated: tuple[str, int] | None = None
    alike: tuple[str, str, int] | None = None
    for batch in spool.batches([plan.index]):
        cells = batch.column(f"c{plan.index}")
        for value, row in zip(cells.to_pylist(), batch.column(ROW).to_pylist(), strict=True):
            if value is None:
                continue
            if value in seen:
                repeated = repeated or (value, row)
                continue
            seen.add(value)
            other = shown.setdefault(looks(value), value)
            alike = alike or ((other, value, row) if other != value else None)
    return repeated, alike


def looks(code: str) -> str:
    """Return what a code looks like: without width, case, kind of dash and spaces; O as 0, I and L as 1, Cyrillic letters as Latin ones."""
    plain = code if code.isascii() else unicodedata.normalize("NFKC", code).translate(_ALIKE)
    return re.sub(r"\s+", "", plain).upper().translate(_FIGURES)
