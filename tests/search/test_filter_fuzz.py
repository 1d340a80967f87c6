"""Thousands of queries, in the language and beside it, from a stranger: none finds a canary, none is an error of the server."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.search.query.bounds.fields import NAMED, is_field
from tests.search.conftest import OFFICER, make_dataset

SEED = 20261130
CASES = 5_000
SAMPLE = 120
SECRET = "chimvanganh"
CANARIES = {"rieng", "nhap", "xoa"}
FIELDS = (*sorted(NAMED), "extras_x", "vocab_y", "ngay_date")
HIDDEN = ("khong_co", "permission_labels", "_query_", "_val_", "data_dict", "spatial_geom")
VALUES = (
    SECRET, "thuốc", "a-b", "private", "draft", "active", "public", "718@2024", "chim*", "ch?m", "chim~1", '"chim vàng"', "*", "1e9",
    f'"{SECRET}"~2', "[* TO *]", "{a TO z}", "[NOW-1YEAR TO NOW]", "a\\:b", "(a OR b)", f"(+{SECRET} -a)", "TO", "$q", "…", "🐦",
)  # fmt: skip
HOSTILE = (
    "/.*/", "*a", "AND", "{!term f=capacity}private", "{!join from=id to=id}*:*", '_query_:"{!lucene}capacity:private"', "\u3000", "\x1f",
    "", "a" * 300, "[a TO", "capacity:private", "*:*",
)  # fmt: skip
JOINS = (" ", " ", " AND ", " OR ", " && ", " || ", " NOT ", " +", " -", " !", "  ", "^2 ", "~ ", ") OR (")
FUNCTIONS = (
    "ord(name)",
    "docfreq(title,chimvanganh)",
    f"termfreq(text,'{SECRET}')",
    "query($qq)",
    "recip(ms(NOW,metadata_modified),1,1,1)",
)
SORTS = ("score desc", "name asc", "title_string desc", "metadata_modified asc", "permission_labels asc", "docfreq(title,a) desc")


def clause(chance: random.Random) -> str:
    """A value, mostly of a field, now and then in brackets."""
    field = f"{chance.choice(HIDDEN if chance.random() < 0.05 else FIELDS)}:" if chance.random() < 0.8 else ""
    text = chance.choice(["", "", "+", "-", "NOT "]) + field + chance.choice(HOSTILE if chance.random() < 0.1 else VALUES)
    return f"({text})" if chance.random() < 0.2 else text


def query(chance: random.Random) -> str:
    """Some clauses; a third of the queries are damaged at one place."""
    parts = [clause(chance) for _ in range(chance.randint(1, 4))]
    text = "".join(itertools.chain.from_iterable(zip(parts, [*chance.choices(JOINS, k=len(parts) - 1), ""], strict=True)))
    if text and chance.random() < 0.3:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(['"', "(", ")", "\\", "{!", "", ":", "*", "^", "~", "[", "]", "/", "-", " OR "]) + text[at + 1 :]
    return text


def cases(count: int) -> Iterator[dict[str, Any]]:
    """The parameters of so many searches, always the same ones."""
    chance = random.Random(SEED)
    for _ in range(count):
        asked: dict[str, Any] = {chance.choice(["q", "fq", "fq"]): query(chance)}
        if chance.random() < 0.2:
            asked["fq_list"] = [query(chance)]
        if chance.random() < 0.1:
            asked[chance.choice(["bf", "boost"])] = chance.choice(FUNCTIONS)
        if chance.random() < 0.1:
            asked["sort"] = chance.choice(SORTS)
        if chance.random() < 0.1:
            asked["defType"] = chance.choice(["lucene", "edismax", "dismax", "func"])
        if chance.random() < 0.3:
            asked |= {"include_private": True, "include_drafts": True, "include_deleted": True}
        if chance.random() < 0.3:
            asked["facet.field"] = [chance.choice(["tags", "organization", "res_format", "capacity", "state", "owner_org", "name"])]
        yield asked


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue: None) -> None:
    """Two public datasets, and the same words private, as a draft and deleted: canaries with a tag and a text of their own."""
    make_dataset("cong-khai", "Nhà thuốc")
    make_dataset("cong-khai-2", "Chim", tags=[{"name": "chim"}])
    own = {"title": f"{SECRET} thuốc", "notes": SECRET, "tags": [{"name": SECRET}]}
    for name, fields in {"rieng": {"private": True}, "nhap": {"state": "draft"}, "xoa": {}}.items():
        make_dataset(name, **own, **fields)
    call_action("package_delete", context={"user": OFFICER}, id="xoa")


def refused(asked: dict[str, Any]) -> bool:
    """Ask as a stranger; whether the search was refused. Asserts that what is answered says nothing of a canary."""
    try:
        answer = call_action("package_search", context={"user": "", "ignore_auth": False, "auth_user_obj": None}, rows=100, **asked)
    except tk.ValidationError as error:
        if not all(" / " in str(text) for texts in error.error_dict.values() for text in texts):
            raise
        return True
    except SearchError as error:
        # Solr's own word for a value that is no number or no date, or a beginning of one.
        if not re.search("Invalid (Number|Date)|on numeric fields", str(error)):
            raise
        return True
    names = {dataset["name"] for dataset in answer["results"]}
    assert names <= {"cong-khai", "cong-khai-2"}, asked
    assert answer["count"] == len(names), asked
    values = {item["name"] for facet in answer["search_facets"].values() for item in facet["items"]}
    assert not values & {SECRET, *CANARIES, "private", "draft", "deleted"}, asked
    return False


@pytest.mark.slow
def test_queries_are_refused_or_answered_without_canaries(sample: Callable[..., list[Any]]):
    """Both kinds occur, so neither side of the border is untested."""
    outcomes = [refused(asked) for asked in sample(list(cases(CASES)), SAMPLE)]
    assert len(outcomes) / 10 < sum(outcomes) < len(outcomes) * 9 / 10


def test_what_the_form_of_a_dataset_asks_can_be_a_filter():
    """A field that is added to the form belongs into the table of fields."""
    schema = tk.get_action("scheming_dataset_schema_show")({}, {"type": "dataset"})
    internal = {"tag_string", "notes", "title", "name", "url", "private", "owner_org"}
    assert [
        field["field_name"]
        for field in schema["dataset_fields"]
        if not is_field(field["field_name"]) and field["field_name"] not in internal
    ] == []
