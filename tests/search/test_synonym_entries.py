"""Entries as administrators write them, and what a change of them would do; without a database."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.binhduong.search.synonyms.entries import EntryError, applied, key_of, read_entry
from ckanext.binhduong.search.synonyms.preview import preview
from ckanext.binhduong.search.synonyms.table import read

PIG = {"terms": ["heo", "lợn"], "source": "nói"}


def test_a_form_says_an_entry_of_either_kind():
    """A term a line, blanks around and double ones gone."""
    assert read_entry(" heo \n\nlợn\nheo", "", " nói ") == {"terms": ["heo", "lợn"], "source": "nói"}
    assert read_entry("khám thai", "phụ  sản", "nói") == {"say": ["khám thai"], "means": ["phụ sản"], "source": "nói"}


@pytest.mark.parametrize(
    ("terms", "means", "source", "code"),
    [
        ("heo", "", "nói", "few"),
        ("Heo\nheo", "", "nói", "few"),
        ("", "heo\nlợn", "nói", "few"),
        ("heo\n…", "", "nói", "empty"),
        ("heo\n" + "a" * 81, "", "nói", "long"),
        ("heo\na b c d e f g h i", "", "nói", "long"),
        ("\n".join(f"từ {number}" for number in range(21)), "", "nói", "many"),
        ("heo\nlợn", "", " ", "no-source"),
    ],
)
def test_what_is_no_entry_is_refused(terms: str, means: str, source: str, code: str):
    """With the reason."""
    with pytest.raises(EntryError) as refused:
        read_entry(terms, means, source)
    assert refused.value.code == code


def test_an_entry_is_known_by_its_terms():
    """Order, capitals, tone placement and source make no difference; the direction does."""
    assert key_of(PIG) == key_of({"terms": ["LỢN", "Heo"], "source": "khác"})
    assert key_of({"say": ["hoà"], "means": ["b"]}) == key_of({"say": ["hòa"], "means": ["b"]})
    assert key_of({"say": ["a"], "means": ["b"]}) != key_of({"say": ["b"], "means": ["a"]})


def test_changes_apply_in_their_order():
    """What was removed can be added again; a shipped entry can be removed."""
    other = {"terms": ["xe", "ô tô"]}
    assert applied([PIG], [("added", other), ("removed", PIG)]) == [other]
    assert applied([PIG], [("removed", PIG), ("added", PIG)]) == [PIG]


def _dataset(name: str, title: str) -> dict[str, Any]:
    return {"id": name, "title": title, "resources": [{"columns": {"sl": {"vi": "Số lượng"}}}]}


def _search(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Two datasets, each found by its own word alone."""
    found = {"heo": [_dataset("a", "Trại heo")], "lon": [_dataset("b", "Giá lợn")], "lợn": [_dataset("b", "Giá lợn")]}
    return found.get(text, []), True


def test_a_preview_of_a_new_entry_has_what_is_gained():
    """Datasets that say the other term."""
    seen = preview("heo", [PIG], read([]), read([PIG]), _search)
    assert ([each["id"] for each in seen.before], [each["id"] for each in seen.after]) == (["a"], ["a", "b"])
    assert ([each["id"] for each in seen.gained], seen.lost) == (["b"], [])


def test_a_preview_of_a_removal_has_what_is_lost():
    """Datasets that have the term from the table alone; who says it keeps it."""
    both = [_dataset("a", "Trại heo"), _dataset("b", "Giá lợn")]
    seen = preview("heo", [PIG], read([PIG]), read([]), lambda _: (both, True))
    assert ([each["id"] for each in seen.lost], seen.gained) == (["b"], [])


def test_a_text_without_a_term_finds_what_it_found():
    """Nor does one of which only a part is found."""
    assert preview("trại", [PIG], read([]), read([PIG]), lambda _: ([_dataset("a", "Trại heo")], True)).gained == []
    partial = preview("heo", [PIG], read([PIG]), read([]), lambda _: ([_dataset("b", "Giá lợn")], False))
    assert (partial.lost, partial.gained) == ([], [])
