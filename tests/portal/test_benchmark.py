"""The pure parts of the benchmark of the whole portal: the mix of requests, and the tables with their aims."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from benchmarks.features.clients import Figures
from benchmarks.portal.cost import Cost, cost_table, is_dear
from benchmarks.portal.mix import SHARES, Catalogue, addresses
from benchmarks.portal.table import Memory, Row, is_missed, memory_table, table

CATALOGUE = Catalogue([(f"bench-{number}", f"id-{number}") for number in range(50)], "bench-diem")
KINDS = {
    "home": r"/",
    "search": r"/dataset/\?q=[^&]*&page=[1-5]",
    "dataset": r"/dataset/bench-\d+",
    "resource": r"/dataset/bench-(\d+)/resource/id-\1",
    "package_show": r"/api/3/action/package_show\?id=bench-\d+",
    "package_search": r"/api/3/action/package_search\?q=[^&]*&rows=20&start=(?:0|20|40|60|80)",
    "feature_search": r"/api/3/action/feature_search\?layer=bench-diem&near=[\d.]+,[\d.]+&limit=20",
}
STOCK = {**KINDS, "feature_search": r"/api/3/action/package_search\?rows=20&ext_bbox=(?:[\d.]+,){3}[\d.]+"}
AS_STOCK = Row("warm", 8, "stock", 40.0, 10.0, 20.0, 0)


def _kinds(paths: list[str], patterns: dict[str, str]) -> Counter[str]:
    return Counter(next(kind for kind, pattern in patterns.items() if re.fullmatch(pattern, path)) for path in paths)


@pytest.mark.parametrize(("peer", "patterns"), [("portal", KINDS), ("stock", STOCK)], ids=["portal", "stock"])
def test_each_hundred_requests_have_the_mix_exactly(peer, patterns):
    """The shares of the issue, in every hundred; stock CKAN is asked for datasets near where ours is asked for features."""
    paths = addresses(300, CATALOGUE, peer, seed=7)
    assert sum(SHARES.values()) == 100
    assert [_kinds(paths[start : start + 100], patterns) for start in (0, 100, 200)] == [Counter(SHARES)] * 3


def test_both_peers_are_asked_for_the_same():
    """With one seed only the requests for features differ; another seed asks for something else."""
    ours, stock = (addresses(100, CATALOGUE, peer, seed=7) for peer in ("portal", "stock"))
    differing = [one for one, other in zip(ours, stock, strict=True) if one != other]
    assert _kinds(differing, KINDS) == {"feature_search": 5}
    assert addresses(100, CATALOGUE, "portal", seed=8) != ours == addresses(100, CATALOGUE, "portal", seed=7)


def test_a_share_of_the_answers_did_not_exceed_a_percentile():
    """Of 1 to 999 milliseconds half are at most 500, and 95 of a hundred at most 950; of no answer there is none."""
    figures = Figures(seconds=[number / 1000 for number in range(999, 0, -1)])
    assert (figures.cut(50), figures.cut(95), Figures().cut(95)) == (500.0, 950.0, 0.0)


@pytest.mark.parametrize(
    ("row", "end"),
    [
        (Row("warm", 8, "portal", 800.0, 5.0, 100.0, 0), "20.0 × | ≥ 800 requests/s; p95 ≤ 100 ms; ≥ 20 × stock |"),
        (
            Row("warm", 8, "portal", 796.0, 5.0, 100.1, 2),
            "19.9 × | ≥ 800 requests/s: **missed**; p95 ≤ 100 ms: **missed**; ≥ 20 × stock: **missed** |",
        ),
        (Row("warm", 1, "portal", 900.0, 5.0, 9.0, 0), "– | ≥ 800 requests/s; p95 ≤ 100 ms |"),
        (
            Row("warm", 8, "portal", 0.0, 0.0, 0.0, 9),
            "0.0 × | ≥ 800 requests/s: **missed**; p95 ≤ 100 ms: **missed**; ≥ 20 × stock: **missed** |",
        ),
        (Row("uncached", 8, "portal", 79.0, 5.0, 300.0, 0), "– | – |"),
        (Row("a change a second", 8, "portal", 79.0, 5.0, 300.0, 0, 4, 1), "4 (1 refused) | – | – |"),
    ],
    ids=["reached", "just missed", "no stock beside it", "no answer", "uncached without stock", "a change a second"],
)
def test_a_row_names_its_aims_and_which_are_missed(row, end):
    """Aims stand beside the figures; what was not measured beside stock CKAN has no such aim, and no answer at all is fast."""
    lines = table([row, AS_STOCK]).splitlines()
    (line,) = [line for line in lines if f"| {row.mode} | {row.clients} | portal |" in line]
    assert line.endswith(end)
    assert is_missed([row, AS_STOCK], []) == ("missed" in end)


def test_uncached_answers_are_compared_with_twice_those_of_stock():
    """Twice as many are enough, fewer are not; and the table is in the order of modes, clients and peers."""
    rows = [Row(mode, clients, peer, speed, 1.0, 2.0, 0) for mode, clients, peer, speed in _UNCACHED]
    lines = table(rows).splitlines()[2:]
    assert [tuple(line.strip("| ").split(" | ")[index] for index in (1, 2, 8, 9)) for line in lines] == [
        ("1", "portal", "2.0 ×", "≥ 2 × stock"),
        ("1", "stock", "–", "–"),
        ("8", "portal", "1.9 ×", "≥ 2 × stock: **missed**"),
        ("8", "stock", "–", "–"),
    ]


_UNCACHED = [
    ("uncached", 8, "stock", 50.0),
    ("uncached", 8, "portal", 95.0),
    ("uncached", 1, "portal", 80.0),
    ("uncached", 1, "stock", 40.0),
]


def test_memory_that_grows_by_more_than_a_tenth_is_not_flat():
    """The aim is ours alone: stock CKAN's memory is only shown."""
    flat, grown, stock = (
        Memory("portal", 200_000, 3, 300.0, 330.0),
        Memory("portal", 200_000, 0, 300.0, 330.1),
        Memory("stock", 9, 0, 1.0, 9.0),
    )
    assert memory_table([flat, grown, stock]).splitlines()[2:] == [
        "| portal | 200,000 | 3 | 300.0 | 330.0 | flat: ≤ 1.1 × |",
        "| portal | 200,000 | 0 | 300.0 | 330.1 | flat: ≤ 1.1 ×: **missed** |",
        "| stock | 9 | 0 | 1.0 | 9.0 | – |",
    ]
    assert (is_missed([], [flat, stock]), is_missed([], [grown])) == (False, True)


@pytest.mark.parametrize(
    ("cost", "end"),
    [
        (Cost("dataset", "portal", 12.0, 8, 1), "12.0 | 8 | 1 | ≤ 12 ms; ≤ 8 statements |"),
        (Cost("dataset", "portal", 12.1, 8.5, 1), "12.1 | 8.5 | 1 | ≤ 12 ms: **missed**; ≤ 8 statements: **missed** |"),
        (Cost("home", "portal", 6.0, 20, 0), "6.0 | 20 | 0 | ≤ 6 ms |"),
        (Cost("resource", "portal", 99.0, 20, 0), "99.0 | 20 | 0 | – |"),
        (Cost("dataset", "stock", 99.0, 20, 0), "99.0 | 20 | 0 | – |"),
    ],
    ids=["met", "missed", "no-statements-asked", "no-aim", "stock"],
)
def test_a_cost_beyond_an_aim_is_named(cost, end):
    """Processor time of three pages, and the statements of a dataset's, as the issue asks; stock CKAN has no aim."""
    assert cost_table([cost]).endswith(end)
    assert is_dear([cost]) == ("missed" in end)
