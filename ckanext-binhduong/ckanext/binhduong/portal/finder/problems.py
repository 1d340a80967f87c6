"""What of the finder's address cannot be used, said with the value and the remedy."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.binhduong.portal.finder.understanding import Understood
from ckanext.binhduong.portal.helpers import binhduong_themes

__all__ = ["problems_of"]


def problems_of(understood: Understood, layers: dict[str, Any]) -> list[str]:
    """Return a sentence for each argument that cannot be used; ``layers`` are the published ones by id."""
    question = understood.question
    known = {theme["code"] for theme in binhduong_themes()}
    problems = _unreadable(question.wrong)
    problems += [
        tk._("There is no theme “{value}”. Choose from the list.").format(value=each[:80]) for each in question.themes if each not in known
    ]
    problems += [
        tk._("There is no layer “{value}”. Choose from the list.").format(value=each[:80]) for each in question.layers if each not in layers
    ]
    if question.within and not understood.unit and not question.place:
        problems.append(tk._("There is no administrative unit “{value}”. Type its name instead.").format(value=question.within[:80]))
    if question.place:
        problems.append(tk._("No commune, district or city of Bình Dương is called “{name}”.").format(name=question.place[:80]))
    return problems


def _unreadable(wrong: tuple[tuple[str, str], ...]) -> list[str]:
    sentences = {
        "near": tk._("The point “{value}” could not be understood. Write it as longitude,latitude, for example 106.6512,10.9804."),
        "at": tk._("The point “{value}” could not be understood. Write it as longitude,latitude, for example 106.6512,10.9804."),
        "view": tk._("The map’s view “{value}” could not be understood. Write it as longitude,latitude,zoom, for example 106.65,10.98,13."),
        "radius": tk._("“{value}” is no distance. Write whole metres from 1 to 1000000."),
    }
    other = tk._("“{value}” is no value of {name}; leave it out or write true.")
    return [sentences.get(name, other).format(name=name, value=value[:80]) for name, value in wrong]
