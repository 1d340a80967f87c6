"""How a dataset, or one of its releases, is cited: the facts, and the portal's own line of text. Imports no CKAN."""

from dataclasses import dataclass

from ckanext.binhduong.portal.text import date_text

__all__ = ["Source", "Words", "as_text", "capital", "words_of"]


@dataclass(frozen=True)
class Words:
    """What citations say in one language."""

    dataset: str
    release: str
    as_of: str
    published: str
    accessed: str
    portal: str


_WORDS = {
    "vi": Words("Tập dữ liệu", "bản phát hành", "số liệu đến", "đăng trên cổng", "truy cập ngày", "Cổng dữ liệu mở Bình Dương"),
    "en": Words("Data set", "release", "data as of", "published here", "accessed", "Bình Dương open data portal"),
}


@dataclass(frozen=True)
class Source:
    """A dataset in one of its releases: ``as_of`` is the ISO day of its data (empty when nobody says it), ``day`` that of its publication
    here, ``accessed`` today, ``release`` its number (None without a table)."""

    key: str
    author: str
    title: str
    as_of: str
    day: str
    release: int | None
    url: str
    accessed: str

    @property
    def year(self) -> str:
        """The year that the data are of, else that of their publication here."""
        return (self.as_of or self.day)[:4]


def words_of(lang: str) -> Words:
    """Return the words of a language; Vietnamese for others."""
    return _WORDS.get(lang, _WORDS["vi"])


def as_text(source: Source, lang: str) -> str:
    """Return the citation as a line: who, when, what, which release, where."""
    words = words_of(lang)
    parts = [
        f"{words.as_of} {date_text(source.as_of, lang)}" if source.as_of else "",
        f"{words.release} {source.release}" if source.release else "",
        f"{words.published} {date_text(source.day, lang)}",
    ]
    said = ", ".join(part for part in parts if part)
    title = f"{source.author} ({source.year}). {source.title} [{words.dataset}]."
    return f"{title} {capital(said)}. {words.portal}. {source.url}"


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]
