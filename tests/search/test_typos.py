"""Slips of the finger: what a text was meant as, and what is never corrected."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ckanext.binhduong.search.query.steps import Step
from ckanext.binhduong.search.stepwise import stepwise
from ckanext.binhduong.search.typos.correction import Spelling, corrected
from ckanext.binhduong.search.typos.right_words import is_right
from ckanext.binhduong.search.typos.slips import cost
from ckanext.binhduong.vn.text import fold

CATALOGUE = {
    "nha thuoc": 40,
    "nam truoc": 20,
    "bau bang": 146,
    "thuan an": 150,
    "thanh an": 3,
    "nha": 290,
    "nam": 1400,
    "anh": 21,
    "thuoc": 60,
}
CATALOGUE |= {"gia dat": 20, "gia": 90, "dat": 80, "bau": 146, "bang": 300, "tthc": 11, "tich": 30, "thuan": 150, "thanh": 300, "an": 500}


def known(text):
    """What Solr would say of a text: every word and pair with its count and what is within two letters of it."""
    words = [fold(word) for word in text.split()]
    terms = [*words, *(" ".join(pair) for pair in pairwise(words))]
    return {
        term: Spelling(CATALOGUE.get(term, 0), {near: count for near, count in CATALOGUE.items() if _near(term, near)}) for term in terms
    }


def _near(term, other):
    return (
        term != other
        and term.count(" ") == other.count(" ")
        and all(a == b or cost(a, b) is not None for a, b in zip(term.split(), other.split(), strict=True))
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nah thuoc", "nha thuoc"),
        ("nhà thuóôc", "nhà thuoc"),
        ("baj bang", "bau bang"),
        ("thnah an", "thanh an"),
        ("huận an", "thuan an"),
        ("gai dat", "gia dat"),
        ("ttch", "tthc"),
    ],
)
def test_a_slip_is_corrected_by_what_stands_beside_it(typed, meant):
    """Exchanged, wrong, doubled and dropped letters, in a place, in an abbreviation; a slip that makes another word of the catalogue."""
    assert " ".join(corrected(typed.split(), known(typed)) or []) == meant


@pytest.mark.parametrize("typed", ["nhà thuốc", "nha thuoc", "lợn", "nhà thận", "chợ đêm", "36 2019", "x", "thuoc nam", "bàu bàng"])
def test_what_is_right_is_not_corrected(typed):
    """Words of the catalogue, Vietnamese words with their marks, numbers, single letters."""
    assert corrected(typed.split(), known(typed)) is None


@pytest.mark.parametrize(
    ("word", "right"), [("thuốc", True), ("hoà", True), ("hòa", True), ("THUỐC", True), ("huận", False), ("thuoc", False)]
)
def test_a_word_is_right_with_its_marks(word, right):
    """In either tone placement; without marks any word may be a slip."""
    assert is_right(word) is right


@pytest.mark.parametrize(
    ("typed", "likely", "unlikely"),
    [("ttch", "tthc", "tich"), ("nna", "na", "nia"), ("dyz", "dya", "dym"), ("thuc", "thuoc", "phuc"), ("nguyenx", "nguyen", "quyen")],
)
def test_what_fingers_do_costs_less(typed, likely, unlikely):
    """Exchanged and doubled letters, neighbouring keys and dropped letters before any other letter."""
    other = cost(typed, unlikely)
    assert other is None or cost(typed, likely) < other


@pytest.mark.parametrize(("typed", "meant"), [("an", "an"), ("an", "anhs"), ("cho", "khi")])
def test_what_is_no_slip_has_no_cost(typed, meant):
    """The same word, and words too far apart."""
    assert cost(typed, meant) is None


def answers(**counts):
    """An ``ask`` that finds so many datasets with all words of a query, and the words it was asked for."""
    asked = []

    def ask(step: Step):
        words = step.q.removeprefix("((").split(")")[0]
        asked.append(words)
        return {"count": counts.get(words.replace(" ", "_"), 0), "q": words}

    return ask, asked


def test_nothing_found_shows_the_correction():
    """The answer is that of the corrected words and says so."""
    ask, asked = answers(nha_thuoc=12)
    answer = stepwise("nah thuoc", ask, lambda words: known(" ".join(words)), ranked=True)
    assert (answer["count"], answer["understood"]["correction"], asked) == (12, "nha thuoc", ["nah thuoc", "nha thuoc"])


def test_little_found_only_suggests_the_correction():
    """What was typed stands somewhere, so its answer stays."""
    ask, _ = answers(nah_thuoc=2)
    answer = stepwise("nah thuoc", ask, lambda words: known(" ".join(words)), ranked=True)
    assert (answer["q"], answer["understood"]["suggestion"]) == ("nah thuoc", "nha thuoc")


def test_enough_found_asks_once():
    """Neither the dictionary nor a second search is needed."""
    ask, asked = answers(nha_thuoc=10)
    assert stepwise("nha thuoc", ask, lambda words: pytest.fail("asked"), ranked=True)["understood"] == {}
    assert asked == ["nha thuoc"]


def test_a_step_that_finds_nothing_does_not_replace_one_that_found_something():
    """The last answer with datasets counts."""
    ask, _ = answers(a_b=3)
    assert stepwise("a b", ask, lambda words: {}, ranked=True)["q"] == "a b"


def test_a_correction_that_finds_nothing_is_not_made():
    """Then fewer of the words that were typed are asked for, and the answer says that some may be missing, and which."""
    ask, _ = answers()
    assert "correction" not in stepwise("nah thuoc", ask, lambda words: known(" ".join(words)), ranked=True)["understood"]
    some, _ = answers(xyzt_OR_chợ=4)
    unknown = {"xyzt": Spelling(0, {}), "cho": Spelling(5, {})}
    assert stepwise("xyzt chợ", some, lambda words: unknown, ranked=True)["understood"] == {"partial": "most", "missing": ["xyzt"]}


def test_what_was_left_out_is_said():
    """Fillers, what is near, and the place."""
    ask, _ = answers()
    understood = stepwise("cho tôi biết nhà thuốc gần đây ở Dĩ An", ask, lambda words: {}, ranked=True)["understood"]
    assert understood["near"]
    assert understood["place"]["text"] == "Dĩ An"
    assert understood["words"] == "nhà thuốc"
    assert understood["left_out"] == ["cho", "tôi", "biết", "gần", "đây", "ở"]


def test_the_list_of_syllables_is_one_word_a_line():
    """In the form in which words are compared."""
    path = Path(is_right.__code__.co_filename).with_name("syllables.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) == 6461
    assert all(line.isalpha() and line == line.lower() for line in lines)
