"""Documents of other packages that the light path answers before Flask. Imports no CKAN.

A package registers what it has: a pattern of addresses, the view of Flask's that answers them too, and a function that makes the answer.
The function answers only what succeeds; whatever it leaves is the view's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

__all__ = ["Document", "find", "register"]


@dataclass(frozen=True)
class Document:
    """One kind of documents.

    Attributes:
        pattern: of a whole path, without the language before it; its groups are the arguments of ``make``.
        endpoint: Flask's name of the view that answers the same.
        make: from the WSGI environment and the groups, the view's answer without what the guards add; None when it is the view's to answer.
    """

    pattern: re.Pattern[str]
    endpoint: str
    make: Callable[..., Response | None]


_documents: dict[str, Document] = {}


def register(document: Document) -> None:
    """Have a kind of documents answered before Flask; of one view the last that is registered."""
    _documents[document.endpoint] = document


def find(path: str) -> Iterator[tuple[Document, tuple[Any, ...]]]:
    """Yield the kinds of documents that have a path, with the arguments that it holds."""
    for document in _documents.values():
        if found := document.pattern.fullmatch(path):
            yield document, found.groups()
