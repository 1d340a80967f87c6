"""The tables of approval: which agencies ask for it, which datasets skip it, what was submitted, and every step of it.

``approval_event`` is only ever added to: the database itself refuses (a trigger of the migration).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["ApprovalEvent", "ApprovalExemption", "ApprovalRule", "Submission"]


class ApprovalRule(tk.BaseModel):  # type: ignore[name-defined]
    """Whether an agency publishes only what a second person approved; no row: no."""

    __tablename__ = "binhduong_approval_rule"

    organization_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    required: Mapped[bool] = mapped_column(sa.Boolean)


class ApprovalExemption(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset that is published without approval as long as it is this agency's; ``answers`` is the id of the user who answers for it."""

    __tablename__ = "binhduong_approval_exemption"

    package_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    organization_id: Mapped[str] = mapped_column(sa.Text)
    answers: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text, default="")


class Submission(tk.BaseModel):  # type: ignore[name-defined]
    """What waits for a second person, or did.

    ``kind``: ``publication`` (a dataset becomes public), ``change`` (of a public dataset's metadata), ``release`` (a file of a public
    dataset), ``rule`` (an agency or a dataset is to need no approval). ``state``: waiting, approved, returned, overtaken. ``hash`` is the
    SHA-256 of what is approved, ``content`` what the approver is shown and what is carried out; ``submitter`` and ``decider`` are ids of
    users, the submitter empty for what the operator loads.
    """

    __tablename__ = "binhduong_submission"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    kind: Mapped[str] = mapped_column(sa.Text)
    organization_id: Mapped[str] = mapped_column(sa.Text, index=True)
    package_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    release_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    hash: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(sa.Text, default="waiting")
    submitter: Mapped[str] = mapped_column(sa.Text, default="")
    submitted: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    decider: Mapped[str] = mapped_column(sa.Text, default="")
    decided: Mapped[datetime | None] = mapped_column(sa.DateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    @classmethod
    def held(cls, submission_id: str) -> Submission | None:
        """Find a submission by its id, and hold its row until the transaction ends."""
        return model.Session.get(cls, submission_id, with_for_update=True, populate_existing=True)


class ApprovalEvent(tk.BaseModel):  # type: ignore[name-defined]
    """One step: ``act`` is submitted, approved, returned or overtaken; ``author`` is the id of a user."""

    __tablename__ = "binhduong_approval_event"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=True)
    submission_id: Mapped[str] = mapped_column(sa.Text, index=True)
    act: Mapped[str] = mapped_column(sa.Text)
    author: Mapped[str] = mapped_column(sa.Text, default="")
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    hash: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
