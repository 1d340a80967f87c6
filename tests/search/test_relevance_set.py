"""The judged set (tests/search/relevance) is whole, fair and the same in every run; its rules are those of its README."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.search.score import score
from ckanext.binhduong.vn import fold, tone_placed
from tests.search.relevance.collection import agencies, collection, known_words
from tests.search.relevance.facts import Facts, units_named
from tests.search.relevance.judge import Ask, grade
from tests.search.relevance.queries import HALVES, Query, half_of, queries
from tests.search.relevance.topics import sector_labels
from tests.search.relevance.variants import other_tone_placement, typed, unmarked

ROOT = Path(__file__).resolve().parents[2]
BY_VARIANT: dict[str, list[Query]] = {}
for _query in queries():
    BY_VARIANT.setdefault(_query.variant, []).append(_query)
TEXTS = {query.id: query.text for query in queries() if query.variant in ("marks", "quoted")}


def _pharmacies(**more) -> Facts:
    return Facts("x", "y-te", "so-y-te", frozenset(["nha-thuoc"]), frozenset(["gpp"]), frozenset(["phong-kham"]), **more)


def test_the_catalogue_is_large_and_of_all_sectors():
    """At least 1,500 datasets; each sector has some, every agency is known, and names are unique."""
    names = [dataset.facts.name for dataset in collection()]
    assert len(names) == len(set(names)) >= 1500
    assert len({dataset.facts.sector for dataset in collection()}) == 24
    assert {dataset.facts.agency for dataset in collection()} <= set(agencies())
    assert {dataset.fields["theme"] for dataset in collection()} >= {"dat-dai", "pccc", "nha-thuoc"}
    assert len(sector_labels()) >= 20


def test_the_prose_misleads():
    """Many descriptions name a subject or a place that the dataset is not about."""
    notes = [dataset.fields["notes"] for dataset in collection()]
    for words in ("không phải sự thật", "Không bao gồm", "ở đâu, bao nhiêu", "Phối hợp với"):
        assert sum(words in text for text in notes) >= 50


def test_there_are_enough_queries_of_every_kind_in_both_halves():
    """At least 200 queries; every kind but the quoted one is halved to within a few."""
    halves = Counter((query.kind, query.half) for query in queries() if query.variant == "marks")
    kinds = {kind for kind, _ in halves}
    assert sum(halves.values()) >= 200
    assert len(kinds) == 11
    assert all(abs(halves[kind, "tune"] - halves[kind, "held"]) <= 2 for kind in kinds)
    assert {query.half for query in BY_VARIANT["quoted"]} == {"tune"}


def test_the_halves_stay():
    """The hash of an id decides, so these ids are in the same half for good."""
    assert [half_of(key, "topic") for key in ("tp01", "tp02", "tp03", "tp04", "tp05", "tp06")] == [
        "held",
        "held",
        "tune",
        "tune",
        "tune",
        "tune",
    ]
    assert all({query.half for query in BY_VARIANT[variant]} == set(HALVES) for variant in BY_VARIANT if variant != "quoted")


def test_every_query_is_answered():
    """For each some dataset has at least a 2, and not half the catalogue a 3."""
    found = {query.id: Counter(query.grades().values()) for query in queries() if query.variant in ("marks", "quoted")}
    assert [key for key, grades in found.items() if grades[3] + grades[2] == 0 or grades[3] > len(collection()) / 2] == []


@pytest.mark.parametrize(
    ("ask", "facts", "expected"),
    [
        (Ask(about=frozenset(["nha-thuoc"])), {}, 3),
        (Ask(about=frozenset(["gpp"])), {}, 2),
        (Ask(about=frozenset(["phong-kham"])), {}, 1),
        (Ask(about=frozenset(["cho-market"])), {}, 0),
        (Ask(agency=frozenset(["so-y-te"])), {}, 3),
        (Ask(agency=frozenset(["so-xay-dung"])), {}, 0),
        (Ask(about=frozenset(["nha-thuoc"]), agency=frozenset(["so-xay-dung"])), {}, 0),
        (Ask(columns=frozenset(["ma", "ten"])), {"columns": frozenset(["ten"])}, 3),
        (Ask(codes=frozenset(["1/QĐ"])), {"codes": frozenset(["2/QĐ"])}, 0),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An"), {"places": frozenset(["724@2024"])}, 3),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An"), {"places": frozenset(["25942@2025"])}, 3),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An"), {"places": frozenset(["25957@2024"])}, 2),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An"), {"places": frozenset(["74@2024"])}, 2),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An"), {}, 2),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An"), {"places": frozenset(["725@2024"])}, 1),
        (Ask(about=frozenset(["phong-kham"]), place="Dĩ An"), {"places": frozenset(["725@2024"])}, 0),
        (Ask(about=frozenset(["phong-kham"]), place="Dĩ An"), {"places": frozenset(["724@2024"])}, 1),
        (Ask(about=frozenset(["nha-thuoc"]), year=2024), {"year": 2024}, 3),
        (Ask(about=frozenset(["nha-thuoc"]), year=2024), {}, 2),
        (Ask(about=frozenset(["nha-thuoc"]), year=2024), {"year": 2023}, 1),
        (Ask(about=frozenset(["nha-thuoc"]), place="Dĩ An", year=2024), {"year": 2023, "places": frozenset(["725@2024"])}, 0),
        (Ask(about=frozenset(["nha-thuoc"]), entity=frozenset(["vsip"])), {"entity": "vsip"}, 3),
        (Ask(about=frozenset(["nha-thuoc"]), entity=frozenset(["vsip"])), {}, 2),
        (Ask(about=frozenset(["nha-thuoc"]), entity=frozenset(["vsip"])), {"entity": "song-than"}, 0),
        (Ask(place="Dĩ An"), {"places": frozenset(["724@2024"])}, 3),
        (Ask(place="Dĩ An"), {"places": frozenset(["25957@2024"])}, 2),
        (Ask(place="Dĩ An"), {"places": frozenset(["74@2024"])}, 0),
        (Ask(place="Dĩ An"), {"places": frozenset(["725@2024"])}, 0),
    ],
)
def test_grades_follow_the_rules(ask, facts, expected):
    """Each row of the README's tables, on both sides of its border."""
    assert grade(ask, _pharmacies(**facts)) == expected


