"""Which words of a question say nothing about what is looked for: "cho tôi biết … ở đâu", "bao nhiêu", "dữ liệu về"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ckanext.binhduong.vn.text import fold, tone_placed

__all__ = ["Sifted", "sifted"]

_QUESTION = 5
"""From so many words on a text without marks is a question rather than a name, so a single word of doubtful meaning may be left out."""


@dataclass(frozen=True)
class Sifted:
    """What remains of the words, which of them a dataset need not have, what was left out, whether they ask for what is near the person."""

    words: tuple[str, ...]
    helpful: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True)
class _Table:
    phrases: frozenset[tuple[str, ...]]
    near: frozenset[tuple[str, ...]]
    general: frozenset[tuple[str, ...]]
    kept: frozenset[tuple[str, ...]]
    words: frozenset[str]
    asking: frozenset[str]
    last: frozenset[str]
    longest: int


@cache
def _table(*, marked: bool) -> _Table:
    """Return the table in the form of the text: with marks in today's tone placement, or folded."""
    read = yaml.safe_load(files("ckanext.binhduong.search.query").joinpath("fillers.yaml").read_text(encoding="utf-8"))
    form = _marked if marked else fold

    def phrases(name: str) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(form(phrase).split()) for phrase in read[name])

    wishes = read.pop("wishes")
    starts = [f"{who} {wish}" for who in wishes["who"] for wish in wishes["wish"]]
    read["phrases"] += [*starts, *(f"{start} {act}" for start in starts for act in wishes["act"])]
    words = read["words"] if marked else read["plain"]
    return _Table(
        phrases=phrases("phrases"),
        near=phrases("near"),
        general=frozenset(each for each in phrases("general") if marked or len(each) > 1),
        kept=phrases("kept"),
        words=frozenset(map(form, words.split())),
        asking=frozenset(map(form, read["asking"].split())),
        last=frozenset(map(form, read["last" if marked else "last_plain"].split())),
        longest=max(len(phrase.split()) for name in ("phrases", "near", "general", "kept") for phrase in read[name]),
    )


def _marked(text: str) -> str:
    return tone_placed(text).lower()


def sifted(words: list[str]) -> Sifted:
    """Return the words without fillers, in their order; all of them when nothing else would remain.

    In a question fillers are left out. In a name ("Sở Kế hoạch và Đầu tư") they stay, because words beside each other weigh more, but a
    dataset need not have them.

    Args:
        words: single words as typed, in NFC. A text in which no word has a mark is read without marks.
    """
    marked = any(fold(word) != word.lower() for word in words)
    table = _table(marked=marked)
    forms = [(_marked if marked else fold)(word) for word in words]
    kinds = list(_kinds(forms, table, alone=marked or len(words) >= _QUESTION))
    near = "near" in kinds
    asks = near or "phrase" in kinds or any(form in table.asking for form, kind in zip(forms, kinds, strict=True) if kind == "filler")
    if not asks and "word" in kinds:
        return Sifted(tuple(words), frozenset(word for word, kind in zip(words, kinds, strict=True) if kind == "filler"))
    for kept in ({"word"}, {"word", "general"}):
        if kept & set(kinds):
            between = _between(forms, kinds, table.asking)
            rest = tuple(word for at, (word, kind) in enumerate(zip(words, kinds, strict=True)) if kind in kept or at in between)
            left = tuple(word for at, (word, kind) in enumerate(zip(words, kinds, strict=True)) if kind not in kept and at not in between)
            return Sifted(rest, frozenset(words[at] for at in between), left, near)
    return Sifted(tuple(words), near=near)


def _between(forms: list[str], kinds: list[str], asking: frozenset[str]) -> frozenset[int]:
    """Return where a filler stands between two words of the subject: "đại diện theo pháp luật"."""
    inner = range(1, len(forms) - 1)
    return frozenset(at for at in inner if kinds[at - 1 : at + 2] == ["word", "filler", "word"] and forms[at] not in asking)


def _kinds(forms: list[str], table: _Table, *, alone: bool) -> Iterator[str]:
    """Yield for each word what it is: part of a filler, of a general or a near phrase, or a word of the subject."""
    at = 0
    while at < len(forms):
        kind, length = _phrase_at(forms, at, table)
        if not kind:
            last = alone and at > 0 and all(form in table.last for form in forms[at:])
            kind = "phrase" if last else "filler" if alone and forms[at] in table.words else "word"
        yield from [kind] * length
        at += length


def _phrase_at(forms: list[str], at: int, table: _Table) -> tuple[str, int]:
    """Return the kind and length of the longest known phrase that begins here, or ("", 1)."""
    named = (("word", table.kept), ("near", table.near), ("phrase", table.phrases), ("general", table.general))
    for length in range(min(table.longest, len(forms) - at), 0, -1):
        phrase = tuple(forms[at : at + length])
        for kind, phrases in named:
            if phrase in phrases:
                return kind, length
    return "", 1
