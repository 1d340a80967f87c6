"""The second person's decision: who may take it, whether what was submitted still stands, and carrying it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.releases.datastore_writes.changes import changed_tables
from ckanext.binhduong.releases.intake.claimed_fields import portals_own
from ckanext.binhduong.releases.ledger import precedence
from ckanext.binhduong.releases.ledger.model import Release
from ckanext.binhduong.releases.publish.errors import finding
from ckanext.binhduong.releases.publish.settlement import finish
from ckanext.binhduong.workflow.approval import datasets, files, rules, steps, switch, versions
from ckanext.binhduong.workflow.approval.changes import hidden_of
from ckanext.binhduong.workflow.approval.content import differ_in_order, differences, digest, with_changes
from ckanext.binhduong.workflow.approval.model import Submission
from ckanext.binhduong.workflow.roles import holders
from ckanext.binhduong.workflow.schedule import rows

__all__ = ["approve", "check_decider", "check_tables", "give_back", "put_forward", "save"]


def check_decider(submission: Submission, user: model.User | None) -> None:
    """Refuse whoever does not decide this for the agency, and whoever submitted it; the portal's administrators too.

    Raises:
        NotAuthorized.
    """
    if not user or user.state != "active" or not holders.decides(submission.kind, submission.organization_id, user.name):
        raise tk.NotAuthorized(tk._("Only an approver or an administrator of the agency decides this; its rule only an administrator."))
    if user.id == submission.submitter:
        raise tk.NotAuthorized(tk._("You submitted this yourself. Another person of the agency must decide."))


def approve(submission_id: str, seen: str, user: model.User | None) -> Submission:
    """Approve what was seen, exactly that, and carry it out, or leave it to its time. Commits.

    Args:
        seen: the hash that the approver was shown.

    Raises:
        NotAuthorized: not by this user.
        ValidationError: it is decided, or is not what was seen or submitted any more.
    """
    submission = _open(submission_id, user)
    if seen != submission.hash:
        _refuse("hash", tk._("This is not what was submitted. Open it again and look at what it is now."))
    _CARRY_OUT[submission.kind](submission, user)
    model.Session.commit()
    return submission


def give_back(submission_id: str, reason: str, user: model.User | None) -> Submission:
    """Return a submission to who made it. Commits.

    Raises:
        NotAuthorized: not by this user.
        ValidationError: it is decided.
    """
    submission = _open(submission_id, user)
    assert user
    steps.close(submission, "returned", user.id, reason)
    release = Release.get(submission.release_id or "")
    if release and release.state == "submitted":
        # Commits both.
        finish(release.id, "refused", finding("returned", value=reason))
    model.Session.commit()
    return submission


def _open(submission_id: str, user: model.User | None) -> Submission:
    """Hold a submission that waits, and its dataset before it, as everybody who publishes does."""
    known = model.Session.get(Submission, submission_id)
    if not known:
        raise tk.ObjectNotFound(tk._("Nothing with this id was submitted."))
    if known.package_id and model.Package.get(known.package_id):
        datasets.hold(known.package_id)
    submission = Submission.held(submission_id)
    assert submission
    try:
        check_decider(submission, user)
    except tk.NotAuthorized:
        # Nobody waits for a dataset because of who may not decide.
        model.Session.rollback()
        raise
    if submission.state != "waiting":
        _refuse("id", tk._("This is decided already."))
    return submission


def _publication(submission: Submission, user: model.User) -> None:
    package = model.Package.get(submission.package_id)
    if not package or package.state != "active":
        _refuse("id", tk._("The dataset is a draft or was deleted."))
    if files.waiting_in(package.id):
        _refuse("id", tk._("A file of this dataset is still being checked. Look again in a minute."))
    check_tables(package)
    _check_same(versions.publication_of(package.id)["hash"], submission)
    steps.close(submission, "approved", user.id)
    if not rows.time_of(package.id):
        save(package.id, user.name, "package_patch", {"id": package.id, "private": False})


def check_tables(package: model.Package) -> None:
    """Refuse a dataset with rows that are bound to no file.

    Raises:
        ValidationError: systems have written rows of it; CKAN's transaction is rolled back.
    """
    own = {resource.id for resource in package.resources}
    if own & set(changed_tables()):
        _refuse("id", tk._("A system has written rows since the last release. Make a release of the table, then submit the dataset again."))
    if files.tables_of_systems(package.id):
        words = tk._(
            "Rows of this dataset come from a system, without a file. Declare that the dataset skips approval, and who answers for it."
        )
        _refuse("id", words)


def _change(submission: Submission, user: model.User) -> None:
    package = model.Package.get(submission.package_id)
    if not package or package.state != "active":
        _refuse("id", tk._("The dataset is a draft or was deleted."))
    now, context = versions.shown(package.id), Context(ignore_auth=True, user=user.name)  # type: ignore[typeddict-item]
    wanted = with_changes(now, submission.content["raw"])
    found = differences(versions.version(context, now), versions.version(context, wanted), hidden_of(now))
    if differ_in_order(submission.content["differences"], found):
        words = tk._(
            "A file of this dataset became public or was taken away after this was sent,"
            " so the order is another one. Return it; it is to be sent again."
        )
        _refuse("hash", words)
    _check_same(digest(found), submission)
    steps.close(submission, "approved", user.id)
    save(package.id, user.name, "package_update", wanted)


def _release(submission: Submission, user: model.User) -> None:
    release = Release.get(submission.release_id or "")
    latest = Release.latest(release.resource_id) if release else None
    if not release or not latest or latest.id != release.id or release.state != "submitted":
        _refuse("id", tk._("A newer file was uploaded, or the resource is gone."))
    _check_same(files.release_hash(model.Session.connection(), release.id), submission)
    steps.close(submission, "approved", user.id)
    if not rows.has_time(model.Session.connection(), release.resource_id):
        put_forward(release, user.name)


def put_forward(release: Release, user: str) -> None:
    """Publish a submitted document, or have the job publish a submitted table. Commits; the caller holds the dataset's row.

    Args:
        user: name of who publishes it.
    """
    said: dict[str, Any] = {}
    if release.is_plain:
        precedence.place_plain(release)
        said, release.proposed = release.proposed or {}, None
    else:
        release.state, release.job_id = "pending", None
    model.Session.flush()
    with portals_own():
        save("", user, "resource_patch", {"id": release.resource_id, **said, "last_modified": utcnow().isoformat()})


def _rule(submission: Submission, user: model.User) -> None:
    steps.close(submission, "approved", user.id)
    rules.carry_out(submission)


def _check_same(bound: str, submission: Submission) -> None:
    if bound != submission.hash:
        _refuse("hash", tk._("It has changed since it was submitted. It must be submitted again as it is now."))


def save(package_id: str, user: str, action: str, data: dict[str, Any]) -> None:
    """Save what was approved of a dataset in a user's name (of the approver, or of who set the time), and commit with the decision."""
    with switch.carrying_out(package_id):
        context = Context(ignore_auth=True, user=user, auth_user_obj=model.User.get(user))  # type: ignore[typeddict-item]
        tk.get_action(action)(context, data)


def _refuse(field: str, message: str) -> NoReturn:
    model.Session.rollback()
    raise tk.ValidationError({field: [message]})


_CARRY_OUT: dict[str, Callable[[Submission, Any], None]] = {
    "publication": _publication,
    "change": _change,
    "release": _release,
    "rule": _rule,
}
