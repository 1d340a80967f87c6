"""Collect findings while a file is read, and give them grouped, as the report shows them.

A finding someone must act on (an error) keeps its own place, up to ``OWN_PLACES`` for one code and column; what comes after that,
and every warning and note, is one finding with a count and examples: 10,000 equal ones do not bury the one that matters.
"""

from dataclasses import dataclass, field
from typing import Any

from ckanext.binhduong.ingest.findings.messages import MESSAGES

OWN_PLACES = 100
"""Errors of one code and column that are listed one by one; the rest are counted."""
EXAMPLES = 5
"""Places kept beside the first one in a grouped finding."""
VALUE_LENGTH = 80
"""Characters of a cell shown in a finding."""

_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass
class Finding:
    """One entry of the report; ``place`` has those of sheet, row, column, feature, layer that apply."""

    code: str
    place: dict[str, Any]
    value: str | None = None
    understood: str | None = None
    count: int = 1
    details: dict[str, Any] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def severity(self) -> str:
        """error, warning or note, from the catalogue."""
        return MESSAGES[self.code].severity

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as the report holds it, its messages filled in both languages."""
        message, remedy = MESSAGES[self.code].render(self.place, self.value, self.understood, self.count, self.details)
        found: dict[str, Any] = {"code": self.code, "severity": self.severity, "place": self.place, "value": self.value}
        found |= {"understood": self.understood, "count": self.count, "message": message, "remedy": remedy}
        return found | ({"examples": self.examples} if self.examples else {})


class Findings:
    """The findings of one file; ``common`` (sheet or layer) is added to every place."""

    def __init__(self) -> None:
        self.common: dict[str, Any] = {}
        self._groups: dict[tuple[str, str | None], list[Finding]] = {}

    def add(
        self, code: str, *, value: object = None, understood: object = None, count: int = 1,
        place: dict[str, Any] | None = None, **details: object,
    ) -> None:  # fmt: skip
        """Add ``count`` equal findings, the first at ``place``. ``details`` fill the message's other blanks."""
        where = self.common | {key: each for key, each in (place or {}).items() if each is not None}
        finding = Finding(code, where, _shown(value), _shown(understood), count, details)
        group = self._groups.setdefault((code, where.get("column")), [])
        room = OWN_PLACES if finding.severity == "error" else 1
        if len(group) < room:
            group.append(finding)
        elif room == 1:
            _merge(group[0], finding)
        else:
            self._overflow(group, finding)

    def take(self, others: "Findings", codes: frozenset[str] | None = None) -> None:
        """Take over findings gathered apart, only those of ``codes`` if given."""
        for finding in (each for (code, _), group in others._groups.items() for each in group if codes is None or code in codes):
            self.add(
                finding.code,
                value=finding.value,
                understood=finding.understood,
                count=finding.count,
                place=finding.place,
                **finding.details,
            )

    def _overflow(self, group: list[Finding], finding: Finding) -> None:
        if len(group) == OWN_PLACES:
            group.append(finding)
        else:
            _merge(group[OWN_PLACES], finding)

    @property
    def refused(self) -> bool:
        """Whether some finding is an error."""
        return any(MESSAGES[code].severity == "error" for code, _ in self._groups)

    def as_list(self) -> list[dict[str, Any]]:
        """Return the findings, errors first, in the order they were met."""
        flat = [finding for group in self._groups.values() for finding in group]
        return [finding.as_dict() for finding in sorted(flat, key=lambda finding: _ORDER[finding.severity])]


def _merge(first: Finding, other: Finding) -> None:
    first.count += other.count
    if len(first.examples) < EXAMPLES and (other.place != first.place or other.value != first.value):
        first.examples.append({"place": other.place, "value": other.value})


def _shown(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= VALUE_LENGTH else f"{text[: VALUE_LENGTH - 1]}…"
