"""What nginx says by itself: CKAN is down, a request is too large, there are too many. A real nginx with nothing behind."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from stack.refusals import write_refusals
from stack.settings import BROTLI, compression
from stack.shell import wait_until

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ROOT / "ckanext-binhduong" / "ckanext" / "binhduong" / "portal" / "public"


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _refusing_addresses(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Addresses that refuse each connection: their ports are taken, so nobody else gets them, and nobody listens."""
    with ExitStack() as held:
        sockets = {name: held.enter_context(socket.socket()) for name in names}
        for each in sockets.values():
            each.bind(("127.0.0.1", 0))
        yield {name: f"127.0.0.1:{each.getsockname()[1]}" for name, each in sockets.items()}


@contextmanager
def _nginx(var: Path, **addresses: str) -> Iterator[str]:
    """The address of an nginx with the project's configuration; nobody listens at the addresses of CKAN that are not given."""
    with _refusing_addresses([f"{name}_address" for name in ("web", "web2", "health", "health2")]) as refusing:
        yield from _started(var, refusing | addresses)


def _started(var: Path, addresses: dict[str, str]) -> Iterator[str]:
    for name in ("run", "log", "nginx", "storage/base-map"):
        (var / name).mkdir(parents=True)
    (var / "storage" / "base-map" / "osm-0123456789ab.pmtiles").write_bytes(b"PMTiles and more")
    write_refusals(var / "nginx" / "errors")
    port = free_port()
    values = {
        **{"var": str(var), "host": "127.0.0.1", "nginx_port": str(port), "files_port": str(free_port())},
        **{"own_public": str(PUBLIC), "ckan_public": str(PUBLIC)},
        **compression(),
        **addresses,
    }
    text = (ROOT / "config" / "nginx.conf").read_text("utf-8")
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    (var / "nginx.conf").write_text(text)
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(var / "nginx.conf"), "-p", str(var), "-g", "daemon off; user root;"])
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: ask(f"{address}/health/nginx")[0] == 200, "nginx's start", seconds=60, remedy="")
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx with no CKAN behind it."""
    with _nginx(tmp_path_factory.mktemp("nginx")) as address:
        yield address


class _Refusing(BaseHTTPRequestHandler):
    """Refuses everything as the application does when too many wrong tokens were sent."""

    def do_GET(self) -> None:
        body = b'{"success": false}'
        self.send_response(429)
        for name, value in {"Content-Type": "application/json", "Retry-After": "840", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


class _Application(ThreadingHTTPServer):
    """Takes as many connections at once as a test makes; a refused one would be answered by nginx."""

    request_queue_size = 64


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx with an application behind it that refuses everything."""
    with _Application(("127.0.0.1", 0), _Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"127.0.0.1:{server.server_port}"
        with _nginx(tmp_path_factory.mktemp("refusing"), web_address=place, web2_address=place) as address:
            yield address
        server.shutdown()


def ask(address: str, body: bytes | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers and text; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=body), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()
    except urllib.error.URLError:
        return 0, {}, ""


def test_people_are_told_what_to_do_when_ckan_is_down(alone: str) -> None:
    """503, in both languages, in the portal's look, with when to try again; its style sheet and font are served without CKAN."""
    status, headers, text = ask(f"{alone}/dataset/nha-thuoc")
    assert (status, headers["Content-Type"].partition(";")[0], headers["Retry-After"]) == (503, "text/html", "10")
    assert "Cổng dữ liệu tạm thời gián đoạn" in text
    assert "Try again in a few minutes" in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    for path in ("/binhduong/errors/page.css", "/binhduong/mark.svg", "/binhduong/vendor/be-vietnam-pro/be-vietnam-pro.css"):
        assert (path in text, ask(alone + path)[0]) == (True, 200)


def test_a_file_is_503_when_ckan_is_down(alone: str) -> None:
    """The same page as elsewhere, though another server of nginx was asked first."""
    status, headers, text = ask(f"{alone}/dataset/a/resource/b/download/a.csv")
    assert (status, headers["Retry-After"], "Cổng dữ liệu tạm thời gián đoạn" in text) == (503, "10", True)


FILES = ["/dataset/a/resource/b/download/a.csv", "/en/dataset/a/resource/b/release/3/a.csv", "/dataset/a/resource/b/export.csv"]


@pytest.mark.parametrize("path", [*FILES, "/dataset/a"])
def test_the_application_refuses_in_its_own_words(refusing: str, path: str) -> None:
    """At addresses of files as elsewhere: when to come back is its own answer's, not nginx's ten seconds."""
    status, headers, text = ask(refusing + path)
    assert (status, headers["Content-Type"], headers["Retry-After"], text) == (429, "application/json", "840", '{"success": false}')


def test_nginx_refuses_files_in_its_own(refusing: str) -> None:
    """Twenty files at once from one address: some are refused before the application is asked."""
    with ThreadPoolExecutor(20) as crowd:
        found = [answer[1:] for answer in crowd.map(ask, [refusing + FILES[2]] * 20)]
    own = [text for headers, text in found if headers["Retry-After"] == "10"]
    assert own
    assert all("Quá nhiều yêu cầu" in text for text in own)


@pytest.mark.parametrize("path", ["/base-map/osm-0123456789ab.pmtiles", "/binhduong/base-map/base-map.pmtiles?v=0123456789"])
def test_base_maps_are_read_in_ranges_and_kept(alone: str, path: str) -> None:
    """The one that ships and the operator's own: a browser asks for the parts that it needs, and keeps them for a year."""
    with urllib.request.urlopen(urllib.request.Request(alone + path, headers={"Range": "bytes=0-6"}), timeout=20) as answer:
        assert (answer.status, answer.read()) == (206, b"PMTiles")
        assert "max-age=31536000" in answer.headers.get_all("Cache-Control")[0]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Encoding" not in answer.headers


def test_a_file_that_names_its_content_is_kept(alone: str) -> None:
    """With a digest in its address a static file may be kept for a year, a font for a month, all else for an hour."""
    font = "/binhduong/vendor/be-vietnam-pro/be-vietnam-pro-latin-400-normal.woff2"
    for address, seconds in (("/binhduong/mark.svg?v=651429edd8", 31_536_000), (font, 2_592_000), ("/binhduong/mark.svg", 3600)):
        assert f"max-age={seconds}" in ask(alone + address)[1]["Cache-Control"]


def test_text_is_compressed_as_well_as_the_reader_can(alone: str) -> None:
    """Brotli where Debian's nginx has its module and the reader knows it, gzip for the others, nothing for who knows neither."""
    address = f"{alone}/binhduong/vendor/be-vietnam-pro/be-vietnam-pro.css"
    best = "br" if BROTLI.exists() else "gzip"
    for accepted, sent in (("br, gzip", best), ("gzip", "gzip"), ("identity", None)):
        with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Encoding": accepted}), timeout=20) as answer:
            assert answer.headers["Content-Encoding"] == sent, accepted


def test_a_time_later_than_the_files_own_is_304(alone: str) -> None:
    """A reader's clock or another file's time need not be this file's; an earlier time gets the file."""
    address = f"{alone}/binhduong/mark.svg"
    for moment, status in (("Tue, 01 Jan 2047 00:00:00 GMT", 304), ("Wed, 01 Jan 2020 00:00:00 GMT", 200)):
        request = urllib.request.Request(address, headers={"If-Modified-Since": moment})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                found = answer.status
        except urllib.error.HTTPError as error:
            found = error.code
        assert found == status


def test_the_sitemap_is_not_for_asking_again_and_again(alone: str) -> None:
    """Ten at once are served, a crawler's whole set; then it is told to wait, and other pages still answer."""
    told = [ask(f"{alone}{'/en' * (number % 2)}/sitemap-{number}.xml")[0] for number in range(1, 41)]
    assert told[:11] == [503] * 11
    assert 429 in told
    assert ask(f"{alone}/dataset/nha-thuoc")[0] == 503


@pytest.mark.parametrize("path", ["/api/3/action/package_list", "/en/api/3/action/package_list"])
def test_programs_are_told_in_json(alone: str, path: str) -> None:
    """The form of the API's errors, with a status that programs understand."""
    status, headers, text = ask(alone + path)
    assert (status, headers["Content-Type"].partition(";")[0]) == (503, "application/json")
    answer = json.loads(text)
    assert (answer["success"], answer["error"]["__type"]) == (False, "Service Unavailable")


def test_a_request_that_is_too_large(alone: str) -> None:
    """413 with the limits, as a page and as JSON."""
    large = b"x" * (5 << 20)
    status, _, text = ask(f"{alone}/dataset/new", large)
    assert (status, "200 MB" in text, "Split it" in text) == (413, True, True)
    status, headers, text = ask(f"{alone}/api/3/action/package_search", large)
    assert (status, headers["Content-Type"].partition(";")[0]) == (413, "application/json")
    assert json.loads(text)["error"]["__type"] == "Request Too Large"


@pytest.mark.parametrize("language", ["", "/en", "/vi"])
def test_a_file_may_be_larger_in_every_language(alone: str, language: str) -> None:
    """An upload's page and the actions that take files and rows let a body through that others refuse: only CKAN is missing."""
    large = b"x" * (5 << 20)
    for path in ("dataset/nha-thuoc/resource/new", "upload", "api/3/action/resource_create", "api/3/action/datastore_upsert"):
        assert ask(f"{alone}{language}/{path}", large)[0] == 503, path


def _crowd(address: str, threads: int, requests: int) -> list[int]:
    with ThreadPoolExecutor(threads) as crowd:
        return [answer[0] for answer in crowd.map(ask, [address] * requests)]


@pytest.mark.parametrize(
    ("path", "most"),
    [("/dataset/?q=thuoc", 31), ("/api/3/action/table_search", 31), ("/datastore/dump/abc", 20)],
)
def test_a_costly_kind_is_refused_early(alone: str, path: str, most: int) -> None:
    """Forty at once from one address: a few pass, some wait, the rest is 429 before CKAN is asked; a cheap page is another matter."""
    found = _crowd(alone + path, 40, 40)
    assert set(found) == {503, 429}
    assert found.count(503) <= most
    assert ask(f"{alone}/map")[0] == 503


@pytest.mark.parametrize("path", ["/de-nghi", "/en/de-nghi", "/api/3/action/data_request_create"])
def test_forms_for_everybody_are_few_from_one_address(alone: str, path: str) -> None:
    """After some forms 429, by each address of the form alike; reading, and the forms of those who answer, are not counted."""
    assert 429 in {ask(alone + path, b"title=x")[0] for _ in range(13)}
    assert ask(alone + path)[0] == 503
    assert ask(f"{alone}/de-nghi/xu-ly/1", b"do=accept")[0] == 503


@pytest.mark.parametrize(
    ("path", "body", "names"),
    [
        ("/about", None, ["reads"]),
        ("/api/3/action/package_search", None, ["reads", "searches"]),
        ("/api/3/action/package_search", b"{}", ["reads", "writes", "searches"]),
        ("/api/3/action/dataset_suggest", None, ["reads", "typing"]),
        ("/dataset/a/resource/b/rows.csv", None, ["reads", "tables"]),
        ("/catalog/all.ttl", None, ["reads", "dumps"]),
        ("/sitemap.xml", None, ["reads", "sitemaps"]),
        ("/en/sitemap-2.xml?a=1", None, ["reads", "sitemaps"]),
        ("/api/3/action/data_request_create", b"{}", ["reads", "writes", "requests"]),
    ],
)
def test_an_answer_names_the_limits_of_its_address(alone: str, path: str, body: bytes | None, names: list[str]) -> None:
    """Those that it counts for, in the form of RateLimit-Policy (IETF httpapi)."""
    named = re.findall(r'"(\w+)";q=(\d+);w=(\d+)', ask(f"{alone}{path}", body)[1]["RateLimit-Policy"])
    assert [name for name, _, _ in named] == names
    zones = re.findall(r"limit_req_zone .* zone=(\w+):\S+ rate=(\d+)r/([sm]);", (ROOT / "config" / "nginx.conf").read_text("utf-8"))
    assert set(named) <= {(name, rate, {"s": "1", "m": "60"}[unit]) for name, rate, unit in zones}


def test_too_many_requests(alone: str) -> None:
    """Many at once: 429, and when to come back. The last test: this address is refused for some seconds after it."""
    with ThreadPoolExecutor(24) as crowd:
        answers = list(crowd.map(ask, [f"{alone}/binhduong/mark.svg"] * 1500))
    refused = [answer for answer in answers if answer[0] != 200]
    assert {status for status, _, _ in refused} == {429}
    _, headers, text = refused[0]
    assert (headers["Retry-After"], "Quá nhiều yêu cầu" in text, "Wait ten seconds" in text) == ("10", True, True)
