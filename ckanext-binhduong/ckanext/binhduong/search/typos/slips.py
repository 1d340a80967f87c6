"""How likely one word is typed for another: what fingers do on a keyboard."""

from __future__ import annotations

__all__ = ["cost"]

_NEIGHBOURS = {
    **{"q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj", "i": "uojk", "o": "ipkl", "p": "ol"},
    **{"a": "qwsz", "s": "awedzx", "d": "sefxc", "f": "drgcv", "g": "fthvb", "h": "gyjbn", "j": "hukmn", "k": "jilm", "l": "kop"},
    **{"z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk"},
}
_EXCHANGED = _DOUBLED = 0.0
_NEIGHBOUR = 0.3
_DROPPED = 0.5
_OTHER = 2.0
"""A letter too many or another letter, which no key beside the right one explains. In the logarithm of frequencies."""
_TWO = 6.0
_FAR = 6
"""From so many letters on a word may have two slips."""


def cost(typed: str, meant: str) -> float | None:
    """Return what one slip, or two in a long word, costs; None when more are needed or none."""
    if typed == meant:
        return None
    if abs(len(typed) - len(meant)) > 1:
        return _TWO if len(typed) >= _FAR and _distance(typed, meant) == 2 else None
    if len(typed) == len(meant):
        found = _same_length(typed, meant)
    elif len(typed) > len(meant):
        found = _one_more(typed, meant)
    else:
        found = _DROPPED if any(meant[:at] + meant[at + 1 :] == typed for at in range(len(meant))) else None
    return found if found is not None else _TWO if len(typed) >= _FAR and _distance(typed, meant) == 2 else None


def _same_length(typed: str, meant: str) -> float | None:
    differ = [at for at in range(len(typed)) if typed[at] != meant[at]]
    if len(differ) == 1:
        return _NEIGHBOUR if typed[differ[0]] in _NEIGHBOURS.get(meant[differ[0]], "") else _OTHER
    first, last = differ[0], differ[-1]
    exchanged = len(differ) == 2 and last == first + 1 and typed[first] == meant[last] and typed[last] == meant[first]
    return _EXCHANGED if exchanged else None


def _one_more(typed: str, meant: str) -> float | None:
    places = [at for at in range(len(typed)) if typed[:at] + typed[at + 1 :] == meant]
    if not places:
        return None
    return _DOUBLED if any(typed[at] in typed[max(0, at - 1) : at] + typed[at + 1 : at + 2] for at in places) else _OTHER


def _distance(typed: str, meant: str) -> int:
    """The number of letters added, taken away, replaced or exchanged with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, 1):
        now = [i]
        for j, wanted in enumerate(meant, 1):
            least = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == wanted:
                least = min(least, before[j - 2] + 1)
            now.append(least)
        before, row = row, now
    return row[-1]
