"""The ways in which one query is typed, made by rule from its text; each query's own seed decides, so that a set grows without changing."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Set

SEED = 2026
VARIANTS = ("marks", "plain", "nfd", "tone", "typo_mark", "typo_slip", "spoken", "quoted")

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"\w+")
_MARKS = "[\u0300-\u036f]*"
_OPEN = re.compile(f"(?<![qQ])([oO](?={_MARKS}[aAeE])|[uU](?={_MARKS}[yY]))({_MARKS})([aAeEyY])({_MARKS})(?![a-zA-Z\u0300-\u036f])")
_NEIGHBOURS = {
    **{"q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl", "p": "ol"},
    **{"a": "qsz", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy", "j": "hku", "k": "jli", "l": "ko"},
    **{"z": "xa", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng", "n": "bmh", "m": "nj"},
}
_SPOKEN = {
    "agency": ["{} công bố những dữ liệu nào", "cho tôi xem các dữ liệu của {}", "{} có những bảng số liệu gì"],
    "place": ["ở {} có những dữ liệu gì", "cho tôi xem dữ liệu về {}", "tôi muốn tìm thông tin của {}"],
    "column": ["dữ liệu nào có ghi {}", "bảng nào có cột {} vậy", "tôi cần tra {} thì xem ở đâu"],
    "code": ["dữ liệu nào theo {}", "cho tôi tìm {} với", "{} nói về dữ liệu gì"],
}
_SPOKEN_ANY = [
    "cho tôi biết {} ở đâu",
    "cho tôi hỏi về {}",
    "tôi muốn xem {}",
    "làm ơn tìm giúp tôi {}",
    "có dữ liệu nào về {} không",
    "xem {} ở đâu vậy",
    "mình cần tìm {} thì xem ở đâu ạ",
    "xin hỏi {} hiện nay thế nào",
    "{} là bao nhiêu",
    "cho em hỏi {} có ở đây không ạ?",
]


def typed(key: str, kind: str, text: str, known: Set[str]) -> dict[str, str]:
    """Return the text of each variant that differs from the others as README.md says.

    Args:
        key: the query's id, the seed of its chances.
        kind: the query's kind.
        text: the query with marks, in NFC.
        known: the words of the catalogue and of the queries, lower case, with marks.
    """
    if kind == "quoted":
        return {"quoted": text}
    chance = random.Random(f"{SEED}:{key}")
    made = {
        "marks": text,
        "plain": unmarked(text).lower(),
        "nfd": unicodedata.normalize("NFD", text),
        "tone": other_tone_placement(text),
        "typo_mark": _mark_typo(text, kind, known, chance),
        "typo_slip": _slip(text, kind, {unmarked(word) for word in known}, chance),
        "spoken": "" if kind == "question" else chance.choice(_SPOKEN.get(kind, _SPOKEN_ANY)).format(text),
    }
    return {variant: words for variant, words in made.items() if words and (words != text or variant in ("marks", "plain"))}


def unmarked(text: str) -> str:
    """Return the text without marks, in its own case."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def other_tone_placement(text: str) -> str:
    """Return the text with the tone of open *oa*, *oe* and *uy* on the other vowel: "hòa" for "hoà" and "hoà" for "hòa"."""

    def moved(match: re.Match[str]) -> str:
        first, marks_1, second, marks_2 = match.groups()
        tones = [char for char in marks_1 + marks_2 if char in _TONES]
        rest_1, rest_2 = ("".join(char for char in marks if char not in _TONES) for marks in (marks_1, marks_2))
        tone = "".join(tones)
        on_first = any(char in _TONES for char in marks_1)
        return f"{first}{rest_1}{second}{rest_2}{tone}" if on_first else f"{first}{rest_1}{tone}{second}{rest_2}"

    return unicodedata.normalize("NFC", _OPEN.sub(moved, unicodedata.normalize("NFD", text)))


def _mark_typo(text: str, kind: str, known: Set[str], chance: random.Random) -> str:
    """One word with a mark too few or a wrong one, which makes no word of the catalogue; empty when no word can bear it."""
    found = [*_words_with(text, lambda word: _mark_typos(word, kind, known))]
    return _replaced(text, found, chance)


def _mark_typos(word: str, kind: str, known: Set[str]) -> list[str]:
    bare = unicodedata.normalize("NFD", word)
    without_tone = unicodedata.normalize("NFC", "".join(char for char in bare if char not in _TONES))
    missing = [unmarked(word), without_tone]
    wrong = [] if kind == "code" else [_with_tone(bare, tone) for tone in _TONES if any(char in _TONES for char in bare)]
    return sorted({typo for typo in (*missing, *wrong) if typo != word and typo.lower() not in known})


def _with_tone(bare: str, tone: str) -> str:
    """Replace the tone of a decomposed word; it stands after the letter's other marks, where composing it works."""
    return unicodedata.normalize("NFC", re.sub(f"[{_TONES}]([\u0300-\u036f]*)", lambda match: match[1] + tone, bare, count=1))


def _slip(text: str, kind: str, known: Set[str], chance: random.Random) -> str:
    """One slip of the finger: two letters exchanged, a neighbour key, a letter doubled or dropped; half of them typed without marks."""
    if kind == "code":
        return ""
    base = text.lower() if chance.random() < 0.5 else unmarked(text).lower()
    free = len(_WORD.findall(text)) > 2
    for slips in chance.sample((_exchanged, _neighbours, _doubled, _dropped), 4):
        found = [*_words_with(base, lambda word, slips=slips: _changes(word, slips(word), set() if free else known))]
        if found:
            return _replaced(base, found, chance)
    return ""


def _changes(word: str, slips: Iterable[str], known: Set[str]) -> list[str]:
    """Slips of a word of at least three letters that change its unmarked letters and make no known word."""
    if len(word) < 3 or not word.isalpha():
        return []
    return sorted({slip for slip in slips if unmarked(slip) != unmarked(word) and unmarked(slip) not in known})


def _exchanged(word: str) -> list[str]:
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def _neighbours(word: str) -> list[str]:
    return [word[:at] + key + word[at + 1 :] for at, letter in enumerate(word) for key in _NEIGHBOURS.get(letter, "")]


def _doubled(word: str) -> list[str]:
    return [word[:at] + letter + word[at:] for at, letter in enumerate(word)]


def _dropped(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _words_with(text: str, typos: Callable[[str], list[str]]) -> Iterator[tuple[int, int, list[str]]]:
    for match in _WORD.finditer(text):
        made = typos(match[0])
        if made:
            yield match.start(), match.end(), made


def _replaced(text: str, found: list[tuple[int, int, list[str]]], chance: random.Random) -> str:
    if not found:
        return ""
    start, end, made = chance.choice(found)
    return text[:start] + chance.choice(made) + text[end:]
