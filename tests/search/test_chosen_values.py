"""What a reader chose in facets: which conditions of CKAN's pages it becomes, and how Solr is asked."""

from __future__ import annotations

import pytest

from ckanext.binhduong.search.query.chosen_values import chosen_in

REST = " +dataset_type:dataset"


@pytest.mark.parametrize(
    ("fq", "asked", "rest", "values"),
    [
        (' theme:"a" theme:"b"', [("theme", "a"), ("theme", "b")], "", {"theme": ("a", "b")}),
        (' theme:"a" tags:"x y"', [("theme", "a"), ("tags", "x y")], "", {"theme": ("a",), "tags": ("x y",)}),
        (' theme:"a" theme:"a"', [("theme", "a"), ("theme", "a")], "", {"theme": ("a",)}),
        (' groups:"y-te" groups:"y-te"', [("groups", "y-te")], ' groups:"y-te"', {"groups": ("y-te",)}),
        (' author:"a"', [("author", "a")], ' author:"a"', {}),
        (' theme:"a"', [("theme", "b")], ' theme:"a"', {}),
        (' theme:"a" OR id:"b"', [("theme", 'a" OR id:"b')], ' theme:"a" OR id:"b"', {}),
        (' theme:"a}b"', [("theme", "a}b")], ' theme:"a}b"', {}),
        (' theme:"a\x1fb"', [("theme", "a\x1fb")], ' theme:"a\x1fb"', {}),
        ("", [("q", "theme")], "", {}),
    ],
)
def test_only_what_the_page_asks_for_is_taken_out(fq: str, asked: list[tuple[str, str]], rest: str, values: dict[str, tuple[str, ...]]):
    """Each value once, the page's own condition stays; what could be syntax stays where CKAN wrote it."""
    found, chosen = chosen_in(fq + REST, asked)
    assert (found, chosen.values) == (rest + REST, values)


def test_a_facet_counts_its_other_values_as_if_none_were_chosen():
    """One tagged filter a field; the other facets are counted as they are."""
    _, chosen = chosen_in(' theme:"a" theme:"b"', [("theme", "a"), ("theme", "b")])
    assert chosen.filters() == ['{!terms f=theme tag=theme separator="\x1f"}a\x1fb']
    assert chosen.counted(["organization", "theme"]) == ["organization", "{!field ex=theme key=theme}theme"]
    assert chosen.conditions() == {"theme": 'theme:("a" OR "b")'}
