"""Which passwords are taken: long ones that are on no list of breached passwords; no other rule.

NIST SP 800-63B (rev. 3, 5.1.1.2) asks for 8 characters, a blocklist of breached, common and repetitive passwords, and no rule on kinds of
characters; rev. 4 asks for 15 where nothing else is checked. The portal asks for 12: nothing else is checked, and attempts are limited.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

__all__ = ["LONGEST", "SHORTEST", "fault_of"]

SHORTEST = 12
LONGEST = 1000
"""Characters; hashing takes time in proportion to the length."""
_LIST = Path(__file__).parent / "data" / "common-passwords.txt"


@cache
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text(encoding="utf-8").split("\n"))


def fault_of(password: str) -> str | None:
    """Return what is wrong with a password: "short", "long" or "common", or None.

    Args:
        password: as typed. Characters are counted as people see them typed (NFC); the list is compared without regard to case.
    """
    text = unicodedata.normalize("NFC", password)
    if len(text) < SHORTEST:
        return "short"
    if len(text) > LONGEST:
        return "long"
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "common" if _repeated(folded) in _common() or len(set(folded)) == 1 else None


def _repeated(text: str) -> str:
    """Return the shortest text that ``text`` is a whole number of repetitions of."""
    length = (text + text).find(text, 1)
    return text[:length]
