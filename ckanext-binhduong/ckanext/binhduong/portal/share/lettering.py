"""Text on a picture in the portal's own font, whose letters lie in two files a weight. Imports no CKAN."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

__all__ = ["Style", "shown", "width_of", "wrapped", "write"]

_FOLDER = Path(__file__).parent.parent / "public/binhduong/vendor/be-vietnam-pro"
_FACE = re.compile(r"be-vietnam-pro-(\w+)-(\d+)-normal\.woff2.*?unicode-range:\s*([^;}]+)", re.DOTALL)


@dataclass(frozen=True)
class Style:
    """How text is written: the size in pixels, 400 or 600 of weight, a colour."""

    size: int
    weight: int = 400
    colour: str = "#16221f"


@cache
def _letters() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return what each file has, as its style sheet tells browsers: file → ranges of code points."""
    found = {}
    for name, _, ranges in _FACE.findall((_FOLDER / "be-vietnam-pro.css").read_text(encoding="utf-8")):
        pairs = (each.strip().removeprefix("U+").split("-") for each in ranges.split(","))
        found[name] = tuple((int(pair[0], 16), int(pair[-1], 16)) for pair in pairs)
    return found


@cache
def _file_of(letter: str) -> str:
    code = ord(letter)
    return next((name for name, ranges in _letters().items() if any(low <= code <= high for low, high in ranges)), "")


@cache
def _font(name: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FOLDER / f"be-vietnam-pro-{name}-{weight}-normal.woff2", size)


def shown(text: str) -> str:
    """Return a text with the letters that the font has: marks joined to their letters, other forms as the letter itself (``₂`` is 2)."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    letters = (each if _file_of(each) else unicodedata.normalize("NFKC", each) for each in plain)
    return "".join(each if _file_of(each) else "?" for text in letters for each in text)


def _runs(text: str, style: Style) -> list[tuple[ImageFont.FreeTypeFont, str]]:
    return [(_font(name, style.weight, style.size), "".join(part)) for name, part in groupby(shown(text), _file_of)]


def width_of(text: str, style: Style) -> float:
    """Return how many pixels a text is wide."""
    return sum(font.getlength(part) for font, part in _runs(text, style))


def write(draw: ImageDraw.ImageDraw, x: float, y: float, text: str, style: Style, align: float = 0) -> None:
    """Write a line of text.

    Args:
        draw: the picture.
        x: where it begins, ends (``align`` 1) or has its middle (0.5).
        y: its base line.
        text: the line.
        style: how it looks.
        align: the part of the text that is left of ``x``.
    """
    x -= align * width_of(text, style)
    for font, part in _runs(text, style):
        draw.text((x, y), part, font=font, fill=style.colour, anchor="ls")
        x += font.getlength(part)


def wrapped(text: str, style: Style, width: float, most: int) -> list[str]:
    """Break a text into at most ``most`` lines of a width; a text that is longer, and a word wider than a line, end with an ellipsis."""
    lines: list[str] = []
    for word in shown(text).split():
        if lines and width_of(f"{lines[-1]} {word}", style) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(_cut(word, style, width))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), style, width)]
    return lines


def _cut(text: str, style: Style, width: float) -> str:
    if width_of(text, style) <= width:
        return text
    while text and width_of(f"{text}…", style) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
