"""What CKAN's own pages lack for readers who listen to them, put in where their templates have no block for it. Imports no CKAN.

An override of each of those templates would be a copy of it that ages; the accessibility tests look at every page.
"""

from __future__ import annotations

import re

__all__ = ["completed"]

_MAIN = re.compile(r'<\w+[^>]* role="main"[^>]*>')
#: Pages of the dashboard leave out the element that says where the content begins.
_ARTICLE = '<article class="module">'
_EMPTY_HEAD = re.compile(r"<th>(?:&nbsp;)?</th>")
#: A list without an item has its sentence in the place of the items.
_EMPTY_LIST = re.compile(r'<ul class="\w+-list">\s*(<p>[^<]*</p>)\s*</ul>')
#: How many members there are, each dataset of several and each column stand below no heading of the second level.
_THIRD = re.compile(r'<h3 class="(page-heading|dataset-heading|accordion-header)"([^>]*)>(.*?)</h3>', re.DOTALL)
#: CKAN hides the headings of its forms from everybody.
_HIDDEN = '<h1 class="hide-heading">'
#: Between the items of a list of changes.
_BREAK_IN_LIST = re.compile(r"(</li>\s*)<br>")
#: The two versions between which changes are shown.
_VERSION = re.compile(r'<select (class="form-control select-time"[^>]* name="(old_id|new_id)")>')
#: "no" is no word that browsers know; a new password it is.
_NEW_PASSWORD = re.compile(r'(<input [^>]*type="password"[^>]*autocomplete=)"no"')


def completed(page: str, title: str, actions: str, versions: dict[str, str]) -> str:
    """Return a page's content with a main part, a heading of the first level, and names for columns of buttons and for fields without.

    Args:
        page: HTML of the content, as CKAN's templates make it.
        title: the page's title, as HTML.
        actions: the name of a column that has buttons only, as HTML.
        versions: the names of the fields ``old_id`` and ``new_id``, as HTML.
    """
    if not _MAIN.search(page):
        page = page.replace(_ARTICLE, '<article class="module" role="main">', 1)
    page = page.replace(_HIDDEN, '<h1 class="visually-hidden">')
    if "<h1" not in page:
        page = _MAIN.sub(rf'\g<0><h1 class="visually-hidden">{_literal(title)}</h1>', page, count=1)
    page = _EMPTY_HEAD.sub(f'<th scope="col"><span class="visually-hidden">{_literal(actions)}</span></th>', page)
    page = _EMPTY_LIST.sub(r"\1", page)
    page = _BREAK_IN_LIST.sub(r"\1", page)
    page = _VERSION.sub(lambda found: f'<select {found[1]} aria-label="{versions[found[2]]}">', page)
    page = _NEW_PASSWORD.sub(r'\1"new-password"', page)
    return _THIRD.sub(r'<h2 class="\1"\2>\3</h2>', page)


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")
