"""Which SQL statements may change what an anonymous reader sees. Imports no CKAN."""

from __future__ import annotations

import re

__all__ = ["ends_transaction", "may_change_answers"]

#: What begins so changes nothing that is stored. A function called by SELECT is held to read: the portal's writing functions are triggers.
_READS = re.compile(
    rb"\s*(?:SELECT|SHOW|SET|RESET|EXPLAIN|BEGIN|START|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|DECLARE|FETCH|CLOSE|LOCK|LISTEN|UNLISTEN|NOTIFY|DISCARD)\b",
    re.IGNORECASE,
)
#: A table made by SELECT, or a second statement. In a text that is searched for they are no such thing: too many changes are right, too few
#: are not.
_NOT_ONLY_READS = re.compile(rb"\bINTO\b|;\s*\S", re.IGNORECASE)
_WITH = re.compile(rb"\s*WITH\b", re.IGNORECASE)
_WRITES = re.compile(rb"\b(?:INSERT|UPDATE|DELETE|MERGE|INTO)\b|;\s*\S", re.IGNORECASE)
_COPIES_OUT = re.compile(rb"\s*COPY\b.*\bTO\s+(?:STDOUT|'|PROGRAM)", re.IGNORECASE | re.DOTALL)
#: When somebody was last here, and when a token was last used: written by reading, shown to nobody else.
_PRESENCE = re.compile(rb'\s*UPDATE "?(?:user|api_token)"? SET (?:last_active|last_access)=\S+ WHERE\b', re.IGNORECASE)
#: Copies of what the catalogue says (`metadata.bulk`): written by reading it.
_COPIES = re.compile(rb'\s*(?:INSERT INTO|DELETE FROM) "?binhduong_graph"?\s', re.IGNORECASE)
#: Who wrote what (`security.audit`): beside a write, which counts by itself, or of a refusal or a sign-in.
_AUDIT = re.compile(rb'\s*(?:INSERT INTO|DELETE FROM) "?binhduong_audit(?:_\w+)?"?\s', re.IGNORECASE)
#: How often data are used (`usage`): counted every few minutes, and as old as a kept answer may be.
_USE = re.compile(rb'\s*(?:INSERT INTO|UPDATE) "?binhduong_usage(?:_log)?"?\s', re.IGNORECASE)
#: Under which key a client wrote (`security.idempotency`): beside a write, which counts by itself.
_KEYS = re.compile(rb'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?binhduong_idempotency"?\s', re.IGNORECASE)
#: When links were looked at (`metadata.links`): what is said of them changes with the measuring that follows.
_LINKS = re.compile(rb'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?binhduong_(?:link(?:_host)?|quality_failing)"?\s', re.IGNORECASE)
#: What was sent to whom, and what is announced (`webhooks`): nothing of it is public.
_WEBHOOKS = re.compile(rb'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?binhduong_webhook(?:_\w+)?"?\s', re.IGNORECASE)
#: Mails that wait for a relay (`security.accounts`): nothing of them is public.
_MAILS = re.compile(rb'\s*(?:INSERT INTO|DELETE FROM) "?binhduong_mail"?\s', re.IGNORECASE)
#: When datasets were first seen public (`workflow`): what is said of a plan's item changes with the measuring that follows.
_FIRST_PUBLIC = re.compile(rb'\s*INSERT INTO "?binhduong_first_public"?\s', re.IGNORECASE)
_NOTES = (_COPIES_OUT, _PRESENCE, _COPIES, _AUDIT, _USE, _KEYS, _LINKS, _WEBHOOKS, _MAILS, _FIRST_PUBLIC)
_ENDS = re.compile(rb"\s*(?:COMMIT|END)\b", re.IGNORECASE)


def may_change_answers(statement: bytes) -> bool:
    """Whether a statement may change an answer to an anonymous reader; what is not known to change nothing may.

    Args:
        statement: as it was sent to PostgreSQL.
    """
    if _READS.match(statement):
        return bool(_NOT_ONLY_READS.search(statement))
    if _WITH.match(statement):
        return bool(_WRITES.search(statement))
    return bool(statement.strip()) and not any(note.match(statement) for note in _NOTES)


def ends_transaction(statement: bytes) -> bool:
    """Whether a statement commits by itself what was done before."""
    return bool(_ENDS.match(statement))
