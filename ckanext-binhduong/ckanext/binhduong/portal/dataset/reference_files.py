"""A citation as an entry for programs that keep references: BibTeX and RIS. Imports no CKAN."""

from __future__ import annotations

from ckanext.binhduong.portal.dataset.citation import Source, capital, words_of
from ckanext.binhduong.portal.text import date_text

__all__ = ["FILES", "as_bibtex", "as_ris"]

# What BibTeX gives a meaning of its own.
_ESCAPES = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}#$%&_"}, "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def as_bibtex(source: Source, lang: str) -> str:
    """Return the citation as a BibTeX entry; the author is an agency, so its name stands in two pairs of braces."""
    words = words_of(lang)
    month = (source.as_of or source.day)[5:7]
    fields = {
        "author": f"{{{_escaped(source.author)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "year": source.year,
        "month": str(int(month)) if month.isdigit() else "",
        "version": capital(f"{words.release} {source.release}") if source.release else "",
        "publisher": words.portal,
        "note": capital(f"{words.as_of} {date_text(source.as_of, lang)}") if source.as_of else "",
        "url": source.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{source.key}-{source.day[:10]},", *lines, "}"])


def as_ris(source: Source, lang: str) -> str:
    """Return the citation as a RIS record of the type DATA, a tag a line."""
    words = words_of(lang)
    tags = (
        ("TY", "DATA"),
        ("AU", source.author),
        ("TI", source.title),
        ("PY", source.year),
        ("DA", source.day[:10].replace("-", "/")),
        ("ET", capital(f"{words.release} {source.release}") if source.release else ""),
        ("PB", words.portal),
        ("N1", capital(f"{words.as_of} {date_text(source.as_of, lang)}") if source.as_of else ""),
        ("UR", source.url),
    )
    # A line break in a title would begin another tag.
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - "])


#: Ending → (name, media type, how it is written).
FILES = {
    "bib": ("BibTeX", "application/x-bibtex", as_bibtex),
    "ris": ("RIS", "application/x-research-info-systems", as_ris),
}


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)
