"""The legend of a map: a colour for each category, in the agency's own words. Imports no CKAN."""

from typing import Any

from ckanext.binhduong.portal.maps.land_use import colour_of

__all__ = ["OTHERS", "PALETTE", "legend_of"]

#: Paul Tol's *muted* and *bright* schemes, told apart by people who see colours differently; light enough for dark ground.
PALETTE = (
    "#228833",
    "#4477aa",
    "#cc6677",
    "#aa7700",
    "#882255",
    "#33aacc",
    "#7755aa",
    "#dd7744",
    "#117766",
    "#aa3377",
    "#6677cc",
    "#88aa22",
)
#: Of what has no category, and of the values beyond the palette.
OTHERS = "#8a8f8c"


def legend_of(categories: list[dict[str, Any]], positioned: int) -> list[dict[str, Any]]:
    """Return the legend's lines.

    Args:
        categories: as ``table_map`` gives them.
        positioned: how many rows the map is about.

    Returns:
        ``[{value, rows, colour, official}]`` in the order of the categories, last (``value`` None) what is in none of them. Official
        land-use colours stand where most rows have one; a map does not mix them with others. Official ones repeat.
    """
    official = [colour_of(each["value"]) if each["value"] else None for each in categories]
    named = sum(each["rows"] for each, colour in zip(categories, official, strict=True) if colour)
    by_law = named * 2 > sum(each["rows"] for each in categories)
    lines = []
    for place, each in enumerate(categories):
        if each["value"] in (None, ""):
            continue
        colour = (official[place] or OTHERS) if by_law else PALETTE[place % len(PALETTE)]
        lines.append(
            {"place": place, "value": each["value"], "rows": each["rows"], "colour": colour, "official": bool(by_law and official[place])}
        )
    rest = positioned - sum(line["rows"] for line in lines)
    if lines and rest > 0:
        lines.append({"place": -1, "value": None, "rows": rest, "colour": OTHERS, "official": False})
    return lines
