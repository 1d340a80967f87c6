"""The Vietnamese and English catalogues are whole, in order, and fit the messages they translate."""

import polib
import pytest

from tests.portal.catalogues import core_messages, fields, own_catalogue, own_messages, vietnamese


def test_every_message_of_ckan_is_vietnamese() -> None:
    """CKAN's own catalogue is half done; with ours over it nothing of the interface is left in English."""
    assert [entry.msgid for entry in core_messages() if entry.msgid not in vietnamese()] == []


def test_every_message_of_ours_is_vietnamese() -> None:
    """A message that a template or module of ours asks for stands in the catalogue."""
    assert sorted(message for message in own_messages() if message not in vietnamese()) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_catalogues_are_sorted(lang: str) -> None:
    """Sorted entries keep two people's additions apart."""
    messages = [entry.msgid for entry in own_catalogue(lang)]
    assert messages == sorted(messages)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_placeholders_survive_translation(lang: str) -> None:
    """A translation fills in what the message fills in: a lost `%s` is an error when the page is shown."""
    wrong = [entry.msgid for entry in own_catalogue(lang) if not _fits(entry)]
    assert wrong == []


def _fits(entry: polib.POEntry) -> bool:
    if not entry.msgid_plural:
        return fields(entry.msgstr) == fields(entry.msgid)
    return all(fields(text) == fields(entry.msgid_plural) for text in entry.msgstr_plural.values())


@pytest.mark.usefixtures("with_request_context")
@pytest.mark.parametrize(
    ("message", "vietnamese_text"),
    [("Organizations", "Cơ quan"), ("Skip to main content", "Chuyển đến nội dung chính"), ("Near me", "Gần tôi")],
)
def test_ckan_serves_our_catalogue(app: object, message: str, vietnamese_text: str) -> None:
    """Ours wins over core's (`Organizations`), fills it (`Skip to …`) and brings our own messages (`Near me`)."""
    from ckan.plugins import toolkit as tk

    assert tk._(message) == vietnamese_text
