"""Read a place that is written in words and signs: degrees, minutes and seconds in one cell, or both coordinates in one cell.

A cell's shape (digits as 1) is read by the same rules as the cell, so that a whole column is judged by a few shapes. Which of two
numbers is the longitude is decided here only where labels or hemispheres say so: ``coordinate_systems`` proves it from the numbers.
"""

import re

from ckanext.binhduong.vn import fold, nfc

_SECONDS = r"[0-9]{1,2}(?:[.,][0-9]+)?"
_SPELLED = (
    (re.compile(r"(?<=[0-9])\s*(?:độ|do)\b\s*"), "°"),
    (re.compile(r"(?<=[0-9])\s*(?:phút|phut)\b\s*"), "'"),
    (re.compile(r"(?<=[0-9])\s*(?:giây|giay)\b\s*"), '"'),
)
"""Degrees, minutes, seconds as words."""
_HEMISPHERE_WORDS = tuple(
    (re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])"), letter)
    for words, letter in (
        (r"vĩ (?:độ )?bắc|bắc|north", "n"),
        (r"vĩ (?:độ )?nam|nam|south", "s"),
        (r"kinh (?:độ )?đông|đông|east", "e"),
        (r"kinh (?:độ )?tây|tây|west", "w"),
    )
)
"""Hemispheres as words, beside a number only."""
_DASHED = re.compile(rf"([0-9]{{1,3}})\s*-\s*([0-9]{{1,2}})\s*-\s*({_SECONDS})")
"""Degrees, minutes, seconds parted by dashes; a column of them needs the title of an axis, as three bare numbers do."""
_PARTS = re.compile(r"\d+(?:[.,]\d+)?")
_MINUTES = r"[0-9]{1,2}(?:[.,][0-9]+)?"
_DMS = re.compile(
    rf"""[nsewbđt]?\s*-?[0-9]{{1,3}}\s*[°º˚d:\s]\s*{_MINUTES}\s*(?:['’′`:\s]\s*(?:{_MINUTES}\s*(?:"|''|”|″|’’|′′)?)?)?\s*[nsewbđt]?"""
)
_DECIMAL = re.compile(r"[nsewbđt]?\s*-?[0-9]{1,3}(?:[.,][0-9]+)?\s*[°º˚]?\s*[nsewbđt]?")
_SIGN = re.compile(r"[°º˚'′’:nsewbđt]")
_NUMBER = r"-?[0-9][0-9.,]*"
_LATITUDE = r"vĩ độ|vi do|vĩ tuyến|latitude|lat|vĩ|vt"
_LONGITUDE = r"kinh độ|kinh do|kinh tuyến|longitude|long|lng|lon|kinh|kt"
_LABEL = rf"(?:tọa độ |toa do )?(?:{_LATITUDE}|{_LONGITUDE}|x|y|n|e|b|đ)(?:\s*\(m\))?"
_LABELLED = re.compile(
    rf"[\[(]?(?P<one>{_LABEL})\s*[:=]?\s*(?P<a>{_NUMBER}.*?)[\s,;/|-]+(?P<two>{_LABEL})\s*[:=]?\s*(?P<b>{_NUMBER}.*?)[\])]?"
)
_HEMISPHERES = re.compile(r"(?P<a>[^nsb]*[nsb])[\s,;/|-]*(?P<b>[^ewđt]*[ewđt])|(?P<c>[^ewđt]*[ewđt])[\s,;/|-]*(?P<d>[^nsb]*[nsb])")
_DEGREES = re.compile(r"[0-9]{1,3}[.,][0-9]{2,}")
_METRES = re.compile(r"(?:[0-9]{6,7}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}(?=,)|[0-9]{1,3}(?:,[0-9]{3}){1,2}(?=\.))(?:[.,][0-9]+)?")
_DECIMALS = 10
"""Of a degree: a hundredth of a millimetre."""
_CUTS = (re.compile(r"\s*[;|/]\s*|\s+[-–]\s+"), re.compile(r"\s*,\s+|\s+"), re.compile(r","))
"""What parts two numbers in one cell; the first that gives two is it."""


