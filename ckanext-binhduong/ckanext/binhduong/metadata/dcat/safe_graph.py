"""A graph that every RDF syntax can write, whatever is stored, and that can take back what was added last.

rdflib refuses to write Turtle when one IRI has a space, ``<``, ``>``, ``"``, ``{``, ``}``, ``|``, ``\\``, ``^`` or a backtick, and writes
RDF/XML that no parser reads when a text has a control character. One such value of one dataset must not cost the whole catalogue, so each
term is made writable where it enters the graph, whoever adds it: our profile, ckanext-dcat's, the paging links with the reader's query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rdflib import Graph, Literal, URIRef

from ckanext.binhduong.vn.text import xml_safe

__all__ = ["SafeGraph", "safe_iri", "safe_term"]

#: RFC 3987 and the grammar of Turtle's IRIREF exclude these; a ``%`` must begin an escape.
_NOT_IN_IRI = re.compile(r'[\x00-\x20\x7f-\xa0<>"{}|\\^`\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff\u2028\u2029]|%(?![0-9A-Fa-f]{2})')


def safe_iri(text: str) -> str:
    """Return an IRI with every character percent-encoded that no IRI may have; applied twice it changes nothing more."""
    return _NOT_IN_IRI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass")), text.strip())


def safe_term(term: Any) -> Any:
    """Return a term that Turtle, RDF/XML and JSON-LD can hold: the very same object when it is one already."""
    if isinstance(term, URIRef):
        safe = safe_iri(term)
        return term if safe == str(term) else URIRef(safe)
    if isinstance(term, Literal):
        safe = xml_safe(term)
        return term if safe == str(term) else Literal(safe, lang=term.language, datatype=term.datatype)
    return term


class SafeGraph(Graph):
    """rdflib's graph with :func:`safe_term` on every addition, and a journal of additions.

    Without the contexts that rdflib's usual store keeps: it takes half the time.
    """

    _journal: list[Any] | None = None

    def __init__(self) -> None:
        super().__init__(store="SimpleMemory", bind_namespaces="none")

    def add(self, triple: Any) -> SafeGraph:
        """Add a triple, made writable."""
        subject, predicate, value = triple
        safe = (safe_term(subject), predicate, safe_term(value))
        if self._journal is not None and safe not in self:
            self._journal.append(safe)
        super().add(safe)
        return self

    def triples(self, triple: Any) -> Any:
        """Return the triples that there are now: profiles add and remove while they read."""
        return iter(list(super().triples(triple)))

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back what was added inside when it ends in an error; what was removed inside is not brought back."""
        self._journal = []
        try:
            yield
        except Exception:
            for triple in self._journal:
                self.remove(triple)
            raise
        finally:
            self._journal = None
