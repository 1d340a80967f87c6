"""What happens to an uploaded file within the request that brings it.

CKAN asks for an uploader for every changed resource before it validates, and calls ``upload`` after it has saved and before it commits.
The file is received and looked at first. ``upload`` keeps it and writes the ledger in CKAN's own transaction; then it makes the resource
say what the ledger says, whatever the caller sent: url, size, hash, mimetype and format of the accepted file, and the release fields.
Nothing stored is overwritten.
"""

from __future__ import annotations

import mimetypes
import weakref
from typing import Any
from urllib.parse import urlparse

from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.binhduong import ingest
from ckanext.binhduong.core.connections import datastore_connection
from ckanext.binhduong.releases.datastore_writes.table_release import reads_otherwise
from ckanext.binhduong.releases.intake.claimed_fields import forged_field, is_portals_own
from ckanext.binhduong.releases.intake.receiving import not_stored, receive, refuse, refuse_document, refuse_link, refuse_time
from ckanext.binhduong.releases.ledger import approval, precedence
from ckanext.binhduong.releases.ledger.model import PLAIN, Release, utcnow
from ckanext.binhduong.releases.ledger.resource_fields import FILE_FIELDS, becomes_link, file_fields, has_file, is_link, release_fields
from ckanext.binhduong.releases.naming import display_file_name
from ckanext.binhduong.storage import references, settings
from ckanext.binhduong.storage.failures import NoSpace, StoreFailure
from ckanext.binhduong.storage.store import Incoming

__all__ = ["ReleaseUpload"]

_ = tk._


class ReleaseUpload:
    """CKAN's resource uploader (``PResourceUploader``) over the content-addressed store.

    ``mimetype`` is what CKAN writes into a resource without one: guessed from the address of a link, never used to serve a file.
    """

    def __init__(self, resource: dict[str, Any]) -> None:
        comes, leaves = has_file(resource), becomes_link(resource)
        file = resource.pop("upload", None)
        resource.pop("clear_upload", None)
        self.mimetype = mimetypes.guess_type(urlparse(resource.get("url") or "").path)[0]
        self.release: Release | None = None
        self.incoming: Incoming | None = None
        self.withdraws = False
        resource_id = resource.get("id")
        self.sending = approval.sent()
        self.proposed = dict(self.sending.proposed.get(resource_id or "", {}))
        self.stored = _stored(resource_id)
        current = Release.current(resource_id) if resource_id else None
        if comes:
            self._take(resource, file, current)
        # What is said of a stored file is replaced by the ledger's word (`_sync`); only without one would it stand.
        if not self.release and not is_portals_own() and self.stored.get("url_type") != "upload":
            _check_claims(resource)
        if not self.release and self.stored.get("url_type") == "upload":
            _stay_or_leave(resource, self.stored, leaves, current)

    def _take(self, resource: dict[str, Any], file: FileStorage, current: Release | None) -> None:
        """Receive a new file; the very file that readers already get, to be read as it was read and with the same key, is no new file."""
        if resource.get("url_type") == "datastore" or self.stored.get("url_type") == "datastore":
            refuse(_("This resource is written through the DataStore API. Add the file as a new resource."))
        incoming = receive(file)
        # When the request fails before `upload`, the file goes with this object.
        weakref.finalize(self, incoming.discard)
        name = display_file_name(file.filename or "")
        known = current and (current.sha256, current.name) == (incoming.sha256, name)
        said = resource | self.proposed
        if current and known and _has_its_key(current, said) and not reads_otherwise(current, said):
            if self.sending.timed:
                refuse_time()
            self._withdraw(resource, current)
            return
        found = ingest.detect(incoming.path, name)
        if current and not current.is_plain and found.kind == PLAIN:
            refuse_document(name, found.format)
        self.incoming = incoming
        self.release = Release(
            id=make_uuid(),
            kind=found.kind,
            sha256=incoming.sha256,
            name=name,
            size=incoming.size,
            mimetype=found.mimetype,
            format=found.format,
            author=self.sending.author or _author(),
            proposed=self.proposed or None,
            created=utcnow(),
            state="published" if found.kind == PLAIN else "pending",
        )
        # A new time makes CKAN see a change also when the second file in a row is uploaded; `upload` sets the right one.
        resource.update(file_fields(self.release))

    def _withdraw(self, resource: dict[str, Any], current: Release) -> None:
        """Sending the published file again says no to the one that waits for a yes or an approval."""
        latest = Release.latest(current.resource_id)
        if latest and latest.state in ("held", "submitted"):
            self.withdraws = True
            # Only for a changed resource CKAN goes on to `upload`.
            resource["last_modified"] = utcnow().isoformat()

    def upload(self, id: str, max_size: int = 10) -> None:
        """Keep the received file, write its row into CKAN's open transaction, and bring the resource in line with the ledger.

        The dataset's row is held until the transaction ends: no table is put in place between what is asked here and the commit.

        Args:
            id: the resource's id, known by now also for a new one.
            max_size: CKAN's limit in MB; it was applied while receiving.
        """
        resource = model.Resource.get(id)
        assert resource
        precedence.hold(str(resource.package_id))
        try:
            self._accept(resource)
        except tk.ValidationError:
            # What CKAN has saved of this change so far must not be committed with something else.
            model.Session.rollback()
            raise
        self._sync(resource)
        model.Session.flush()

    def _accept(self, resource: model.Resource) -> None:
        if self.release and self.incoming:
            self._keep(self.release, resource)
        elif self.withdraws:
            Release.overtake(resource.id)
        elif self._links_elsewhere(resource):
            if precedence.has_table(resource.id):
                refuse_link()
            for release in Release.waiting(resource_id=resource.id):
                release.state = "superseded"
            model.Session.flush()

    def _links_elsewhere(self, resource: model.Resource) -> bool:
        """Whether this change makes the resource a link, or a link to another address: newer than a file that waits for its job."""
        was, address = self.stored.get("url_type"), self.stored.get("url")
        return bool(self.stored) and resource.url_type != "upload" and (was == "upload" or resource.url != address)

    def _keep(self, release: Release, resource: model.Resource) -> None:
        assert self.incoming
        release.resource_id, release.package_id = resource.id, str(resource.package_id)
        # The order of acceptances is the order in which the dataset's row was held.
        release.created = utcnow()
        release.needs_approval = approval.needs_approval(release.package_id, release.author)
        if release.is_plain:
            if precedence.has_table(resource.id):
                refuse_document(release.name, release.format)
            release.state = "submitted"
        try:
            references.keep(self.incoming)
        except (NoSpace, StoreFailure) as error:
            refuse(not_stored(error))
        Release.overtake(resource.id)
        model.Session.add(release)
        model.Session.flush()
        if release.is_plain:
            precedence.place_plain(release)

    def _sync(self, resource: model.Resource) -> None:
        """Make a saved resource say what the ledger says; a link that waits for its first table stays the link it was."""
        latest, current = Release.latest(resource.id), Release.current(resource.id)
        if not latest and not (resource.extras or {}).get("release_attempt"):
            return
        resource.extras = {**(resource.extras or {}), **release_fields(latest, current)}
        if resource.url_type != "upload" and (not current or current.is_plain):
            return
        newest = current or latest
        waits = self.release and not current and is_link(self.stored)
        for name, value in (self.stored if waits or not newest else file_fields(newest)).items():
            setattr(resource, name, value)

    def get_path(self, id: str) -> str:
        """Return the path of the file that readers of a resource get; for one that never had an accepted file, its agency's latest upload.

        Raises:
            ObjectNotFound: the resource has no file.
        """
        release = Release.current(id) or Release.latest(id)
        if not release:
            raise tk.ObjectNotFound(_("No download is available"))
        return str(settings.store().path(release.sha256))


