"""What a person types to say where a plot is: a position, else words (a plot's number, an address). Imports no CKAN."""

from dataclasses import dataclass

from ckanext.binhduong import vn

__all__ = ["Where", "read_where"]


@dataclass(frozen=True)
class Where:
    """``point`` is (longitude, latitude) in degrees WGS 84, None for words; ``kind`` is degrees, vn2000, words or unreadable (numbers that
    are no place in Vietnam); ``words`` what was typed."""

    kind: str
    words: str
    point: tuple[float, float] | None = None


def read_where(text: str) -> Where:
    """Read where a plot is; see :func:`vn.typed_position`."""
    typed = " ".join(text.split())
    position = vn.typed_position(typed)
    return Where(position.kind, typed, position.point) if position else Where("words", typed)
