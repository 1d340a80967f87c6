"""Which row sums up those above it. "Tổng cộng" always does; one word alone may be a name (a petrol brand called Total, a gate, a drain):
it needs a row without other words, and figures that are the sums."""

import re
from collections.abc import Sequence

from ckanext.binhduong.vn import NumberStyle, fold, nfc, parse_number, tone_placed

_TOTAL = re.compile(
    r"((tong|cong)( (cong|so|tong|chung|cac loai|toan tinh|toan huyen|toan xa|toan nganh|cuoi ky))*"
    r"|toan tinh|total|grand total|sub ?total|luy ke)\s*[:.]?"
    r"|(tong|cong)( (cong|so|chung))+\s*(:.*|\([a-z0-9]{1,5}( ?\+ ?[a-z0-9]{1,5})+\))"
)
_MARKED = re.compile(
    r"((tổng|cộng)( (cộng|số|tổng|chung|các loại|toàn tỉnh|toàn huyện|toàn xã|toàn ngành|cuối kỳ))*|toàn tỉnh|lũy kế)\s*[:.]?"
    r"|(tổng|cộng)( (cộng|số|chung))+\s*(:.*|\([a-z0-9]{1,5}( ?\+ ?[a-z0-9]{1,5})+\))"
)
_ONE_WORD = re.compile(r"(tổng|cộng|tong|cong|total)\s*[:.]?")
_AVERAGE = re.compile(
    r"((muc )?(binh quan|trung binh)|tb)( (chung|cong|toan tinh|toan huyen|toan xa|toan nganh|cac [a-z ]{2,20}))?\s*[:.]?"
)
"""How a row (folded) begins that is the average of those above."""
_SURE = ("tổng", "cộng")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def is_total(texts: Sequence[str], above: Sequence[Sequence[str]] | None, last: bool) -> bool | None:
    """Return whether a row is a total; None for one that begins like a total and is none.

    Args:
        texts: its cells.
        above: the rows above it, None when they are no longer at hand.
        last: whether nothing follows it but blank rows.
    """
    filled = [text.strip() for text in texts if text.strip()]
    word = tone_placed(nfc(filled[0])).lower() if filled else ""
    if not _TOTAL.fullmatch(fold(word)) or not (word.isascii() or _MARKED.fullmatch(word)):
        return False
    if not _ONE_WORD.fullmatch(word):
        return True
    sums = _are_sums(texts, above) if above is not None else None
    worded = any(_LETTERS.search(text) for text in filled[1:])
    sure = word.strip(" :.") in _SURE
    if sums or (not worded and ((sums is None and (sure or above is None)) or (sure and last))):
        return True
    return None


def is_average(texts: Sequence[str], above: Sequence[Sequence[str]] | None) -> bool:
    """Return whether a row is the average of the rows above it: its first word says so, and so does some figure."""
    filled = [text.strip() for text in texts if text.strip()]
    if above is None or len(above) < 2 or not filled or not _AVERAGE.fullmatch(fold(filled[0])):
        return False
    return any(_is_mean(text, [row[at] for row in above]) for at, text in enumerate(texts))


def _is_mean(text: str, above: Sequence[str]) -> bool:
    for style in (NumberStyle.DECIMAL_COMMA, NumberStyle.DECIMAL_POINT):
        mean = parse_number(text, style)
        numbers = [float(number) for cell in above if (number := parse_number(cell, style)) is not None]
        if mean is not None and numbers and abs(sum(numbers) / len(numbers) - float(mean)) <= 0.005 * max(1.0, abs(float(mean))):
            return True
    return False


def _are_sums(texts: Sequence[str], above: Sequence[Sequence[str]]) -> bool | None:
    """Return whether some figure of the row is the sum of those above it; None when there is nothing to add up."""
    answers = [answer for at, text in enumerate(texts) if (answer := _is_sum(text, [row[at] for row in above])) is not None]
    return any(answers) if answers else None


def _is_sum(text: str, above: Sequence[str]) -> bool | None:
    for style in (NumberStyle.DECIMAL_COMMA, NumberStyle.DECIMAL_POINT):
        total = parse_number(text, style)
        numbers = [float(number) for cell in above if (number := parse_number(cell, style)) is not None]
        if total is not None and numbers and abs(sum(numbers) - float(total)) <= 0.005 * max(1.0, abs(float(total))):
            return True
    return None if parse_number(text, NumberStyle.DECIMAL_COMMA) is None or not above else False
