"""The light path answers what CKAN would: the same requests with and without it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from ckan.plugins import toolkit as tk

from ckanext.binhduong.features.light_path import reads
from ckanext.binhduong.security.kept_answers import settings
from tests.features.conftest import Store, box

ODD_IDS = ("NT 1/é", "a'b&c=d", "50%", "x.geojson", "?", "Đ+1;2")
SHOPS = [
    ("P1", "Nhà thuốc Đức An", "Nhà thuốc", True, "Mo-Su 07:00-21:00", 106.650, 10.980),
    ("P2", "Quầy thuốc số 2", "Quầy thuốc", False, "24/24", 106.655, 10.985),
    ("P3", "Quầy thuốc O'Hara", "Quầy thuốc", None, "không rõ", 106.700, 11.000),
]
MOMENT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


class Asked(NamedTuple):
    """A request: what stands in its first line, its headers and its body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def is_for_ckan(self) -> bool:
        """Whether its address has what the light path leaves to CKAN: a callback, a name twice, a question about a document."""
        names = [name for name, _ in parse_qsl(self.path.partition("?")[2], keep_blank_values=True)]
        return "callback" in names or len(set(names)) < len(names) or ("/feature/" in self.path and bool(names))


class Answered(NamedTuple):
    """An answer as its client sees it, without the second at which it was made; and whether the light path made it."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    light: bool


@pytest.fixture(scope="module")
def layers(store: Store) -> None:
    """Three public layers, and one that was withdrawn: private, deleted and embargoed datasets have theirs taken away."""
    store.points("diem", [(fid, f"Điểm {fid}", "2025-01-02", 7.5, 106.6 + n / 100, 11.0) for n, fid in enumerate(ODD_IDS)])
    store.places("nha-thuoc", SHOPS)
    store.zones("phan-khu", [("Khu A", box(106.6, 10.9, 106.7, 11.0)), ("Khu B", box(106.7, 10.9, 106.8, 11.0))])
    store.points("rieng-tu", [("BM1", "Bí mật", None, None, 106.6, 11.0)])
    store.withdraw("rieng-tu")


@pytest.fixture
def ask(app: Any, layers: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answered]:
    """Send a request, with the light path or past it, at a moment that stands still."""
    monkeypatch.setattr("ckanext.binhduong.features.query.search.now", lambda: MOMENT)
    answer = reads.Reads.answer
    made: list[bool] = []

    def note(self: reads.Reads, *request: Any) -> Any:
        found = answer(self, *request)
        made.append(found is not None)
        return found

    def send(asked: Asked, light: bool = True) -> Answered:
        made.clear()
        monkeypatch.setattr(reads.Reads, "answer", note if light else lambda *_: None)
        client = app.test_client(use_cookies=False)
        got = client.open(asked.path, method=asked.method, headers=asked.headers, data=asked.body or None)
        headers = sorted((name, value) for name, value in got.headers.items() if name != "Date")
        return Answered(got.status_code, headers, got.get_data(), any(made))

    return send


VALUES: dict[str, tuple[str, ...]] = {
    "theme": ("nha-thuoc", "y-te,quy-hoach", "khong-co", ""),
    "layer": ("nha-thuoc", "diem,phan-khu", "rieng-tu", "chua-co", "", "layers"),
    "q": ("thuoc", "nhà th", "o'hara", "%", "", "đ" * 201, "\u202e", "a\tb", "\x00"),
    "near": ("106.65,10.98", "106.65, 10.98", "nan,1", "181,0", "106.65", "1e400,0", ""),
    "radius": ("500", "0", "-1", "inf", "1000000.5", "1e3"),
    "at": ("106.65,10.95", "0,0", "x"),
    "within": ("74@2024", "718@2024", "25747@2025", "999@2024", "718"),
    "bbox": ("106.6,10.9,106.7,11", "107,11,106,10", "-180,-90,180,90", "1,2,3", "179,0,-179,1"),
    "open_now": ("true", "false", "TRUE", "1", ""),
    "always_open": ("true", "no"),
    "filters": ('{"loai": ["Quầy thuốc"]}', '{"gpp": true}', '{"loai": []}', "{", "[" * 100, '{"khong": "co"}'),
    "facets": ("true", "false", "x"),
    "counts": ("true", "false"),
    "limit": ("1", "2", "1000", "1001", "0", "1e9", " 3", "٣", "-1"),
    "cursor": ("abc", "", "x" * 6000),
    "id": ("P1", "718@2024", "khong-co", "NT 1/é", ""),
    "lon": ("106.65", "nan", "200", "x", "106,65"),
    "lat": ("10.98", "-91", "", "1e400"),
    "list": ("2024", "2025", "2026"),
    "callback": ("alert",),
    "khong_co": ("1",),
}
NAMES = {
    "feature_search": (*list(VALUES)[:15], "khong_co", "callback"),
    "feature_show": ("layer", "id", "id", "layer", "khong_co"),
    "feature_suggest": ("q", "q", "limit", "callback"),
    "layer_list": ("theme", "khong_co"),
    "place_at": ("lon", "lat", "list", "lon", "lat"),
    "place_search": ("q", "q", "limit", "khong_co"),
    "place_show": ("id", "id", "callback", "khong_co"),
}
"""A name twice makes a question that has it likelier, and one that has it twice possible."""
USUAL = [
    "feature_search?theme=nha-thuoc&near=106.65,10.98&limit=2",
    "feature_search?layer=diem&limit=3&counts=true&facets=true",
    "feature_search?within=74@2024",
    "feature_search?q=thuoc&open_now=true",
    "feature_show?layer=nha-thuoc&id=P1",
    *(f"feature_show?layer=diem&id={quote(fid, safe='')}" for fid in ODD_IDS),
    "feature_suggest?q=nha+thuoc",
    "layer_list",
    "layer_list?theme=y-te",
    "place_at?lon=106.65&lat=10.98",
    "place_at?lon=0&lat=0&list=2025",
    "place_search?q=d%C4%A9+an",
    "place_search?q=thuan+an&limit=1",
    "place_show?id=718@2024",
    "place_show?id=25747%402025",
]
PREFIXES = ("/api/3", "/api", "/en/api/3", "/vi/api", "/en/api")


def _usual() -> list[Asked]:
    """Questions that succeed, in each language and method."""
    addresses = [f"{prefix}/action/{question}" for question in USUAL for prefix in PREFIXES]
    return [Asked(method, path, {}) for path, method in zip(addresses, cycle(("GET", "GET", "HEAD")), strict=False)]


def _mixed() -> list[Asked]:
    """Questions made by chance, most of which are wrong somewhere."""
    chance, asked = random.Random(15), []
    for number in range(420):
        action = list(NAMES)[number % len(NAMES)]
        names = chance.sample(NAMES[action], chance.randint(0, min(3, len(NAMES[action]))))
        query = urlencode([(name, chance.choice(VALUES[name])) for name in names])
        asked.append(Asked("GET", f"{chance.choice(PREFIXES)}/action/{action}?{query}", {}))
    return asked


def _documents() -> list[Asked]:
    """A feature's documents by suffix and by Accept; what is not there, is withdrawn, or is an odd address."""
    ids = [
        *(f"diem/{quote(fid)}" for fid in ODD_IDS),
        "nha-thuoc/P1",
        "phan-khu/1",
        "phan-khu/9",
        "rieng-tu/BM1",
        "chua-co/1",
        "diem/khong",
    ]
    by_suffix = [
        Asked("GET", f"{prefix}/feature/{fid}{suffix}", {}) for fid in ids for suffix in (".geojson", ".jsonld") for prefix in ("", "/en")
    ]
    kinds = ("application/geo+json", "application/ld+json;q=0.9", "application/json", "text/turtle, application/json;q=0.1")
    by_accept = [Asked("GET", f"/feature/{fid}", {"Accept": kind}) for fid in ids for kind in kinds]
    odd = [
        "diem//x.geojson",
        "diem/%00.geojson",
        "diem/%ff.geojson",
        "diem/.geojson",
        "diem/x.geojson/",
        "diem/x.geojson?v=1",
        "%64iem/%3F.jsonld",
    ]
    return by_suffix + by_accept + [Asked("HEAD", f"/feature/{path}", {}) for path in odd]


