"""The picture of a shared link, and the short address."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from ckanext.binhduong.portal.charts.shape import shape_of
from ckanext.binhduong.portal.share.card import SIZE, Card, draw_card
from ckanext.binhduong.portal.share.lettering import Style, shown, width_of, wrapped
from ckanext.binhduong.portal.share.pictures import draw_chart, draw_map
from ckanext.binhduong.portal.share.short_address import beginning_of, short_code

CARD = Card("Nhà thuốc", "Nhà thuốc và quầy thuốc " * 9, ("600 dòng", "Số liệu đến 20/02/2025"), "DỮ LIỆU MẪU", "Cổng", "a.example/d/1")
SQUARE = {"type": "Polygon", "coordinates": [[[106.0, 10.0], [107.0, 10.0], [107.0, 11.0], [106.0, 11.0], [106.0, 10.0]]]}
RED, BLUE, GREY = "#ff0000", "#0000ff", "#888888"
SMALL = Style(20)


def colours_of(picture: Callable[[Any, Any], None] | None) -> set[tuple[int, ...]]:
    """The colours of the right half of a card, above its foot."""
    image = Image.open(io.BytesIO(draw_card(CARD, picture)))
    assert (image.format, image.size) == ("PNG", SIZE)
    return {colour for _, colour in image.crop((640, 0, 1200, 550)).getcolors(1_000_000) or [] if isinstance(colour, tuple)}


@pytest.mark.parametrize(
    ("rows", "found", "missing"),
    [
        ([["a", 106.5, 10.5, 0], ["b", 106.6, 10.4, -1]], (RED, GREY), (BLUE,)),
        ([["a", SQUARE, 1]], (BLUE,), (RED,)),
        ([["a", {"type": "MultiLineString", "coordinates": [[[106.1, 10.1], [106.9, 10.9]]]}, 7]], (GREY,), (RED, BLUE)),
        ([["a", {"type": "GeometryCollection", "geometries": []}, 0]], (), (RED, BLUE, GREY)),
    ],
)
def test_rows_are_drawn_in_the_colour_of_their_category(rows: list[Any], found: tuple[str, ...], missing: tuple[str, ...]) -> None:
    """Points, areas and lines over the unit they are about; -1 and what is beyond the legend are the last colour."""
    drawn = colours_of(lambda draw, box: draw_map(draw, box, [SQUARE], rows, [RED, BLUE, GREY]))
    assert {tuple(bytes.fromhex(colour[1:])) for colour in found} <= drawn
    assert not {tuple(bytes.fromhex(colour[1:])) for colour in missing} & drawn


def test_a_single_point_without_a_unit_has_a_card() -> None:
    """Its extent is made as large as a kilometre; rows without any point draw nothing."""
    assert colours_of(lambda draw, box: draw_map(draw, box, [], [["a", {"type": "GeometryCollection"}, 0]], [RED, GREY]))
    drawn = colours_of(lambda draw, box: draw_map(draw, box, [], [["a", 106.5, 10.5, 0]], [RED, GREY]))
    assert tuple(bytes.fromhex(RED[1:])) in drawn


CHARTS = {
    "categories": {"bars": [{"from": None, "rows": 3}, {"from": "Nhà thuốc " * 30, "rows": 1}]},
    "histogram": {"bars": [{"from": 0, "to": 10, "rows": 3}, {"from": 10, "to": 20, "rows": 0}]},
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_drawn_with_its_bars(kind: str) -> None:
    """Bars in the portal's green, whatever their labels."""
    shape = shape_of({"kind": kind, "step": None, "measure": None, "series": [], **CHARTS[kind]}, "vi")
    assert (15, 92, 77) in colours_of(lambda draw, box: draw_chart(draw, box, "Số dòng theo Loại hình", shape))


def test_a_card_without_a_picture_has_words_only() -> None:
    """The title has the whole width."""
    assert (15, 92, 77) not in colours_of(None)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("PM₂.₅ là\n  gì", "PM2.5 là gì"), ("Nha\u0300", "Nhà"), ("Thủ Dầu Một – µg/m³", "Thủ Dầu Một – µg/m³"), ("漢", "?")],
)
def test_only_letters_that_the_font_has(text: str, letters: str) -> None:
    """No empty boxes: other forms of a letter are the letter, what the font lacks is a question mark."""
    assert shown(text) == letters


def test_a_long_text_ends_with_an_ellipsis() -> None:
    """As many lines as there is space for, none wider; also a word that is wider than a line."""
    lines = wrapped("Nhà thuốc và quầy thuốc " * 9, SMALL, 200, 2)
    assert (len(lines), lines[-1][-1], max(width_of(line, SMALL) for line in lines) <= 200) == (2, "…", True)
    assert wrapped("a" * 500, SMALL, 100, 1)[0].endswith("…")
    assert wrapped("", SMALL, 100, 1) == []


def test_a_short_code_begins_its_identifier() -> None:
    """Ten digits of a UUID; other identifiers have none, and what is no code leads nowhere."""
    assert short_code("3f2a9c1e-5b7d-4c11-8a90-0123456789ab") == "3f2a9c1e5b"
    assert beginning_of("3f2a9c1e5b") == "3f2a9c1e-5b"
    assert (short_code("nha-thuoc"), beginning_of("3f2a9c1e5"), beginning_of("3f2a9c1e5%")) == ("", "", "")
