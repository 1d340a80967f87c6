"""What a text asks of the finder: points rather than datasets, in a place, open now or day and night."""

from __future__ import annotations

from ckanext.binhduong.search.query.places.named_places import NamedPlace
from ckanext.binhduong.vn.text import fold, tone_placed

__all__ = ["finder_question", "hours_words"]

_HOURS = {
    "always_open": (
        "mở cửa 24/24",
        "mở cửa 24 giờ",
        "mở cửa 24h",
        "mở cửa suốt đêm",
        "mở cửa ban đêm",
        "24/24",
        "24 giờ",
        "24h",
        "suốt đêm",
        "ban đêm",
    ),
    "open_now": ("đang mở cửa", "còn mở cửa", "mở cửa bây giờ", "đang mở", "còn mở"),
    "": ("mở cửa chủ nhật", "mở cửa cuối tuần", "mở cửa", "chủ nhật", "cuối tuần", "giờ mở cửa", "ngoài giờ"),
}
"""What the finder can filter by → how people say it; the last ones it cannot: it shows the places, with their hours to read."""


def finder_question(words: str, place: NamedPlace | None) -> dict[str, str]:
    """Return the arguments of the finder for the subject of a text: ``q``, and if asked ``within``, ``open_now``, ``always_open``.

    Args:
        words: the subject, without its place and without fillers.
        place: the place it names; of several units of one name the widest counts, and the finder lists the others.
    """
    asked: dict[str, str] = {}
    for name, phrases in _HOURS.items():
        for phrase in phrases:
            shorter = _without(words, phrase)
            if shorter != words:
                words = shorter
                asked |= {name: "true"} if name else {}
    return {"q": words, **({"within": place.units[0]} if place and place.units and not place.everywhere else {}), **asked}


def hours_words(words: str) -> frozenset[str]:
    """Return the words of a text that speak of opening hours; none when the text speaks of nothing else."""
    rest = finder_question(words, None)["q"].split()
    return frozenset(words.split()) - frozenset(rest)


def _without(words: str, phrase: str) -> str:
    """Return the words without the phrase, also typed without marks; the same words when it is not there or is all there is."""
    typed = words.split()
    forms = [tone_placed(word).lower() for word in typed]
    for wanted in (tone_placed(phrase).lower().split(), fold(phrase).split()):
        for at in range(len(typed) - len(wanted) + 1):
            if forms[at : at + len(wanted)] == wanted and len(typed) > len(wanted):
                return " ".join(typed[:at] + typed[at + len(wanted) :])
    return words
