"""Tags and formats are those of public datasets; a private dataset's words are not listed, counted, completed or confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

SECRET, OPEN = "bi-mat-canary", "cong-khai"


@pytest.fixture
def words(database: None, make_dataset: Callable[..., dict[str, Any]]) -> None:
    """A public and a private dataset, each with a tag and a format of its own."""
    make_dataset(name="cong-khai", tags=[{"name": OPEN}], resources=[{"url": "https://example.org/a", "name": "A", "format": "OPENFMT"}])
    secret = {
        "tags": [{"name": SECRET}, {"name": OPEN}],
        "resources": [{"url": "https://example.org/b", "name": "B", "format": "SECRETFMT"}],
    }
    make_dataset(name="rieng-tu", private=True, **secret)


def ask(action: str, user: str = "", **asked: Any) -> Any:
    """Call as a stranger, or as an account."""
    return call_action(action, {"user": user, "ignore_auth": False}, **asked)


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("action", "asked", "answer"),
    [
        ("tag_list", {}, [OPEN]),
        ("tag_list", {"query": "canary"}, []),
        ("tag_autocomplete", {"query": "c"}, [OPEN]),
        ("tag_autocomplete", {"query": "canary", "limit": 1}, []),
        ("format_autocomplete", {"q": "fmt"}, ["openfmt"]),
        ("tag_search", {"query": "canary"}, {"count": 0, "results": []}),
    ],
)
def test_strangers_see_words_of_public_datasets(action: str, asked: dict[str, Any], answer: Any) -> None:
    """As if the private dataset were not there; so do accounts of other agencies."""
    assert ask(action, **asked) == answer
    assert ask(action, factories.User()["name"], **asked) == answer


@pytest.mark.usefixtures("words")
def test_a_page_of_tags_is_of_what_is_seen() -> None:
    """The count and the offset leave out what is left out."""
    found = ask("tag_search", query=["c"], limit=1, offset=0)
    assert (found["count"], [tag["name"] for tag in found["results"]]) == (1, [OPEN])
    assert ask("tag_search", query=["c"], limit=1, offset=1) == {"count": 1, "results": []}


@pytest.mark.usefixtures("words")
def test_a_tag_of_a_private_dataset_is_not_there() -> None:
    """Whoever guesses the word learns nothing; a tag that a public dataset shares is shown."""
    with pytest.raises(tk.ObjectNotFound):
        ask("tag_show", id=SECRET)
    assert ask("tag_show", id=OPEN)["name"] == OPEN


@pytest.mark.usefixtures("words")
def test_a_system_administrator_sees_every_word() -> None:
    """Who may see every dataset."""
    admin = factories.Sysadmin()["name"]
    assert set(ask("tag_list", admin)) == {OPEN, SECRET}
    assert set(ask("format_autocomplete", admin, q="fmt")) == {"openfmt", "secretfmt"}
