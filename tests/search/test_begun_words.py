"""Words that are being typed: what Solr gets of them, where they stand in a name, how a short list is dealt."""

from __future__ import annotations

import unicodedata

import pytest

from ckanext.binhduong.search.suggest.begun_words import begins, begun_words, has_words, parts
from ckanext.binhduong.search.suggest.suggestion import Suggestion, dealt


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nhà Thuố", ("nha", "thuo")),
        (unicodedata.normalize("NFD", "Nhà Thuố"), ("nha", "thuo")),
        ("duoc_si", ("duoc", "si")),
        ("TP.HCM", ("tp", "hcm")),
        ("PM2.5", ("pm2.5",)),
        ("36/2019/QĐ-UBND", ("36", "2019", "qd", "ubnd")),
        ('title:(a OR b) AND "c" * ~ \\ {!x}', ("title", "a", "or", "b", "and", "c", "x")),
        ("⑴ ½", ("1", "1", "2")),
        ("??? …", ()),
        ("", ()),
        ("a b c d e f g h i", ("a", "b", "c", "d", "e", "f", "g", "h")),
    ],
)
def test_the_words_of_a_text_are_letters_and_digits_only(text: str, words: tuple[str, ...]):
    """Whatever is typed, no sign of Solr's language is left, also of signs that are several when folded."""
    assert begun_words(text) == words


def typed(title: str, text: str) -> str:
    """The title with brackets round what is typed."""
    return "".join(f"[{part['text']}]" if part["match"] else str(part["text"]) for part in parts(title, begun_words(text)))


@pytest.mark.parametrize(
    ("title", "text", "marked"),
    [
        ("Nhà thuốc và quầy thuốc", "nha th", "[Nhà] [th]uốc và quầy [th]uốc"),
        ("Đất đai", "dat đa", "[Đất] [đa]i"),
        ("TP.HCM", "hcm", "TP.[HCM]"),
        ("Bụi PM2.5", "pm2", "Bụi [PM2].5"),
        (unicodedata.normalize("NFD", "Hòa Lợi"), "hoà", "[Hòa] Lợi"),
        ("<b>thuốc</b>", "thuoc", "<b>[thuốc]</b>"),
        ("Thuốc", "thuoc th", "[Thuốc]"),
        ("Thuốc", "uoc", "Thuốc"),
        ("", "a", ""),
    ],
)
def test_what_is_typed_is_marked_in_the_name(title: str, text: str, marked: str):
    """At the beginnings of words, in the letters that the name has; nothing else of it is changed."""
    assert typed(title, text) == marked


def test_each_word_may_be_begun_in_any_order():
    """ "thu nh" is the beginning of two words of "Nhà thuốc"; "uoc" is of none."""
    assert has_words(["Nhà thuốc"], ["thu", "nh"])
    assert not has_words(["Nhà thuốc"], ["nha", "uoc"])


@pytest.mark.parametrize(("text", "answer"), [("nha thu", True), ("thuoc", False), ("nh thuoc", False), ("nha thuoc tay", False)])
def test_a_name_begins_with_words_of_which_the_last_may_be_begun(text: str, answer: bool):
    """The words before the last are whole."""
    assert begins("Nhà thuốc", begun_words(text)) is answer


def some(kind: str, count: int) -> list[Suggestion]:
    """Suggestions of one kind, the best first."""
    return [Suggestion(kind, f"{kind}{number}", "") for number in range(count)]


def ids(found: list[Suggestion]) -> list[str]:
    """Their ids."""
    return [each.id for each in found]


def test_a_short_list_has_something_of_every_kind():
    """Two datasets a turn, one of the others; listed kind by kind."""
    found = {"dataset": some("dataset", 9), "theme": some("theme", 9), "place": some("place", 9)}
    assert ids(dealt(found, 6)) == ["dataset0", "dataset1", "dataset2", "dataset3", "theme0", "place0"]


def test_a_kind_alone_fills_no_list_but_datasets_do():
    """Three features of many; the places that are left go to datasets."""
    assert ids(dealt({"feature": some("feature", 9)}, 10)) == ["feature0", "feature1", "feature2"]
    assert len(dealt({"dataset": some("dataset", 9), "feature": some("feature", 9)}, 10)) == 10