def _stored(resource_id: str | None) -> dict[str, Any]:
    """Return the file fields of a resource as they are stored before this change; empty for a new one."""
    stored = model.Resource.get(resource_id) if resource_id else None
    return {name: getattr(stored, name) for name in FILE_FIELDS} if stored else {}


def _check_claims(resource: dict[str, Any]) -> None:
    """Refuse what a caller says of a file that is not sent with it and is not the stored one."""
    known = model.Resource.get(resource.get("id") or "")
    stored = {**(known.extras or {}), **{name: getattr(known, name) for name in FILE_FIELDS}} if known else {}
    if field := forged_field(resource, stored, lambda: _has_table(resource.get("id") or "")):
        text = _("Only the portal sets this field, when it has the file or the table. Upload the file, or leave the field out.")
        raise tk.ValidationError({field: [text]})


def _has_table(resource_id: str) -> bool:
    with datastore_connection.transaction() as cursor:
        return bool(datastore_connection.columns_of(cursor, resource_id))


def _has_its_key(current: Release, resource: dict[str, Any]) -> bool:
    """Whether the key column is the one that was declared before this change: rows are found and compared by it."""
    stored = model.Resource.get(current.resource_id)
    return bool(stored) and (resource.get("key_column") or "") == ((stored.extras or {}).get("key_column") or "")


def _stay_or_leave(resource: dict[str, Any], stored: dict[str, Any], leaves: bool, current: Release | None) -> None:
    """An upload without a new file: it stays one, unless the caller clearly makes it a link."""
    if leaves:
        if current and not current.is_plain:
            refuse_link()
        resource["url_type"] = ""
    else:
        resource.update(url=stored["url"], url_type="upload")


def _author() -> str:
    """Name who is uploading; empty outside a request (seeding, command line)."""
    try:
        return getattr(tk.current_user, "name", "") or ""
    except RuntimeError:
        return ""
