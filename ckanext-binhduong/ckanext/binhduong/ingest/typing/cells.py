"""Pass 2, one column of a batch: words for nothing, errors and NUL go, the rest is converted; what cannot be read refuses its row."""

from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.compute import pc
from ckanext.binhduong.ingest.findings.collector import Findings
from ckanext.binhduong.ingest.georeferencing.coordinate_cells import cells
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.spool import Spool
from ckanext.binhduong.ingest.typing import conversion
from ckanext.binhduong.ingest.typing.cell_forms import NULL_MARKS, form_of, is_null_word
from ckanext.binhduong.ingest.typing.evidence import ERROR, NUMBER, UNCALCULATED, Evidence
from ckanext.binhduong.vn import looks_like_date

_DAMAGED = (
    ("letters-lost", "?", r"^[^/=&]*\p{L}\?{1,3}\p{Ll}[^/=&]*$"),
    (
        "text-entities",
        "&",
        r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|amp|lt|gt|quot|apos|nbsp|[A-Za-z](?:acute|grave|circ|tilde|uml));",
    ),
)
"""What texts have that a program has written in the place of letters: finding, its sign, pattern. An address may have a question mark."""
_UNREADABLE = {"integer": "number-unreadable", "decimal": "number-unreadable", "time": "time-unreadable", "boolean": "boolean-unreadable"}


class Cells:
    """Read the columns of a spool's batches as ``plans`` say."""

    def __init__(self, plans: list[Plan], spool: Spool, findings: Findings) -> None:
        self.spool, self.findings = spool, findings
        self.wordy = {plan.index for plan in plans if _may_hold_null_words(spool.evidence[plan.index])}
        self.figures = {plan.index for plan in plans if plan.index in self.wordy and _holds_figures(plan, spool.evidence[plan.index])}

    def column(self, plan: Plan, batch: pa.RecordBatch, rows: np.ndarray, refused: np.ndarray) -> pa.Array:
        """Return a plan's column of a batch as its type; what cannot be read is told of and marks its row in ``refused``."""
        text, kinds = cells(plan, batch)
        evidence = self.spool.evidence[plan.index]
        kinds = np.full(len(text), NUMBER, dtype=np.uint8) if evidence.numbers else kinds
        if evidence.native is not None:
            return self._finite(plan, text.cast(conversion.arrow_type(plan)), rows, refused)
        text = self._without_null_words(plan, self._without_errors(plan, text, kinds, rows, refused), rows)
        text = self._without_nul(plan, text, rows, refused)
        self._tell_words(
            "text-damaged", plan, text, rows, pc.fill_null(pc.match_substring(text, "\ufffd"), False).to_numpy(zero_copy_only=False)
        )
        if plan.type == "text":
            for code, sign, pattern in _DAMAGED:
                if pc.any(pc.match_substring(text, sign)).as_py():
                    damaged = pc.fill_null(pc.match_substring_regex(text, pattern), False).to_numpy(zero_copy_only=False)
                    self._tell_words(code, plan, text, rows, damaged)
        values = conversion.convert(plan, text, kinds)
        if plan.type == "timestamp":
            self._tell_zones(plan, text, values, rows)
        if plan.form == "phone":
            self._tell_phones(plan, text, values, rows)
        lost = values.null_count != text.null_count
        if lost:
            for at in np.flatnonzero(pc.and_(text.is_valid(), values.is_null()).to_numpy(zero_copy_only=False)):
                value = text[int(at)].as_py()
                self._refuse(_unreadable(plan, value), plan, at, value, rows, refused)
        return values

    def _refuse(self, code: str, plan: Plan, at: Any, value: object, rows: np.ndarray, refused: np.ndarray) -> None:
        self.findings.add(code, place={self.spool.place_name: int(rows[at]), "column": plan.title}, value=value)
        refused[at] = True

    def _finite(self, plan: Plan, values: pa.Array, rows: np.ndarray, refused: np.ndarray) -> pa.Array:
        """Refuse the rows whose number is infinite: JSON cannot hold it, and no sum survives it."""
        if not pa.types.is_floating(values.type):
            return values
        for at in np.flatnonzero(np.isinf(values.to_numpy(zero_copy_only=False))):
            self._refuse("number-unreadable", plan, at, values[int(at)].as_py(), rows, refused)
        return values

    def _without_errors(
        self, plan: Plan, text: pa.StringArray, kinds: np.ndarray | None, rows: np.ndarray, refused: np.ndarray
    ) -> pa.StringArray:
        """Refuse the rows whose cell is one of Excel's errors; a formula that was never calculated is an empty cell."""
        wrong = np.flatnonzero(kinds == ERROR) if kinds is not None else np.empty(0, dtype=int)
        for at in wrong:
            value = text[int(at)].as_py()
            if value == UNCALCULATED:
                self.findings.add("formula-uncalculated", place={self.spool.place_name: int(rows[at]), "column": plan.title})
            else:
                self._refuse("cell-error", plan, at, value, rows, refused)
        return text if not len(wrong) else pc.if_else(pa.array(kinds == ERROR), None, text)

    def _without_null_words(self, plan: Plan, text: pa.StringArray, rows: np.ndarray) -> pa.StringArray:
        if missing := plan.constraints.get("missing"):
            text = pc.if_else(pc.is_in(text, pa.array(missing)), None, text)
        if plan.index not in self.wordy:
            return text
        if plan.type == "text" and plan.index not in self.figures:
            return self._with_words(plan, text, rows)
        short = pc.and_(pc.less_equal(pc.binary_length(text), 40), pc.match_substring_regex(text, _NULL_START))
        at = np.flatnonzero(pc.fill_null(short, False).to_numpy(zero_copy_only=False))
        if not len(at):
            return text
        said = [(int(place), value) for place in at if is_null_word(value := text[int(place)].as_py(), plan.type)]
        for place, value in said:
            self.findings.add("null-words", place={self.spool.place_name: int(rows[place]), "column": plan.title}, value=value)
        mask = np.zeros(len(text), dtype=bool)
        mask[[place for place, _ in said]] = True
        return pc.if_else(pa.array(mask), None, text) if said else text

    def _with_words(self, plan: Plan, text: pa.StringArray, rows: np.ndarray) -> pa.StringArray:
        """Leave words for nothing in a column of words, with a note; what only programs write goes."""
        marks = pc.fill_null(pc.is_in(text, pa.array(NULL_MARKS)), False)
        self._tell_words("null-words", plan, text, rows, marks.to_numpy(zero_copy_only=False))
        folded = {
            value: is_null_word(value) and value not in NULL_MARKS for value in pc.unique(text).to_pylist() if value and len(value) <= 24
        }
        kept = pc.fill_null(pc.is_in(text, pa.array([value for value, is_word in folded.items() if is_word], pa.string())), False)
        self._tell_words("null-words-kept", plan, text, rows, kept.to_numpy(zero_copy_only=False))
        return pc.if_else(marks, None, text)

    def _tell_words(self, code: str, plan: Plan, text: pa.StringArray, rows: np.ndarray, mask: np.ndarray) -> None:
        found = np.flatnonzero(mask)
        if len(found):
            place = {self.spool.place_name: int(rows[found[0]]), "column": plan.title}
            self.findings.add(code, place=place, value=text[int(found[0])].as_py(), count=len(found))

    def _without_nul(self, plan: Plan, text: pa.StringArray, rows: np.ndarray, refused: np.ndarray) -> pa.StringArray:
        """Refuse the rows whose cell holds NUL: PostgreSQL cannot store it, and no person typed it."""
        has = pc.fill_null(pc.match_substring(text, "\0"), False)
        if not pc.any(has).as_py():
            return text
        for at in np.flatnonzero(has.to_numpy(zero_copy_only=False)):
            value = text[int(at)].as_py().replace("\0", "␀")
            self._refuse("nul-character", plan, at, value, rows, refused)
        return pc.if_else(has, None, text)

    def _tell_zones(self, plan: Plan, text: pa.StringArray, values: pa.Array, rows: np.ndarray) -> None:
        """Tell of moments that name another time zone than Vietnam's."""
        zoned = pc.and_(pc.match_substring_regex(text, _OFFSET), pc.invert(pc.match_substring_regex(text, _VIETNAM_OFFSET)))
        found = np.flatnonzero(pc.fill_null(pc.and_(zoned, values.is_valid()), False).to_numpy(zero_copy_only=False))
        if len(found):
            at = int(found[0])
            place = {self.spool.place_name: int(rows[at]), "column": plan.title}
            shown = values[at].as_py().isoformat(" ")
            self.findings.add("time-zone-converted", place=place, value=text[at].as_py(), understood=shown, count=len(found))

    def _tell_phones(self, plan: Plan, before: pa.StringArray, after: pa.StringArray, rows: np.ndarray) -> None:
        changed = np.flatnonzero(pc.fill_null(pc.not_equal(before, after), False).to_numpy(zero_copy_only=False))
        if len(changed):
            at = int(changed[0])
            place = {self.spool.place_name: int(rows[at]), "column": plan.title}
            self.findings.add(
                "phone-zero-restored", place=place, value=before[at].as_py(), understood=after[at].as_py(), count=len(changed)
            )


