"""What a column of telling words is: yes and no, times of day, how long something takes, degrees, both coordinates in one cell."""

import re

from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.typing.cell_forms import PAIRS, TRUE_WORDS, UNMARKED_PAIRS, is_null_word, word_of_boolean
from ckanext.binhduong.ingest.typing.evidence import TEXT, Evidence, Seen
from ckanext.binhduong.ingest.typing.titles import promises
from ckanext.binhduong.vn import fold


def tell_durations(evidence: Evidence, plan: Plan, forms: dict[str, int], first: dict[str, Seen], findings: Findings) -> None:
    """Say that how long something takes is published as hours, minutes and seconds, which no time of day can hold."""
    seen = first.get("duration") or first["time"]
    place = {"column": plan.title, evidence.place_name: seen.row}
    findings.add("durations", place=place, value=seen.example, count=forms.get("duration", 0) + forms.get("time", 0))


def takes_hours(evidence: Evidence, plan: Plan) -> bool:
    """Return whether cells like "4 giờ" stand under a title that does not say of what ("Thời gian")."""
    return promises.promises_either(plan.title) and all(
        re.fullmatch(r"[01]{1,3} ?(giờ|h|tiếng|phút)", shape.lower()) for shape in evidence.counts(TEXT)
    )


def time_speaks(evidence: Evidence, plan: Plan) -> bool:
    """Return whether times of day are such: the workbook says so, the title does, or they are written like a clock (07:30, 7:30:05)."""
    if promises.promises_duration(plan.title) or promises.promises_ratio(plan.title) or takes_hours(evidence, plan):
        return False
    shapes = evidence.counts(TEXT)
    clock = any(re.fullmatch(r"0[01]:[01]{2}|[01]{1,2}:[01]{2}:[01]{2}.*|.*[AaPp][Mm]", shape) for shape in shapes)
    return not shapes or clock or promises.promises_time(plan.title)


def boolean_speaks(evidence: Evidence, plan: Plan) -> bool:
    """Return whether yes and no are such: a workbook's own, or words of one pair, both of them met or promised by the title."""
    words = {word_of_boolean(shape) for shape in evidence.counts(TEXT) if not is_null_word(shape, "boolean")}
    pair = next((pair for pair in PAIRS if words <= pair[0] | pair[1]), None)
    if not words or pair is None:
        return not words
    both = bool(words & pair[0] and words & pair[1])
    return both or (pair not in UNMARKED_PAIRS and promises.promises_boolean(plan.title))


def settle_time(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set a time of day; where only the form of cells says so, it is told. A column with 24:00, which no clock shows, stays text."""
    if evidence.late_hour:
        row, value = evidence.late_hour
        findings.add("hours-beyond-day", place={"column": plan.title, evidence.place_name: row}, value=value)
        return
    plan.type = "time"
    texts = evidence.counts(TEXT)
    if texts and (promises.promises_either(plan.title) or not promises.promises_time(plan.title)):
        first = min(texts.values(), key=lambda seen: seen.row)
        place = {"column": plan.title, evidence.place_name: first.row}
        findings.add("times-by-form", place=place, value=first.example, count=forms.get("time", 0))


def settle_boolean(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set yes or no; blanks beside cells that all say yes stay blank, with a note."""
    plan.type = "boolean"
    if all(fold(shape) in TRUE_WORDS for shape in evidence.counts(TEXT)) and evidence.filled < evidence.rows:
        findings.add(
            "boolean-blank",
            place={"column": plan.title},
            value=next(iter(evidence.counts().values())).example,
            count=evidence.rows - evidence.filled,
        )


def settle_dms(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set degrees that are written with minutes and seconds."""
    plan.type, plan.form = "decimal", "dms"
    findings.add("dms-read", place={"column": plan.title}, value=next(iter(evidence.counts().values())).example, count=evidence.filled)


def settle_pair(evidence: Evidence, plan: Plan, forms: dict[str, int], findings: Findings) -> None:
    """Set both coordinates in one cell; the column stays text."""
    plan.form = "pair"
