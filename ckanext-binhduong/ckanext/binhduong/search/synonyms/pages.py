"""``/quan-tri/tu-dong-nghia``: the synonyms for system administrators: what is in force, a preview, what was changed by whom."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, request
from werkzeug.wrappers import Response

from ckanext.binhduong.search.synonyms import in_force
from ckanext.binhduong.search.synonyms.entries import Entry, EntryError, applied, key_of, read_entry, terms_of
from ckanext.binhduong.search.synonyms.preview import preview
from ckanext.binhduong.search.synonyms.table import read, sources, words_of
from ckanext.binhduong.vn.text import fold

__all__ = ["binhduong_synonyms"]

_MOST_SHOWN = 50
_FIELDS = ("terms", "means", "source", "old", "query")

binhduong_synonyms = Blueprint("binhduong_synonyms", __name__)


@binhduong_synonyms.before_request
def _administrators_only() -> None:
    try:
        tk.check_access("sysadmin", {"user": tk.current_user.name})
    except tk.NotAuthorized:
        tk.abort(403)


@binhduong_synonyms.route("/quan-tri/tu-dong-nghia", methods=["GET"])
def show() -> str | tuple[str, int]:
    """Show the entries that have a word, the form, filled with an entry when one is chosen, and the history."""
    return _page({name: request.args.get(name, "") for name in ("find", "old")})


@binhduong_synonyms.route("/quan-tri/tu-dong-nghia", methods=["POST"])
def save() -> str | tuple[str, int] | Response:
    """Show what a change would do (``do=preview``), or make it: save an entry, or remove one."""
    asked = {name: request.form.get(name, "") for name in _FIELDS}
    try:
        entry = None if _removes(asked) else read_entry(asked["terms"], asked["means"], asked["source"])
        if request.form.get("do") == "preview":
            return _page(asked, seen=_seen(entry, asked))
        in_force.change(tk.current_user.id, add=entry, remove=asked["old"])
    except EntryError as error:
        return _page(asked, problem=_said(error)), 400
    tk.h.flash_success(tk._("Saved. Searches read it within seconds; the datasets that have these words are being indexed again."))
    return tk.redirect_to("binhduong_synonyms.show")


def _removes(asked: dict[str, str]) -> bool:
    """Whether an entry is to be removed: by its button, or because all its terms were wiped out."""
    return bool(asked["old"]) and (request.form.get("do") == "remove" or not (asked["terms"] + asked["means"]).strip())


def _page(asked: dict[str, str], *, seen: dict[str, Any] | None = None, problem: str = "") -> str:
    entries = {key_of(entry): entry for entry in in_force.entries_in_force()}
    if request.method == "GET" and asked["old"] in entries:
        asked = {**asked, **_typed(entries[asked["old"]])}
    wanted = fold(asked.get("find", ""))
    found = [(key, entry) for key, entry in reversed(entries.items()) if wanted in fold(" ".join(terms_of(entry)))]
    shown = {
        "asked": {name: asked.get(name, "") for name in (*_FIELDS, "find")},
        "entries": found[:_MOST_SHOWN],
        "count": len(found),
        "history": in_force.history(),
        "sources": sources(),
        "seen": seen,
        "problem": problem,
    }
    return tk.render("binhduong/synonyms.html", shown)


def _typed(entry: Entry) -> dict[str, str]:
    """Return an entry as the form has it."""
    return {
        "terms": "\n".join(entry.get("terms") or entry.get("say") or ()),
        "means": "\n".join(entry.get("means") or ()),
        "source": str(entry.get("source") or ""),
    }


def _seen(entry: Entry | None, asked: dict[str, str]) -> dict[str, Any]:
    """Return what the text of the form finds before and after the change; without a text, what the entry's first term finds."""
    present = in_force.entries_in_force()
    old = [each for each in present if key_of(each) == asked["old"]]
    changes = [*(("removed", each) for each in old), *([("added", entry)] if entry else [])]
    changed = [each for _, each in changes]
    if not changed:
        raise EntryError("gone")
    query = asked["query"] if words_of(asked["query"]) else terms_of(changed[0])[0]
    found = preview(query, changed, read(present), read(applied(present, changes)), _search)
    return {"query": query, "before": found.before, "after": found.after, "gained": found.gained, "lost": found.lost}


def _search(text: str) -> tuple[list[dict[str, Any]], bool]:
    """Ask as a stranger does."""
    answer = tk.get_action("package_search")({"user": "", "auth_user_obj": None}, {"q": text, "rows": _MOST_SHOWN, "facet": "false"})
    understood = answer["understood"]
    return answer["results"], "partial" not in understood and "correction" not in understood


def _said(error: EntryError) -> str:
    texts = {
        "few": tk._("Write at least two different terms, one a line."),
        "many": tk._("Write at most 20 terms; make two entries of more."),
        "long": tk._("“{term}” is too long: at most 80 characters and 8 words."),
        "empty": tk._("“{term}” has no letter and no digit."),
        "no-source": tk._("Say where the words are from, or why they are added."),
        "there": tk._("This entry is there already."),
        "gone": tk._("Somebody else has removed or changed this entry; look at the history."),
    }
    return texts[error.code].format(term=error.term)
