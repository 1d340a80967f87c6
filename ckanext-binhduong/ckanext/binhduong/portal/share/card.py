"""The card that a shared link shows, 1200 × 630 pixels (the form that Facebook, Zalo, X and LinkedIn crop to). Imports no CKAN."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ckanext.binhduong.portal.share.lettering import Style, width_of, wrapped, write
from ckanext.binhduong.portal.share.pictures import Box

__all__ = ["SIZE", "Card", "draw_card"]

SIZE = (1200, 630)
#: Drawn twice as fine, so that slanted lines and small letters are smooth.
_FINE = 2
_PAPER, _BRAND, _SOFT, _ACCENT, _WASH = "#faf7f1", "#0f5c4d", "#4a5a55", "#b8431c", "#fbe9df"
_MARGIN, _FOOT = 120, 150
_PICTURE = Box(1260, 100, 1040, 920)


@dataclass(frozen=True)
class Card:
    """What a card says: ``label`` above the title, ``facts`` below it, ``mark`` of samples (or empty), and whose page it is at the foot."""

    label: str
    title: str
    facts: tuple[str, ...]
    mark: str
    site: str
    address: str


def draw_card(card: Card, picture: Callable[[ImageDraw.ImageDraw, Box], None] | None) -> bytes:
    """Draw a card as PNG.

    Args:
        card: its words.
        picture: what draws the map or chart at the right; without one the words have the whole card.
    """
    width, height = (side * _FINE for side in SIZE)
    image = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(image)
    if picture:
        picture(draw, _PICTURE)
    _write_words(draw, card, (_PICTURE.left - 60 if picture else width) - _MARGIN)
    draw.rectangle((0, height - _FOOT, width, height), fill=_BRAND)
    base = height - _FOOT / 2 + 18
    write(draw, _MARGIN, base, card.site, Style(50, 600, "#ffffff"))
    write(draw, width - _MARGIN, base, card.address, Style(42, colour="#ffffff"), 1)
    written = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _write_words(draw: ImageDraw.ImageDraw, card: Card, width: float) -> None:
    y = 170.0
    write(draw, _MARGIN, y, card.label, Style(44, 600, _BRAND))
    title = Style(84, 600)
    for line in wrapped(card.title, title, width, 4):
        y += 108
        write(draw, _MARGIN, y, line, title)
    y += 40
    facts = Style(44, colour=_SOFT)
    for fact in card.facts:
        for line in wrapped(fact, facts, width, 2):
            y += 62
            write(draw, _MARGIN, y, line, facts)
    if card.mark:
        style = Style(40, 600, _ACCENT)
        y += 40
        draw.rounded_rectangle((_MARGIN, y, _MARGIN + width_of(card.mark, style) + 60, y + 76), 38, fill=_WASH, outline=_ACCENT, width=3)
        write(draw, _MARGIN + 30, y + 52, card.mark, style)
