"""Which axis of a place a column's title names, and how surely: "Kinh độ" says so itself, "X" and "Đông" are words before they are axes."""

import re
from dataclasses import dataclass

from ckanext.binhduong.ingest.typing.titles.promises import words
from ckanext.binhduong.vn import fold

_FRAME = re.compile(
    r"\b(toa ?do|vn ?-?2000|utm|wgs ?-?84|epsg ?\d{4,5}|mui( chieu)?( \d( do\b)?)?"
    r"|(kinh tuyen truc|ktt)( ?\d+(°| do\b| phut\b)?)*|he( toa do| quy chieu)?|coord(inate)?s?"
    r"|point|diem|vi tri|(zone )?4[89] ?[ns]?|proj|84|gps)\b|°"
)
"""What a title may say of a place beside its axis. That it says any of it makes the axis sure."""
_JOINED = re.compile(r"\b(?:(toa ?do|coord|point)([xy])|([xy])(coord|toado|point))s?\b")
"""Names of a DBF: TOADOX, XCOORD, POINTX."""
_MEASURE = re.compile(r"\b(theo|m|met|metres?|dd|deg|thap phan|decimal)\b")
"""What it may say of any measure."""
_AXES = (
    ("longitude", re.compile(r"(kinh ?(do|tuyen)|longitude)( (?!phut|giay|min|sec).*)?|kd"), True),
    ("latitude", re.compile(r"(vi ?(do|tuyen)|latitude)( (?!phut|giay|min|sec).*)?|vd"), True),
    ("longitude", re.compile(r"long?|lng|long?i"), False),
    ("latitude", re.compile(r"lati?"), False),
    ("northing", re.compile(r"northing|n bac|x bac|bac x"), True),
    ("easting", re.compile(r"easting|y dong|dong y"), True),
    ("northing", re.compile(r"x|bac"), False),
    ("easting", re.compile(r"y|dong"), False),
)
"""Role, what is left of the title (folded), whether it needs no other proof than its values' range."""
_LETTERS = (("northing", re.compile(r"n|north|phia bac|huong bac")), ("easting", re.compile(r"e|east|phia dong|huong dong")))
"""What is an axis only in a title that speaks of a place."""
_MARKED = {"bac": "bắc", "dong": "đông"}
_WORDS = frozenset({"bac", "dong", "lat", "lati", "lon", "long", "lng", "x", "y"})
_PARTS = (
    ("degrees", re.compile(r"(do|deg(rees?)?|°|d)")),
    ("minutes", re.compile(r"(phut|min(utes?)?|')")),
    ("seconds", re.compile(r"(giay|sec(onds?)?|\")")),
)


@dataclass(frozen=True)
class Axis:
    """The role of an axis, and whether its title says so by itself."""

    role: str
    sure: bool


def axis_of(title: str) -> Axis | None:
    """Return the axis a title names, or None.

    "Toạ độ – X (m)" and "POINT_X" are X; of X and Y the numbers tell which is the north.
    """
    text = _plain(title)
    joined = _JOINED.sub(lambda name: f"{name[1] or name[4]} {name[2] or name[3]}", text)
    unframed = _FRAME.sub(" ", joined)
    framed, rest = unframed != text, " ".join(_MEASURE.sub(" ", unframed).split())
    for role, pattern, sure in _AXES:
        if pattern.fullmatch(rest):
            return Axis(role, sure or framed) if _marks_agree(rest, title) else None
    return next((Axis(role, True) for role, pattern in _LETTERS if framed and pattern.fullmatch(rest)), None)


def part_of(title: str) -> tuple[str | None, str] | None:
    """Return the axis (None when the title names none) and the part of it, "degrees", "minutes" or "seconds", that a title names."""
    text = " ".join(fold(title).replace("(", " ").replace(")", " ").replace("–", " ").replace("-", " ").replace("_", " ").split())
    axis = None
    for role, pattern in (
        ("longitude", r"\b(kinh do|kinh tuyen|longitude|long|lon|lng)\b"),
        ("latitude", r"\b(vi do|vi tuyen|latitude|lat)\b"),
    ):
        if re.search(pattern, text):
            axis, text = role, re.sub(pattern, " ", text)
    rest = " ".join(re.sub(r"\b(toa do|\d|n|e)\b", " ", text).split())
    part = next((name for name, pattern in _PARTS if pattern.fullmatch(rest)), None)
    return (axis, part) if part else None


def _plain(title: str) -> str:
    text = fold(title.replace("–", " "))
    text = re.sub(r"[()\[\]:*.='’′\"]", " ", re.sub(r"[_\s/,\-;]+", " ", text))
    return re.sub(r"\s+", " ", text).strip()


def _marks_agree(rest: str, title: str) -> bool:
    """Return whether a title that is written with marks has those of the axis: Bậc and Đồng are a step and money."""
    marked, first = words(title), rest.split()[0]
    return marked.isascii() or first not in _WORDS or _MARKED.get(first, first) in marked.split()