def test_twins_count_without_marks_only():
    """Typed "dua", coconuts, pineapples and melons are all meant; typed "dừa", coconuts are."""
    pineapples = Facts("x", "nong-nghiep", "so-y-te", frozenset(["dua-pineapple"]))
    ask = Ask(about=frozenset(["dua-coconut"]), twins=frozenset(["dua-pineapple"]))
    assert (grade(ask, pineapples), grade(ask.unmarked(), pineapples)) == (0, 3)


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("Dĩ An", {"724@2024", "25942@2024", "25942@2025"}),
        ("An Bình", {"25870@2024", "25960@2024"}),
        ("Xã An Bình", {"25870@2024"}),
        ("Bình Hòa", {"25987@2024", "25987@2025"}),
        ("Phú Hòa", {"25750@2024"}),
    ],
)
def test_a_place_is_every_unit_of_its_name(name, units):
    """In both lists and both tone placements; words in another order are another name."""
    assert units_named(name) == units


def test_without_marks_is_the_same_text_folded():
    """Nothing but marks and capitals is lost."""
    assert [query.text for query in BY_VARIANT["plain"] if fold(query.text) != fold(TEXTS[query.id]) or not query.text.isascii()] == []


def test_nfd_is_the_same_text_decomposed():
    """It composes to the text, and is not the text."""
    assert all(unicodedata.normalize("NFC", query.text) == TEXTS[query.id] != query.text for query in BY_VARIANT["nfd"])


def test_tones_stand_elsewhere_and_mean_the_same():
    """The two placements are one spelling to `tone_placed`, and there are some of them."""
    both = [(query.text, TEXTS[query.id]) for query in BY_VARIANT["tone"]]
    assert all(tone_placed(moved) == tone_placed(text) and moved != text for moved, text in both)
    assert len(both) >= 15


