"""What a column of dates is: day or month first, with or without times; an order that was assumed and short years are told of."""

import re
from datetime import date

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing import column_titles
from ckanext.binhduong.ingest.typing.cell_forms import is_null_word
from ckanext.binhduong.ingest.typing.evidence import DATE, DATETIME, TEXT, Evidence, Seen
from ckanext.binhduong.ingest.typing.titles import labels, promises
from ckanext.binhduong.vn import DateStyle, decide_date_style, parse_date

TURNED = 3
"""Dates of a workbook none of which is later than the 12th, beside texts that all are: so many are no chance."""

YEARS_AS_DATES = ("1904-12-31", "1906-01-01")
"""Excel shows the numbers 1827 to 2192 as dates of 1905."""
EARLY, EARLY_TITLED = "1910-01-01", "1901-01-01"
"""A workbook's date before that is a number shown as one, or must be looked at."""
LEAST_YEAR, GREATEST_YEAR = 1800, 2200
_FULL_YEAR = re.compile(r"(?<![01])1111(?![01])|(?<![01])[01]{8}(?![01])|th[aá]ng", re.IGNORECASE)


def settle_date(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set date or timestamp and which number is the day, and tell of what was supposed; text and a question where only the form speaks."""
    if promises.promises_lunar(plan.title) and (texts := evidence.counts(TEXT)):
        lunar = _all_of(texts)
        findings.add("date-lunar", place={"column": plan.title, evidence.place_name: lunar.row}, value=lunar.example, count=lunar.count)
        return
    if doubtful := _doubtful(evidence, plan):
        findings.add(
            "date-unsure", place={"column": plan.title, evidence.place_name: doubtful.row}, value=doubtful.example, count=doubtful.count
        )
        return
    _tell_early(evidence, plan, findings)
    _tell_far(evidence, plan, findings)
    plan.type = "timestamp" if forms.get("timestamp") else "date"
    plan.date_style = decide_date_style(f"{pair}" for pair in _whole_dates(evidence))
    if plan.date_style is DateStyle.MONTH_FIRST:
        findings.add("date-month-first", place={"column": plan.title}, value=next(iter(evidence.counts(TEXT).values())).example)
    elif evidence.day_months and all(_first_number(pair) <= 12 for pair in evidence.day_months):
        findings.add("date-order-assumed", place={"column": plan.title}, value=next(iter(evidence.counts(TEXT).values())).example)
    if _turned_by_excel(evidence):
        example = min(_own_dates(evidence), key=lambda seen: seen.row)
        turned = date.fromisoformat(example.example[:10]).strftime("%d/%m/%Y")
        findings.add("date-turned-by-excel", place={"column": plan.title, evidence.place_name: example.row}, value=turned)
    for shape, seen in evidence.counts(TEXT).items():
        if re.fullmatch(r"[01]{1,2}([/.-])[01]{1,2}\1[01]{2}", shape):
            findings.add(
                "date-short-year", place={"column": plan.title, evidence.place_name: seen.row}, value=seen.example, count=seen.count
            )


def settle_years(evidence: Evidence, plan: Plan, findings: Findings) -> bool:
    """Read a workbook's dates of 1905 in a column of years as the years they are, and say so: 1998 shown as a date is 20/06/1905."""
    dates = evidence.counts(DATE)
    others = [shape for (kind, shape) in evidence.shapes if kind != DATE and not is_null_word(shape)]
    if not evidence.own_dates or not promises.promises_year(plan.title) or any(shape != "1111" for shape in others):
        return False
    least, greatest = evidence.own_dates
    if not YEARS_AS_DATES[0] <= least <= greatest <= YEARS_AS_DATES[1]:
        return False
    plan.type, plan.form = "integer", "year"
    first = min(dates.values(), key=lambda seen: seen.row)
    place = {"column": plan.title, evidence.place_name: first.row}
    findings.add("year-shown-as-date", place=place, value=first.example, count=sum(seen.count for seen in dates.values()))
    return True


def _doubtful(evidence: Evidence, plan: Plan) -> Seen | None:
    """Return the cells that may be dates by their form alone: a title that promises none, and no year of four digits in reason."""
    texts = {shape: seen for shape, seen in evidence.counts(TEXT).items() if not is_null_word(shape)}
    if texts and not _own_dates(evidence) and labels.promises_numbered(plan.title) and not column_titles.names_date(plan.title):
        return _all_of(texts)
    if not texts or _own_dates(evidence) or column_titles.names_date(plan.title) or promises.promises_time(plan.title):
        return None
    sure = [shape for shape in texts if _FULL_YEAR.search(shape)]
    possible = all(_is_possible(pair) for pair in evidence.day_months)
    if sure and possible and all(LEAST_YEAR <= year <= GREATEST_YEAR for year in map(int, evidence.years)):
        return None
    return _all_of(texts)


def _all_of(texts: dict[str, Seen]) -> Seen:
    first = min(texts.values(), key=lambda seen: seen.row)
    return Seen(sum(seen.count for seen in texts.values()), first.row, first.example)


def _is_possible(pair: str) -> bool:
    """Return whether the two first numbers of a date can be a day and a month, in either order."""
    numbers = sorted(int(number) for number in re.findall(r"[0-9]{1,2}", pair)[:2])
    return numbers[0] <= 12 and numbers[-1] <= 31


def _tell_early(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Tell of a workbook's dates that are small numbers shown as dates: 45 is 14/02/1900, and dates that all are of 1905 may be years."""
    least, greatest = evidence.own_dates or ("9999", "9999")
    years = YEARS_AS_DATES[0] <= least <= greatest <= YEARS_AS_DATES[1]
    if years or least < (EARLY_TITLED if column_titles.names_date(plan.title) else EARLY):
        first = min(_own_dates(evidence), key=lambda seen: seen.row)
        findings.add("date-early", place={"column": plan.title, evidence.place_name: first.row}, value=least[:10])


def _tell_far(evidence: Evidence, plan: Plan, findings: Findings) -> None:
    """Tell of dates whose year no record has: 3023 is 2023 typed wrong."""
    if far := sorted(year for year in evidence.years if not LEAST_YEAR <= int(year) <= GREATEST_YEAR):
        findings.add("date-far", place={"column": plan.title}, value=", ".join(far[:5]), count=len(far))


def settle_compact(evidence: Evidence, plan: Plan, findings: Findings) -> bool:
    """Read digits like 20230305 under a title of dates as the dates they are, and say so."""
    shapes = evidence.counts()
    if not column_titles.names_date(plan.title) or list(shapes) != ["1" * 8] or promises.promises_lunar(plan.title):
        return False
    first = next(iter(shapes.values()))
    year = int(first.example[:4])
    if not LEAST_YEAR <= year <= GREATEST_YEAR or parse_date(dashed(first.example)) is None:
        return False
    plan.type, plan.form = "date", "compact"
    place = {"column": plan.title, evidence.place_name: first.row}
    findings.add("date-compact", place=place, value=first.example, understood=dashed(first.example), count=first.count)
    return True


def dashed(text: str) -> str:
    """Return digits as a date's year, month and day: 20230305 → 2023-03-05."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _turned_by_excel(evidence: Evidence) -> bool:
    """Return whether an American Excel has read the column: what it could take for month/day are dates, what it could not stayed text."""
    known = sum(seen.count for seen in _own_dates(evidence))
    left = [_first_number(pair) for pair in evidence.day_months]
    return known >= TURNED and len(left) >= 2 and all(day > 12 for day in left) and evidence.latest_day <= 12


def _own_dates(evidence: Evidence) -> list[Seen]:
    """Return what was seen of a workbook's own dates, with a time of day or without."""
    return [*evidence.counts(DATE).values(), *evidence.counts(DATETIME).values()]


def _whole_dates(evidence: Evidence) -> list[str]:
    return [f"{match[0]}2000" for pair in evidence.day_months if (match := re.match(r"[0-9]{1,2} ?([/.-]) ?[0-9]{1,2} ?\1", pair))]


def _first_number(pair: str) -> int:
    match = re.match(r"[0-9]{1,2}", pair)
    return int(match[0]) if match else 0