def _all() -> list[Asked]:
    return _usual() + _mixed() + _documents()


def test_there_are_enough_questions():
    """More than 500, all different."""
    assert len({(each.method, each.path, *each.headers.values()) for each in _all()}) >= 500


def _compare(ask: Callable[..., Answered], questions: list[Asked]) -> None:
    for asked in questions:
        light, past = ask(asked), ask(asked, light=False)
        assert light[:3] == past[:3], asked
        assert light.light == (past.status == 200 and not asked.is_for_ckan), asked


@pytest.mark.slow
def test_answers_are_the_same(ask, sample):
    """Status, headers and bytes; whatever succeeds is answered before Flask, and nothing else."""
    _compare(ask, sample(_all(), 120))


def test_kept_answers_are_the_same(ask, monkeypatch, tmp_path):
    """Also with the marks that let nginx keep an answer."""
    monkeypatch.setitem(tk.config, settings._OPTION, str(tmp_path / "version"))
    _compare(ask, _usual()[::8] + _documents()[::12])


@pytest.mark.parametrize("question", ["/api/3/action/layer_list", "/feature/nha-thuoc/P1.geojson"])
@pytest.mark.parametrize("kept", [False, True])
def test_who_has_the_answer_gets_304(ask, question, kept, monkeypatch, tmp_path):
    """The marks are those of CKAN's answer, for a reader who had one from there too; a document has one where answers are kept."""
    if kept:
        monkeypatch.setitem(tk.config, settings._OPTION, str(tmp_path / "version"))
    mark = dict(ask(Asked("GET", question, {}), light=False).headers).get("Etag") or dict(ask(Asked("GET", question, {})).headers).get(
        "ETag"
    )
    again = Asked("GET", question, {"If-None-Match": mark or '"x"'})
    light, past = ask(again), ask(again, light=False)
    assert light[:3] == past[:3]
    assert (light.status, light.light) == (304 if mark else 200, True)


