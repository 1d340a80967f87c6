"""The findings as a Markdown table, for the officers' page ``docs/ingest/findings.md`` (a test keeps the page and the catalogue alike)."""

from ckanext.binhduong.ingest.findings.messages import MESSAGES

BEGIN = "<!-- findings: begin (written by `ckan binhduong ingest findings`) -->"
END = "<!-- findings: end -->"
_WORDS = {"error": "lỗi / error", "warning": "cảnh báo / warning", "note": "ghi chú / note"}


def findings_table() -> str:
    """Return every finding: code, severity, message and remedy in both languages, blanks as {names}."""
    rows = ["| mã / code | mức / severity | điều tìm thấy / what was found | cách sửa / remedy |", "|---|---|---|---|"]
    for code, message in MESSAGES.items():
        vi, en = (text.removeprefix("{at}") for text in (message.vi, message.en))
        said, remedy = f"{vi}<br>*{en}*", f"{message.remedy_vi}<br>*{message.remedy_en}*"
        rows.append(f"| `{code}` | {_WORDS[message.severity]} | {_safe(said)} | {_safe(remedy)} |")
    return "\n".join(rows)


def _safe(text: str) -> str:
    return text.replace("|", "\\|").replace("<!", "&lt;!").replace(" …>", " …&gt;")
