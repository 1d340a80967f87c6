"""The one catalogue of findings: code, severity, what happened and what to do, in Vietnamese and in English, by family.

``docs/ingest/findings.md`` is generated from here, and a test keeps it so.
"""

from ckanext.binhduong.ingest.findings.messages import files, formats, labels, lists, places, tables, values
from ckanext.binhduong.ingest.findings.messages.message import Message

MESSAGES: dict[str, Message] = {
    **files.MESSAGES,
    **tables.MESSAGES,
    **formats.MESSAGES,
    **values.MESSAGES,
    **labels.MESSAGES,
    **lists.MESSAGES,
    **places.MESSAGES,
}
"""Code → message. A code never changes its meaning: programs and officers rely on it."""
