"""Asks a peer the questions and times the answers, with one client and with several at once."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass
from typing import Any

import shapely

from ckanext.binhduong import places

Question = dict[str, str]


def _bounds(shape: Any) -> str:
    return ",".join(f"{bound:.5f}" for bound in shape.bounds)


WARD = places.boundary_of("718@2024")
CENTRE = shapely.Point(106.6512, 10.9804)
QUESTIONS: dict[str, dict[str, list[Question]]] = {
    "words with marks": {peer: [{"q": "quy hoạch xây dựng"}, {"q": "nhà thuốc Dĩ An"}] for peer in ("portal", "stock")},
    "words without marks": {peer: [{"q": "quy hoach xay dung"}, {"q": "nha thuoc di an"}] for peer in ("portal", "stock")},
    "box": {peer: [{"ext_bbox": "106.60,10.90,106.75,11.05"}, {"ext_bbox": "106.70,11.20,106.80,11.30"}] for peer in ("portal", "stock")},
    "near (5 km)": {
        "portal": [{"ext_near": "106.6512,10.9804", "ext_radius": "5000"}],
        "stock": [{"ext_bbox": _bounds(CENTRE.buffer(0.0455))}],
    },
    "within 718@2024": {"portal": [{"ext_within": "718@2024"}], "stock": [{"ext_bbox": _bounds(WARD)}]},
    "suggest": {peer: [{"q": each} for each in ("nha th", "quy hoach x", "so xay", "truong")] for peer in ("portal", "stock")},
    "words and box": {peer: [{"q": "nhà thuốc", "ext_bbox": "106.60,10.90,106.75,11.05"}] for peer in ("portal", "stock")},
}
"""What is asked; stock CKAN knows neither near nor within, so it is asked for the box around, as its users do."""
_ACTIONS = {("suggest", "portal"): "dataset_suggest", ("suggest", "stock"): "package_autocomplete"}


@dataclass(frozen=True)
class Result:
    """Milliseconds and requests per second of one question at one number of clients; ``found`` datasets answer it."""

    peer: str
    question: str
    clients: int
    found: list[int]
    p50: float
    p95: float
    per_second: float


def measure(peer: str, port: int, question: str, clients: int, seconds: float) -> Result:
    """Ask for some seconds; the first answers, which fill caches, are not counted."""
    asked = QUESTIONS[question][peer]
    action = _ACTIONS.get((question, peer), "package_search")
    shown = {"rows": 20} if action == "package_search" else {}
    paths = [f"/api/3/action/{action}?{urllib.parse.urlencode({**shown, **each})}" for each in asked]
    found = [_ask(http.client.HTTPConnection("127.0.0.1", port), path)[1] for path in paths]
    times: list[float] = []
    began = time.monotonic()
    threads = [threading.Thread(target=_client, args=(port, paths, began + seconds, times)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - began
    cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return Result(peer, question, clients, found, round(cuts[9] * 1000, 1), round(cuts[18] * 1000, 1), round(len(times) / elapsed, 1))


def _client(port: int, paths: list[str], until: float, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    turn = 0
    while time.monotonic() < until:
        times.append(_ask(connection, paths[turn % len(paths)])[0])
        turn += 1
    connection.close()


def _ask(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    """Seconds and the number of datasets found, or of suggestions; anything but a good answer ends the measurement."""
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    elapsed = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
    result = json.loads(body)["result"]
    return elapsed, len(result) if isinstance(result, list) else result["count"]
