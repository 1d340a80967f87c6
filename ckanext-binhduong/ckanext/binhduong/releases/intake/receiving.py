"""A sent file on the portal's disk, or why it is not taken."""

from __future__ import annotations

import logging
import uuid
from typing import NoReturn

from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong.releases import config
from ckanext.binhduong.storage import settings
from ckanext.binhduong.storage.failures import NoSpace, StoreFailure, TooLarge
from ckanext.binhduong.storage.store import Incoming

__all__ = ["not_stored", "receive", "refuse", "refuse_document", "refuse_link", "refuse_time"]

_ = tk._

log = logging.getLogger(__name__)


def receive(file: FileStorage) -> Incoming:
    """Write a sent file to the store's ``incoming`` folder.

    Raises:
        ValidationError: it is too large, the disk is too full, or does not take it.
    """
    try:
        return settings.store().receive(file.stream, config.max_bytes())
    except TooLarge:
        refuse(_("The file is larger than {size} MB. Send a smaller file, or split it.").format(size=tk.config["ckan.max_resource_size"]))
    except (NoSpace, StoreFailure) as error:
        refuse(not_stored(error))


def not_stored(error: Exception) -> str:
    """Say why a file could not be kept; the log has the system's error under the number that the text names."""
    if isinstance(error, StoreFailure):
        incident = uuid.uuid4().hex[:8]
        log.error("An upload was not stored (incident %s)", incident, exc_info=error)
        text = _("The portal could not store this file (incident {incident}). Nothing was changed. Tell the administrators the number.")
        return text.format(incident=incident)
    return _("The portal has no disk space for this file now. Nothing was changed. Tell the administrators, then try again.")


def refuse_document(name: str, format_: str) -> NoReturn:
    """Refuse a document in the place of a table. Raises ValidationError."""
    text = _("This resource publishes a table, and “{name}” is {format}, not a table. Add it as a new resource.")
    refuse(text.format(name=name, format=format_))


def refuse_time() -> NoReturn:
    """Refuse a time that comes with the file that readers have."""
    words = tk._("Readers have this very file already, so nothing would wait for the time. Nothing is changed. Send the next file.")
    raise tk.ValidationError({"publish_at": [words]})


def refuse_link() -> NoReturn:
    """Refuse a link in the place of a table. Raises ValidationError."""
    refuse(_("This resource publishes a table. Add the link as a new resource."))


def refuse(message: str) -> NoReturn:
    """Refuse what was sent. Raises ValidationError."""
    raise tk.ValidationError({"upload": [message]})
