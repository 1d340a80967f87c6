"""A canary under embargo: a word that stands only in what has a time is in no answer to a stranger before it, and is found after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
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


def _tells(text: str) -> bool:
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
    return [address for address in addresses if _tells(app.get(address, follow_redirects=False).get_data().decode(errors="replace"))]


def test_a_dataset_under_embargo_is_in_no_answer_before_its_time(world: World, app: Any, geo: Any) -> None:
    """Its title, description, tag, file, column, cells and features, by every action and every page; all are there after the time."""
    shared = world.targets["missing"].ids
    words = {"title": f"{WORD} tiêu đề", "notes": f"{WORD} mô tả", "tags": [{"name": f"{WORD} thẻ"}]}
    made = dataset(owner_org=shared["organization"], name="tap-cam", private=True, **words)
    resource = add(made, TABLE, f"{WORD}.csv", name=f"{WORD} bảng")
    act("publication_schedule", id=made["id"], publish_at=at(hours=1))
    target = type(world.targets["missing"])("private", WORD, _ids(made, resource, shared))
    with app.flask_app.test_request_context("/"):
        assert [name for name, text in _of_actions(world, target) if _tells(text)] == []
    assert _found_on(app, "tap-cam", resource["id"]) == []
    assert target.ids["layer"] not in layers_of(geo)
    come()
    with app.flask_app.test_request_context("/"):
        told = {name for name, text in _of_actions(world, target) if _tells(text)}
    assert {"package_show", "package_search", "resource_show", "datastore_search", "table_search", "tag_list"} <= told
    assert {f"/dataset/?q={WORD}", f"/feeds/custom.atom?q={WORD}", "/dataset/tap-cam"} <= set(_found_on(app, "tap-cam", resource["id"]))
    assert act("release_status", id=resource["id"])["layer"] in layers_of(geo)


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
        assert [name for name, text in _of_actions(world, target) if _tells(text)] == []
    assert _found_on(app, "tap-mo", resource["id"]) == []
    come()
    with app.flask_app.test_request_context("/"):
        told = {name for name, text in _of_actions(world, target) if _tells(text)}
    assert {"package_show", "resource_show", "datastore_search", "release_list", "release_show"} <= told
