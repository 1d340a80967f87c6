"""The caller's own filter (``fq``) means what it says beside CKAN's conditions, and lets nothing out that is not public."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.search.conftest import OFFICER, make_dataset

PUBLIC = {"aa", "bb", "ab", "cc"}


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue: None) -> None:
    """Datasets with tags a, b, both and none; the same private, as a draft and deleted: canaries."""
    for name, tags in (("aa", "a"), ("bb", "b"), ("ab", "ab"), ("cc", "c")):
        labels = [{"name": f"the-{tag}"} for tag in tags]
        make_dataset(name, name, tags=labels)
        make_dataset(f"{name}-rieng", name, tags=labels, private=True)
        make_dataset(f"{name}-nhap", name, tags=labels, state="draft")
        make_dataset(f"{name}-xoa", name, tags=labels)
        call_action("package_delete", context={"user": OFFICER}, id=f"{name}-xoa")
    make_dataset("xd", "Của sở xây dựng", owner_org="so-xay-dung")


def found(user: str = "", **asked: Any) -> set[str]:
    """The names that a search finds."""
    results = call_action("package_search", context={"user": user, "ignore_auth": False}, rows=100, **asked)["results"]
    return {dataset["name"] for dataset in results}


@pytest.mark.parametrize(
    ("fq", "names"),
    [
        ("tags:the-a OR tags:the-b", {"aa", "bb", "ab"}),
        ("tags:the-a tags:the-b", {"ab"}),
        ("tags:(the-a OR the-c)", {"aa", "ab", "cc"}),
        ("-tags:the-a", {"bb", "cc", "xd"}),
        ("-tags:the-a -tags:the-b", {"cc", "xd"}),
        ("+tags:the-a -tags:the-b", {"aa"}),
        ("NOT tags:the-a", {"bb", "cc", "xd"}),
        ("organization:so-xay-dung OR organization:khong-co", {"xd"}),
        ("state:draft", set()),
        ("+state:draft", set()),
        ("+state:(active OR draft OR deleted)", PUBLIC | {"xd"}),
        ("tags:the-a OR state:draft OR capacity:private", {"aa", "ab"}),
        ("", PUBLIC | {"xd"}),
        ("  ", PUBLIC | {"xd"}),
    ],
)
def test_a_stranger_finds_what_the_filter_says_and_nothing_hidden(fq: str, names: set[str]):
    """Alternatives, exclusions and states, each beside CKAN's own conditions."""
    assert found(fq=fq) == names


def test_filters_in_both_parameters_hold_together():
    """``fq_list`` narrows what ``fq`` found."""
    assert found(fq="tags:the-a OR tags:the-c", fq_list=["-tags:the-b"]) == {"aa", "cc"}


@pytest.mark.parametrize(
    ("asked", "endings"),
    [
        ({}, {""}),
        ({"include_private": True}, {"", "-rieng"}),
        ({"include_drafts": True}, {"", "-nhap"}),
        ({"include_drafts": True, "include_private": True}, {"", "-rieng", "-nhap"}),
    ],
)
def test_an_officer_gets_more_only_with_the_switches(asked: dict[str, Any], endings: set[str]):
    """An exclusion or an alternative does not bring private datasets or drafts along."""
    assert found(OFFICER, fq="tags:the-a OR tags:the-b", **asked) == {name + end for name in ("aa", "bb", "ab") for end in endings}


def test_a_named_state_replaces_the_active_one():
    """An officer who asks for drafts by ``+state`` gets drafts alone, as CKAN documents."""
    assert found(OFFICER, fq="+state:draft tags:the-a") == {"aa-nhap", "ab-nhap"}
    assert found(OFFICER, fq="+state:(active OR draft) -tags:the-a") == {"bb", "cc", "bb-nhap", "cc-nhap", "xd"}


def test_another_agencys_editor_finds_no_draft():
    """A state by name opens nothing to who may not see it."""
    assert found(factories.User(password="mot cau dai de thu")["name"], fq="+state:draft OR +state:deleted", include_private=True) == set()


def test_a_harvest_of_several_agencies_takes_those_alone():
    """The query of ckanext-harvest's CKAN reader (`_search_for_datasets`) for two agencies, page by page, as JSON in an address."""
    terms = " OR ".join(f"organization:{name}" for name in ("so-xay-dung", "khong-co"))
    answer = call_action("package_search", context={"user": "", "ignore_auth": False}, rows="100", start="0", sort="id asc", fq=terms)
    assert (answer["count"], [dataset["name"] for dataset in answer["results"]]) == (1, ["xd"])
