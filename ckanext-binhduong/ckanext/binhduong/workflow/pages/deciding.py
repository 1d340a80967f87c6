"""What the approver's pages do: decide one submission, or several that were ticked, and name those that could not be decided."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["approve_all", "decided", "return_all"]


def decided(action: str, data: dict[str, Any]) -> str:
    """Decide; return what is in the way, or nothing."""
    try:
        tk.get_action(action)({}, data)
    except tk.ValidationError as error:
        return _problem(error)
    except (tk.NotAuthorized, tk.ObjectNotFound) as error:
        return str(error)
    return ""


def approve_all(chosen: list[tuple[str, str]]) -> None:
    """Approve submissions, each by its own hash."""
    done = 0
    for submission_id, seen in chosen:
        if problem := decided("release_approve", {"id": submission_id, "hash": seen}):
            _name(submission_id, problem)
        else:
            done += 1
    if done:
        tk.h.flash_success(tk.ungettext("{number} approved.", "{number} approved.", done).format(number=done))


def return_all(chosen: list[str], reason: str) -> dict[str, str]:
    """Return submissions for a reason; give what is wrong with the form, by its fields ``chosen`` and ``reason``, or nothing."""
    problems = {} if chosen else {"chosen": tk._("Choose what is to be returned.")}
    if not reason:
        problems["reason"] = tk._("State why it is returned; who submitted it reads that.")
    if problems:
        return problems
    try:
        answer = tk.get_action("submissions_return")({}, {"ids": chosen, "reason": reason})
    except tk.ValidationError as error:
        return {"reason": _problem(error)}
    for each in answer["refused"]:
        _name(each["id"], each["message"])
    if done := len(answer["returned"]):
        tk.h.flash_success(tk.ungettext("{number} returned.", "{number} returned.", done).format(number=done))
    return {}


def _name(submission_id: str, problem: str) -> None:
    """Say what is in the way of one of several, with its title where the reader may see it."""
    try:
        submission = tk.get_action("submission_show")({}, {"id": submission_id})
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError):
        tk.h.flash_error(problem)
    else:
        tk.h.flash_error(f"{tk.h.binhduong_submission_title(submission)}: {problem}")


def _problem(error: tk.ValidationError) -> str:
    return " ".join(str(words) for words in error.error_summary.values())