def degrees(text: str) -> float | None:
    """Return the degrees that a text writes (10°58'49.4"N, 106°39′04″Đ, N10 58 49, 10.9804° N, 10 độ 58 phút), or None when it is none."""
    written = _with_signs(text)
    parts = [float(part.replace(",", ".")) for part in _PARTS.findall(written)]
    if not 1 <= len(parts) <= 3 or any(part >= 60 for part in parts[1:]) or parts[0] > 180:
        return None
    value = sum(part / 60**power for power, part in enumerate(parts))
    negative = written.startswith("-") or bool(set(fold(written)) & {"s", "w"})
    return round(-value if negative else value, _DECIMALS)


def form_of_degrees(text: str) -> str | None:
    """Return "dms" for degrees with a sign or hemisphere, "dms-bare" for three numbers that may be some, None for anything else."""
    written = _with_signs(text)
    if _DMS.fullmatch(written):
        return "dms" if _SIGN.search(written) else "dms-bare"
    return "dms" if _DECIMAL.fullmatch(written) and re.search(r"[°º˚nsewbđt]", written) else None


def pair_of(text: str) -> tuple[float, float] | None:
    """Return the two coordinates of a cell as (x, y), or None when it holds none.

    Labels ("X=1214436; Y=598293", "lat: 10.98, lng: 106.65") and hemispheres say which is which; without them the latitude is supposed to
    come first, as on map sites.
    """
    written = _with_signs(text)
    if labelled := _LABELLED.fullmatch(written):
        first, second = _one(labelled["a"]), _one(labelled["b"])
        turned = bool(re.match(rf"(?:tọa độ |toa do )?(?:{_LONGITUDE}|y|e|đ)\b", labelled["one"]))
        return _ordered(first, second, turned)
    if (found := _HEMISPHERES.fullmatch(written)) and all(map(_is_placed, (found["a"] or found["c"], found["b"] or found["d"]))):
        return _ordered(degrees(found["a"] or found["c"]), degrees(found["b"] or found["d"]), found["a"] is None)
    return _unlabelled(written.strip("[]() "))


def _is_placed(text: str) -> bool:
    """Return whether a number with its hemisphere is one of degrees."""
    return bool(re.search(r"[°º˚]", text) or (form_of_degrees(text.strip(" ,;/|-")) == "dms"))


def _with_signs(text: str) -> str:
    written = nfc(text).strip().lower()
    for word, sign in _SPELLED:
        written = word.sub(sign, written)
    if any(map(str.isdigit, written)) and not _LABELLED.fullmatch(written):
        for word, letter in _HEMISPHERE_WORDS:
            written = word.sub(letter, written)
    return _DASHED.sub(r"\1 \2 \3", written)


def _ordered(first: float | None, second: float | None, turned: bool) -> tuple[float, float] | None:
    if first is None or second is None:
        return None
    return (first, second) if turned else (second, first)


def _one(text: str) -> float | None:
    text = re.sub(r"\s*m$", "", text.strip(" ,;"))
    return _number(text) if re.fullmatch(_NUMBER, text) else degrees(text) if form_of_degrees(text) else None


def _unlabelled(text: str) -> tuple[float, float] | None:
    for cut in _CUTS:
        parts = [part for part in cut.split(text) if part]
        if len(parts) == 2:
            known = [_DEGREES.fullmatch(part.lstrip("-")) or _METRES.fullmatch(part) or form_of_degrees(part) == "dms" for part in parts]
            first, second = (degrees(part) if re.search(r"[°º˚]", part) else _number(part) for part in parts)
            return _ordered(first, second, False) if all(known) else None
    return None


def _number(text: str) -> float | None:
    """Return a coordinate with either decimal sign; thousands may be parted by the other one."""
    last = max(text.rfind("."), text.rfind(","))
    sign = text[last] if last >= 0 else ""
    plain = text.replace(",", "").replace(".", "") if text.count(sign) > 1 and sign else text
    if plain is text and last >= 0:
        plain = f"{re.sub('[.,]', '', text[:last])}.{text[last + 1 :]}"
    try:
        return float(plain)
    except ValueError:
        return None
