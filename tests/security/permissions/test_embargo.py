"""A canary under embargo: a word that stands only in what has a time is in no answer to a stranger before it, and is found after it; and
until then no answer, count or header of what everybody reads is another one than before the dataset was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from ckan import model
from ckan.tests import factories

from ckanext.binhduong.security.parameters.check import actions
from tests.portal.routes.test_routes import ROUTES
from tests.releases.conftest import ADMIN, act, add, file, geo, layers_of, replace, run_jobs
from tests.security.conftest import dataset
from tests.security.permissions.arguments import arguments
from tests.security.permissions.outcomes import answer
from tests.security.permissions.world import World, make_world
from tests.workflow.times import at, come

__all__ = ["geo"]

WORD = "chimcamvan"
BESIDE = (("", " ti"), ("", " m"), ("", " th"), ("", " b"), ("", " n"), ("", ".csv"), ("", " hai"), ("ten ", ""), ("ten_", ""))
TABLE = f"ma,ten {WORD},vi_do,kinh_do\nA1,{WORD} một,10.98,106.65\nA2,{WORD} hai,10.99,106.66\n"
OPEN = "ma,ten,vi_do,kinh_do\nA1,Nhà thuốc,10.98,106.65\n"


@pytest.fixture
def world(app: Any, clean: None) -> World:
    """The stranger, and the objects that actions are called with."""
    factories.Sysadmin(name=ADMIN)
    return make_world(act)


def _ids(made: dict[str, Any], resource: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    layer = act("release_status", id=resource["id"]).get("layer") or WORD
    activity = act("package_activity_list", id=made["id"])[0]["id"]
    return {**shared, "dataset": made["id"], "resource": resource["id"], "layer": layer, "activity": activity, "number": 1}


def _has_word(text: str) -> bool:
    """Whether a text has the word with what stands beside it in the data; alone, it may be the question repeated."""
    return any(f"{before}{WORD}{after}" in text for before, after in BESIDE)


def _of_actions(world: World, target: Any) -> Iterator[tuple[str, str]]:
    proven: set[tuple[str, str]] = set()
    for name, declared in actions().items():
        data = arguments(name, declared, target)
        searched = {each: WORD for each in ("q", "query") if each in declared}
        for asked in ({**data}, {**data, **searched}) if searched else (data,):
            yield name, answer(world, "stranger", name, asked, proven=proven)[1]


def _addresses(name: str, resource: str) -> Iterator[str]:
    """Every address of the table of routes, of the canary's own dataset and resource; and the questions that could find the word."""
    for kind in ("pages", "framed", "programs", "officers"):
        for path in ROUTES[kind].values():
            if path and not path.startswith("/user"):
                yield path.format(resource=resource).replace("nha-thuoc", name)
    for path in ("/dataset/?q=", "/map?q=", "/feeds/custom.atom?q=", "/api/3/action/dataset_suggest?q=", "/ke-hoach?q="):
        yield path + quote(WORD)


def _found_on(app: Any, name: str, resource: str) -> list[str]:
    addresses = dict.fromkeys(_addresses(name, resource))
    return [address for address in addresses if _has_word(app.get(address, follow_redirects=False).get_data().decode(errors="replace"))]


#: What differs between two answers to the same question: secrets of a form, how long it took and is ago, codes of incidents.
_PASSING = re.compile(
    r"""csrf[^>]*?(?:content|value)="[^"]*"|nonce-[^']+|nonce="[^"]*"|dur=[\d.]+|mã sự cố: \w+|Vừa xong|\d+ (?:giây|phút|giờ) trước"""
)
_HEADERS = ("Server-Timing", "Last-Modified", "Link", "Content-Type", "Location", "ETag")


def _shared(world: World) -> list[str]:
    """Addresses that are not the canary's own; the agency and the theme are those that it is in."""
    named = {kind: model.Group.get(world.targets["missing"].ids[kind]).name for kind in ("organization", "group")}
    # A workbook has in it when it was made; its CSV says the same.
    paths = (path for path in _addresses("{dataset}", "{resource}") if "{" not in path and not path.endswith(".xlsx"))
    return [path.replace("so-y-te", named["organization"]).replace("/y-te", f"/{named['group']}") for path in dict.fromkeys(paths)]


COUNTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("package_search", {"rows": 100, "facet.field": ["organization", "groups", "tags", "license_id", "res_format", "units", "freshness"]}),
    ("package_list", {}),
    ("organization_list", {"all_fields": True, "include_dataset_count": True}),
    ("group_list", {"all_fields": True, "include_dataset_count": True}),
    ("tag_list", {"all_fields": True}),
    ("layer_list", {}),
    ("feature_search", {"q": "thuoc"}),
    ("feature_search", {"bbox": "106,10,107,12"}),
    ("feature_suggest", {"q": "thuoc"}),
    ("dataset_suggest", {"q": "thuoc"}),
    ("dcat_catalog_search", {}),
    ("plan_figures", {}),
)
"""What counts, with the questions that an answer of nothing would not hide behind."""