@pytest.mark.parametrize(
    ("text", "moved"),
    [("Bình Hòa", "Bình Hoà"), ("Bình Hoà", "Bình Hòa"), ("thủy lợi", "thuỷ lợi"), ("quý", "quý"), ("toàn", "toàn"), ("khỏe", "khoẻ")],
)
def test_other_tone_placement(text, moved):
    """Only open syllables, never after q."""
    assert other_tone_placement(text) == moved


def test_a_mark_typo_changes_marks_of_one_word_and_makes_no_word():
    """The letters stay; the changed word is none of the catalogue's."""
    for query in BY_VARIANT["typo_mark"]:
        changed = [word for word, was in zip(query.text.split(), TEXTS[query.id].split(), strict=True) if word != was]
        assert unmarked(query.text) == unmarked(TEXTS[query.id])
        assert len(changed) == 1
        assert changed[0].lower().strip(",()") not in known_words()


def _is_one_slip(typed_text: str, text: str) -> bool:
    """Whether one letter was dropped, added or replaced, or two neighbours exchanged."""
    start = next((at for at, (a, b) in enumerate(zip(typed_text, text, strict=False)) if a != b), min(len(typed_text), len(text)))
    rest, was = typed_text[start:], text[start:]
    exchanged = rest[:2] == was[:2][::-1] and rest[2:] == was[2:]
    return exchanged or rest[1:] == was or rest == was[1:] or rest[1:] == was[1:]


def test_a_slip_is_one_slip():
    """Of the folded text; all four ways occur, with marks and without."""
    slips = BY_VARIANT["typo_slip"]
    assert all(_is_one_slip(fold(query.text), fold(TEXTS[query.id])) for query in slips)
    assert {len(fold(query.text)) - len(fold(TEXTS[query.id])) for query in slips} == {-1, 0, 1}
    assert 0.3 < sum(query.text.isascii() for query in slips) / len(slips) < 0.7


def test_a_spoken_question_holds_the_text():
    """Words stand around it, nothing in it changes."""
    assert all(TEXTS[query.id] in query.text and len(query.text) > len(TEXTS[query.id]) + 5 for query in BY_VARIANT["spoken"])


def test_a_slip_never_makes_another_word():
    """A short query whose every slip is a word has no slip, nor has a word of two letters; a code is never mistyped."""
    slips = {"aa", "aaaa"} | {f"{start}{key}{end}" for key in "qsz" for start, end in (("", "aa"), ("a", "a"), ("aa", ""))}
    assert "typo_slip" not in typed("k", "topic", "aaa", frozenset(slips))
    assert typed("k", "topic", "aaa", frozenset(slips - {"aaaa"}))["typo_slip"] == "aaaa"
    assert "typo_slip" not in typed("k", "topic", "bò", frozenset())
    assert "typo_slip" not in typed("k", "code", "36/2019/QĐ-UBND", frozenset())


def test_two_runs_are_equal():
    """The set follows from seeds alone, not from the order of Python's sets."""
    code = "from tests.search import test_relevance_set as t; print(t.digest())"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment).stdout
    assert other.strip() == digest()


def digest() -> str:
    """Return a digest of every dataset, every text and every grade."""
    whole = hashlib.sha256()
    for dataset in collection():
        whole.update(repr(dataset.fields).encode())
    for query in queries():
        whole.update(f"{query.id} {query.variant} {query.text} {query.half} {sorted(query.grades().items())}".encode())
    return whole.hexdigest()


@pytest.mark.parametrize(
    ("found", "ndcg", "first", "reciprocal"),
    [
        (["a", "b", "c"], 1.0, 1.0, 1.0),
        (["b", "a", "c"], 0.8428, 0.0, 0.5),
        (["x", "x", "a"], 0.3726, 0.0, 1 / 3),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_the_score_of_a_ranking(found, ndcg, first, reciprocal):
    """Grades 3, 2 and 1 weigh 7, 3 and 1; the rank discounts by log2."""
    scored = score(found, {"a": 3, "b": 2, "c": 1})
    assert (round(scored.ndcg, 4), scored.first, scored.reciprocal, scored.nothing) == (ndcg, first, reciprocal, float(not found))