def _may_hold_null_words(evidence: Evidence) -> bool:
    """Return whether a column has words for nothing: its shapes tell, unless there are too many of them to be kept."""
    return bool(evidence.other.count) or any(form_of(kind, shape) in ("null", "stars") for kind, shape in evidence.shapes)


def _holds_figures(plan: Plan, evidence: Evidence) -> bool:
    """Return whether a column of text is one of figures (codes, telephone numbers), in which a word for nothing is none."""
    if plan.form == "phone" or plan.role in ("phone", "unit_code"):
        return True
    forms = [(form_of(kind, shape), seen.count) for (kind, shape), seen in evidence.shapes.items()]
    figures = sum(count for form, count in forms if form in ("number", "code", "date", "timestamp"))
    words = sum(count for form, count in forms if form not in ("null", "stars")) + evidence.other.count
    return bool(figures) and figures >= _FIGURES * words


_FIGURES = 0.9
_OFFSET = r"(?i):[0-9]{2}.*(?:z|[+-][0-9]{2}:?[0-9]{2})$"
_VIETNAM_OFFSET = r"\+07:?00$"
_NULL_START = r"(?i)^(?:[-–—.…?#<*\\]|n/?a|nul|non|kh[oô]ng |ch[uư]a |[dđ]ang |no )"
"""How every word of ``forms.NULL_WORDS`` begins: only such cells are looked up."""


def _unreadable(plan: Plan, value: str) -> str:
    if plan.type in ("date", "timestamp"):
        return "date-impossible" if looks_like_date(value.split(" ")[0]) or looks_like_date(value) else "date-unreadable"
    return "position-unreadable" if plan.form == "dms" else _UNREADABLE[plan.type]
