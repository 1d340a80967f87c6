"""How a dataset is cited: as a line of text and for BibTeX. Imports no CKAN."""

from dataclasses import dataclass

from ckanext.binhduong.portal.text import date_text

__all__ = ["Source", "as_bibtex", "as_text"]

_WORDS = {
    "vi": {
        "dataset": "Tập dữ liệu",
        "release": "bản phát hành",
        "as_of": "số liệu đến",
        "published": "đăng trên cổng",
        "portal": "Cổng dữ liệu mở Bình Dương",
    },
    "en": {
        "dataset": "Data set",
        "release": "release",
        "as_of": "data as of",
        "published": "published here",
        "portal": "Bình Dương open data portal",
    },
}
# What BibTeX gives a meaning of its own.
_ESCAPES = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}#$%&_"}, "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Source:
    """A dataset in one of its releases: ``as_of`` is the ISO day of its data (empty when nobody says it), ``day`` that of its publication
    here, ``release`` its number (None without a table)."""

    key: str
    author: str
    title: str
    as_of: str
    day: str
    release: int | None
    url: str

    @property
    def year(self) -> str:
        """The year that the data are of, else that of their publication here."""
        return (self.as_of or self.day)[:4]


def as_text(source: Source, lang: str) -> str:
    """Return the citation as a line: who, when, what, which release, where."""
    words = _WORDS.get(lang, _WORDS["vi"])
    parts = [
        f"{words['as_of']} {date_text(source.as_of, lang)}" if source.as_of else "",
        f"{words['release']} {source.release}" if source.release else "",
        f"{words['published']} {date_text(source.day, lang)}",
    ]
    said = ", ".join(part for part in parts if part)
    title = f"{source.author} ({source.year}). {source.title} [{words['dataset']}]."
    return f"{title} {_capital(said)}. {words['portal']}. {source.url}"


def as_bibtex(source: Source, lang: str) -> str:
    """Return the citation as a BibTeX entry; the author is an agency, so its name stands in two pairs of braces."""
    words = _WORDS.get(lang, _WORDS["vi"])
    fields = {
        "author": f"{{{_escaped(source.author)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "year": source.year,
        "month": str(int((source.as_of or source.day)[5:7])),
        "version": _capital(f"{words['release']} {source.release}") if source.release else "",
        "publisher": words["portal"],
        "note": _capital(f"{words['as_of']} {date_text(source.as_of, lang)}") if source.as_of else "",
        "url": source.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{source.key}-{source.day[:10]},", *lines, "}"])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)
