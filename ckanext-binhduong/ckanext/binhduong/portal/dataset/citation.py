"""How a dataset is cited: as a line of text and for BibTeX. Imports no CKAN."""

from dataclasses import dataclass

from ckanext.binhduong.portal.text import date_text

__all__ = ["Source", "as_bibtex", "as_text"]

_WORDS = {
    "vi": {"dataset": "Tập dữ liệu", "release": "Bản phát hành", "portal": "Cổng dữ liệu mở Bình Dương"},
    "en": {"dataset": "Data set", "release": "Release", "portal": "Bình Dương open data portal"},
}
# What BibTeX gives a meaning of its own.
_ESCAPES = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}#$%&_"}, "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Source:
    """A dataset in one of its releases: ``day`` is the release's ISO date, ``release`` its number (None without a table)."""

    key: str
    author: str
    title: str
    day: str
    release: int | None
    url: str


def as_text(source: Source, lang: str) -> str:
    """Give the citation as a line: who, when, what, which release, where."""
    words = _WORDS.get(lang, _WORDS["vi"])
    release = (
        f"{words['release']} {source.release}, {date_text(source.day, lang)}. " if source.release else f"{date_text(source.day, lang)}. "
    )
    return f"{source.author} ({source.day[:4]}). {source.title} [{words['dataset']}]. {release}{words['portal']}. {source.url}"


def as_bibtex(source: Source, lang: str) -> str:
    """Give the citation as a BibTeX entry; the author is an agency, so its name stands in two pairs of braces."""
    words = _WORDS.get(lang, _WORDS["vi"])
    fields = {
        "author": f"{{{_escaped(source.author)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "year": source.day[:4],
        "month": str(int(source.day[5:7])),
        "version": f"{words['release']} {source.release}" if source.release else "",
        "publisher": words["portal"],
        "url": source.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{source.key}-{source.day[:10]},", *lines, "}"])


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)