def _all_answers(world: World, app: Any) -> dict[str, str]:
    """What a stranger gets, by question: pages, files and actions, with the headers that could tell; what passes is left out."""
    found = {}
    for path in _shared(world):
        response = app.get(path, follow_redirects=False)
        headers = [f"{name}: {response.headers.get(name)}" for name in _HEADERS]
        found[path] = "\n".join([str(response.status_code), *headers, response.get_data().decode(errors="replace")])
    with app.flask_app.test_request_context("/"):
        found |= {f"action {number} {name}": text for number, (name, text) in enumerate(_of_actions(world, world.targets["missing"]))}
        for name, asked in COUNTS:
            found[f"{name} {asked}"] = answer(world, "stranger", name, asked, proven=set())[1]
    return {question: _PASSING.sub("", text) for question, text in found.items()}


def _others(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [question for question in one if one[question] != other[question]]


def test_a_dataset_under_embargo_is_in_no_answer_before_its_time(world: World, app: Any, geo: Any) -> None:
    """Its title, description, tag, file, column, cells and features, by every action and every page; all are there after the time."""
    shared = world.targets["missing"].ids
    before = _all_answers(world, app)
    assert _others(before, _all_answers(world, app)) == []
    words = {"title": f"{WORD} tiêu đề", "notes": f"{WORD} mô tả", "tags": [{"name": f"{WORD} thẻ"}]}
    made = dataset(owner_org=shared["organization"], name="tap-cam", private=True, **words)
    resource = add(made, TABLE, f"{WORD}.csv", name=f"{WORD} bảng")
    act("publication_schedule", id=made["id"], publish_at=at(hours=1))
    target = type(world.targets["missing"])("private", WORD, _ids(made, resource, shared))
    with app.flask_app.test_request_context("/"):
        assert [name for name, text in _of_actions(world, target) if _has_word(text)] == []
    assert _found_on(app, "tap-cam", resource["id"]) == []
    assert _others(before, _all_answers(world, app)) == []
    assert target.ids["layer"] not in layers_of(geo)
    come()
    with app.flask_app.test_request_context("/"):
        answering = {name for name, text in _of_actions(world, target) if _has_word(text)}
    assert {"package_show", "package_search", "resource_show", "datastore_search", "table_search", "tag_list"} <= answering
    assert {f"/dataset/?q={WORD}", f"/feeds/custom.atom?q={WORD}", "/dataset/tap-cam"} <= set(_found_on(app, "tap-cam", resource["id"]))
    assert act("release_status", id=resource["id"])["layer"] in layers_of(geo)
    new = set(_others(before, _all_answers(world, app)))
    assert {"/dataset/", "/sitemap.xml", "/catalog.ttl", "/feeds/dataset.atom", *(f"{name} {asked}" for name, asked in COUNTS[:5])} <= new


def test_a_file_under_embargo_is_in_no_answer_before_its_time(world: World, app: Any) -> None:
    """Its name, what is said with it, its columns and cells, of a dataset that everybody reads meanwhile."""
    shared = world.targets["missing"].ids
    made = dataset(owner_org=shared["organization"], name="tap-mo", title="Nhà thuốc")
    resource = replace(add(made, OPEN, "cu.csv"), f"{OPEN}A2,Nhà thuốc hai,10.99,106.66\n", "cu.csv")
    act("publication_schedule", id=resource["id"], publish_at=at(hours=1))
    act("resource_patch", id=resource["id"], upload=file(TABLE, f"{WORD}.csv"), name=f"{WORD} bảng", description=f"{WORD} nói")
    run_jobs()
    act("release_confirm", id=resource["id"])
    run_jobs()
    assert act("release_list", id=resource["id"])[0]["state"] == "submitted"
    target = type(world.targets["missing"])("public", WORD, _ids(made, resource, shared) | {"number": 3})
    with app.flask_app.test_request_context("/"):
        assert [name for name, text in _of_actions(world, target) if _has_word(text)] == []
    assert _found_on(app, "tap-mo", resource["id"]) == []
    come()
    with app.flask_app.test_request_context("/"):
        answering = {name for name, text in _of_actions(world, target) if _has_word(text)}
    assert {"package_show", "resource_show", "datastore_search", "release_list", "release_show"} <= answering