@pytest.mark.parametrize(
    "headers",
    [{"Cookie": "a=b"}, {"Authorization": "x"}, {"X-CKAN-API-Key": "x"}, {"Range": "bytes=0-9"}, {"Content-Type": "application/json"}],
    ids=lambda headers: next(iter(headers)),
)
@pytest.mark.parametrize("question", ["/api/3/action/layer_list", "/en/feature/nha-thuoc/P1.geojson"])
def test_somebodys_own_request_is_ckans(ask, question, headers):
    """A cookie, a token, a range or a body."""
    body = b"{}" if "Content-Type" in headers else b""
    assert not ask(Asked("GET", question, headers, body)).light
    assert ask(Asked("GET", question, {})).light


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_ckans(ask, method):
    """The same answer as without the light path."""
    asked = Asked(method, "/api/3/action/layer_list", {})
    assert ask(asked)[:3] == ask(asked, light=False)[:3]
    assert not ask(asked).light


def test_a_busy_database_is_said_once(ask, store, monkeypatch):
    """503 as CKAN says it, without asking the database a second time."""
    from ckanext.binhduong.core.connections.connection_pool import Database
    from ckanext.binhduong.core.problems.request_errors import UnavailableError

    asked: list[object] = []

    def busy(self: Database, statement: object, values: object = None) -> None:
        asked.append(statement)
        raise UnavailableError

    monkeypatch.setattr(Database, "rows", busy)
    request = Asked("GET", "/en/api/3/action/feature_search?limit=1", {})
    light = ask(request)
    assert (light.status, light.light, len(asked)) == (503, True, 1)
    past = ask(request, light=False)
    assert light.body == past.body
    assert light.headers == past.headers


def test_an_error_of_ours_is_ckans_to_answer(ask, monkeypatch):
    """The light path leaves it to the handlers that know incidents; it names nothing of the error."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("SELECT secret FROM x")

    monkeypatch.setattr("ckanext.binhduong.features.logic.action.published_layers", fail)
    found = ask(Asked("GET", "/api/3/action/layer_list", {}))
    assert (found.status, found.light, b"secret" in found.body) == (500, False, False)


def test_it_costs_no_more_statements(ask, monkeypatch):
    """The layers once and the features once, as through CKAN."""
    from ckanext.binhduong.core.connections.connection_pool import Database

    statements: list[object] = []
    rows = Database.rows
    monkeypatch.setattr(
        Database, "rows", lambda self, statement, values=None: statements.append(statement) or rows(self, statement, values)
    )
    ask(Asked("GET", "/api/3/action/feature_search?layer=nha-thuoc&near=106.65,10.98", {}))
    assert len(statements) == 2
