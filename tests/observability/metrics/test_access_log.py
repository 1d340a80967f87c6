"""nginx's access log as counts: classes of routes, lines as nginx writes them, a log that is replaced."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from ckanext.binhduong.observability.metrics.access_log import CLASSES, Request, class_of, follow, parse
from ckanext.binhduong.observability.metrics.exporter import Portal, Requests

ID = "0123456789abcdef0123456789abcdef"


def _line(request: str, status: int = 200, seconds: str = "0.012", upstream: str = "0.011", cache: str = "MISS") -> str:
    return f'2026-11-29T20:00:00+00:00 nginx 127.0.0.1 "{request}" {status} 512 {seconds} {upstream} {ID} {cache}'


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "home"),
        ("/en", "home"),
        ("/vi/", "home"),
        ("/dataset", "search"),
        ("/dataset/", "search"),
        ("/dataset/nha-thuoc", "dataset"),
        ("/en/dataset/nha-thuoc", "dataset"),
        ("/dataset/nha-thuoc.ttl", "feed"),
        ("/dataset/nha-thuoc/resource/x", "resource"),
        ("/dataset/nha-thuoc/resource/x/download/a.csv", "file"),
        ("/dataset/nha-thuoc/resource/x/export.xlsx", "file"),
        ("/api/3/action/package_show", "package_show"),
        ("/api/action/package_search", "package_search"),
        ("/api/3/action/datastore_search", "rows"),
        ("/api/3/action/table_profile", "rows"),
        ("/api/3/action/feature_search", "feature_search"),
        ("/api/3/action/package_create", "api"),
        ("/geo/collections/a/items", "geo"),
        ("/geography", "other"),
        ("/map", "map"),
        ("/user/login", "account"),
        ("/health/ready", "health"),
        ("/webassets/a.js", "static"),
        ("/wp-login.php", "other"),
        ("/english", "other"),
    ],
)
def test_each_path_is_of_one_class(path: str, route: str):
    """With and without the language; what nobody knows is "other"."""
    assert class_of(path) == route


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        (_line("GET /"), Request("home", "200", 0.012, "miss")),
        (_line("GET /dataset/a b", cache="HIT", upstream="-"), Request("dataset", "200", 0.012, "hit")),
        (_line("POST /api/3/action/package_create", 503, "60.001", "0.500, 59.5", "-"), Request("api", "503", 60.001, "none")),
        (_line(r"GET /\x22 200 512 0.001 - - HIT"), Request("other", "200", 0.012, "miss")),
        (_line("GET /dataset/dữ-liệu"), Request("dataset", "200", 0.012, "miss")),
        ('2026-11-29T20:00:00+00:00 nginx 127.0.0.1 "GET /" 200 512 0.012 0.011 HIT', Request("home", "200", 0.012, "hit")),
        ("", None),
        ('2026-11-29T20:00:00+00:00 nginx 127.0.0.1 "GET /data', None),
        ("nonsense", None),
    ],
)
def test_a_line_is_read_as_nginx_writes_it(line: str, request_: Request | None):
    """Blanks and escaped quotes in a path forge no status; also a request without a cache, two upstreams, the old format, no line."""
    assert parse(line) == request_


def _next(lines: object, count: int) -> list[str]:
    return [next(lines) for _ in range(count)]  # type: ignore[call-overload]


def test_a_log_is_followed_over_its_replacement(tmp_path: Path):
    """Only what is new; half a line waits for its end; a log that was rotated or cut is read from its beginning."""
    path = tmp_path / "access.log"
    path.write_text("old\n")
    stopped = threading.Event()
    lines = follow(path, stopped, pause=0.01)
    timer = threading.Timer(0.2, lambda: _append(path, "a\nb"))
    timer.start()
    assert _next(lines, 1) == ["a"]
    _append(path, "c\n")
    assert _next(lines, 1) == ["bc"]
    path.rename(tmp_path / "access.log.1")
    path.write_text("d\n")
    assert _next(lines, 1) == ["d"]
    path.write_text("")
    threading.Timer(0.2, lambda: _append(path, "e\n")).start()
    assert _next(lines, 1) == ["e"]
    stopped.set()
    assert list(lines) == []


def _append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def _text(registry: CollectorRegistry) -> list[str]:
    return generate_latest(registry).decode().splitlines()


def test_requests_are_added_up():
    """By class, status and cache; seconds in buckets; what cannot be read is counted as such."""
    registry = CollectorRegistry()
    requests = Requests(registry)
    for line in (_line("GET /", seconds="0.030"), _line("GET /", cache="HIT", seconds="0.001"), _line("GET /x", 404, cache="-"), "?"):
        requests.add(line)
    text = _text(registry)
    for expected in (
        'binhduong_requests_total{cache="miss",route="home",status="200"} 1.0',
        'binhduong_requests_total{cache="hit",route="home",status="200"} 1.0',
        'binhduong_requests_total{cache="none",route="other",status="404"} 1.0',
        'binhduong_request_duration_seconds_bucket{le="0.005",route="home"} 1.0',
        'binhduong_request_duration_seconds_bucket{le="0.05",route="home"} 2.0',
        'binhduong_request_duration_seconds_count{route="home"} 2.0',
        "binhduong_access_log_unread_total 1.0",
    ):
        assert expected in text


def test_no_visitor_makes_new_series():
    """A thousand addresses that nobody knows are one class."""
    registry = CollectorRegistry()
    requests = Requests(registry)
    for number in range(1000):
        requests.add(_line(f"GET /{number}"))
    routes = {line.partition('route="')[2].partition('"')[0] for line in _text(registry) if "binhduong_requests_total{" in line}
    assert routes == {"other"} <= {*(name for name, _ in CLASSES), "other"}


def test_a_source_that_fails_is_named_and_the_others_go_on():
    """Its metrics are left out instead of being told as zero."""

    def fails() -> list[tuple[str, dict[str, str], float]]:
        raise ConnectionError("secret")

    registry = CollectorRegistry()
    registry.register(Portal({"queues": fails, "disk": lambda: [("binhduong_disk_free_ratio", {}, 0.5)]}))
    text = _text(registry)
    assert {'binhduong_source_up{source="queues"} 0.0', 'binhduong_source_up{source="disk"} 1.0', "binhduong_disk_free_ratio 0.5"} <= set(
        text
    )
    assert not any("queue_jobs" in line or "secret" in line for line in text)
