"""One form for every error of the Action API: ``{"success": false, "error": {"__type": …, "message": "vi / en", …}}`` with a remedy.

CKAN answers an unknown action and a body that is no JSON with a bare string, and everything else in the language of the request; what its
validators say of a field stays beside that field, in both languages where the catalogues have it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from ckanext.binhduong.core.problems.both_languages import in_both
from ckanext.binhduong.core.problems.messages import NOT_ALLOWED, NOT_FOUND, NOT_JSON, REFUSED, UNKNOWN_ACTION, Problem

__all__ = ["completed", "said", "unknown_action", "what_a_string_means"]

_REMEDIES = {
    NOT_FOUND.kind: (
        "Xin kiểm tra id hoặc tên; nội dung riêng tư cần mã API có quyền.",
        "Check the id or name; private content needs an API token that may see it.",
    ),
    NOT_ALLOWED.kind: (
        "Xin gửi mã API của tài khoản có quyền trong header Authorization.",
        "Send the API token of an account that may in the header Authorization.",
    ),
}
_FIELDS = ("Xin sửa theo lời ở từng mục rồi gửi lại: {names}.", "Correct each as it says and send again: {names}.")
_MOST_NAMES = 10


def completed(error: dict[str, Any]) -> dict[str, Any]:
    """Return the error object of an answer with its message in both languages and a remedy.

    Args:
        error: as CKAN wrote it: ``__type``, ``message`` and, of a validation error, the fields with their messages.
    """
    kind = str(error.get("__type", ""))
    if kind == "Validation Error":
        fields = {name: _both(value) for name, value in error.items() if name not in ("__type", "message")}
        return {**fields, "__type": kind, "message": _text(error.get("message")) or _about(fields)}
    message = error.get("message")
    if kind not in _REMEDIES or not isinstance(message, str):
        return error
    return {**error, "message": message if " / " in message else _with_remedy(message, _REMEDIES[kind])}


def said(usual: Problem, text: str) -> Problem:
    """Return the usual problem of a status in the words that a view found for it; what no catalogue has stands beside the usual ones."""
    if not text.strip():
        return usual
    both = in_both(text)
    if " / " not in both:
        return Problem(usual.status, usual.kind, f"{usual.vi} ({text})", f"{usual.en} ({text})", usual.retry_after)
    if usual.kind in _REMEDIES:
        both = _with_remedy(both, _REMEDIES[usual.kind])
    vi, _, en = both.partition(" / ")
    return Problem(usual.status, usual.kind, vi, en, usual.retry_after)


def what_a_string_means(action: str, known: Iterable[str]) -> Problem:
    """Return the problem behind an answer that CKAN wrote as a bare string: an unknown action, else a body that cannot be read."""
    names = list(known)
    if not action:
        return REFUSED
    return NOT_JSON if action in names else unknown_action(action, names)


def unknown_action(action: str, known: Iterable[str]) -> Problem:
    """Return the problem of an action that there is not, with names that are alike."""
    alike = ", ".join(difflib.get_close_matches(action, list(known), n=3, cutoff=0.6)) or "/docs/api"
    values = {"action": action[:80], "alike": alike}
    return Problem(UNKNOWN_ACTION.status, UNKNOWN_ACTION.kind, UNKNOWN_ACTION.vi.format(**values), UNKNOWN_ACTION.en.format(**values))


def _both(value: Any) -> Any:
    """Return a field's messages in both languages: a text, a list of them, or the same a level deeper."""
    if isinstance(value, str):
        return in_both(value)
    if isinstance(value, list):
        return [_both(each) for each in value]
    return {name: _both(each) for name, each in value.items()} if isinstance(value, dict) else value


def _text(message: Any) -> str:
    """Return a message as the text that the contract promises; of an argument called "message" CKAN has a list: a line each."""
    return "\n".join(in_both(each) for each in (message if isinstance(message, list) else [message]) if isinstance(each, str))


def _about(fields: dict[str, Any]) -> str:
    names = ", ".join([*fields][:_MOST_NAMES])
    if not names:
        return REFUSED.both
    return _pair((REFUSED.vi.split(". ")[0] + ".", REFUSED.en.split(". ")[0] + "."), tuple(text.format(names=names) for text in _FIELDS))


def _with_remedy(message: str, remedy: tuple[str, str]) -> str:
    vi, _, en = in_both(message).partition(" / ")
    return _pair((vi, en or vi), remedy)


def _pair(what: tuple[str, ...], remedy: tuple[str, ...]) -> str:
    return " / ".join(f"{first.rstrip('.')}. {second}" for first, second in zip(what, remedy, strict=True))
