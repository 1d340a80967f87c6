"""The tables of publication plans: a plan of an agency, its items, and every change of an item.

``due_first`` of an item never changes and ``plan_change`` is only ever added to: the database itself refuses (triggers of the migration),
because the figures of lateness are only worth something if nobody can improve them by moving a day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.types import make_uuid
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.workflow.plan.lateness import Promise

__all__ = ["Plan", "PlanChange", "PlanItem"]


class Plan(tk.BaseModel):  # type: ignore[name-defined]
    """An agency's plan: ``name`` is unique within the agency, ``decision`` the number of the document that issued it."""

    __tablename__ = "binhduong_plan"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    organization_id: Mapped[str] = mapped_column(sa.Text, index=True)
    name: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.Text)
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)

    __table_args__ = (sa.UniqueConstraint("organization_id", "name", name="binhduong_plan_name"),)


class PlanItem(tk.BaseModel):  # type: ignore[name-defined]
    """Data that an agency promises, or refuses to open: days are dates; ``level`` is what the portal measured last, 0–4.

    ``dataset_id`` is the dataset that fulfils it, None before there is one; ``reached``, ``lost``, ``refused`` and ``already`` are those of
    :class:`~ckanext.binhduong.workflow.plan.lateness.Promise`; ``unmet`` are the conditions of the minimum level that do not hold.
    """

    __tablename__ = "binhduong_plan_item"

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    plan_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("binhduong_plan.id"), index=True)
    code: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.Text)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    sector: Mapped[str] = mapped_column(sa.Text, default="")
    phase: Mapped[str] = mapped_column(sa.Text, default="")
    minimum_level: Mapped[int] = mapped_column(sa.Integer, default=1)
    formats: Mapped[list[str]] = mapped_column(ARRAY(sa.Text), default=list)
    frequency: Mapped[str] = mapped_column(sa.Text, default="")
    due_first: Mapped[date] = mapped_column(sa.Date)
    due_now: Mapped[date] = mapped_column(sa.Date, index=True)
    legal_basis: Mapped[str] = mapped_column(sa.Text, default="")
    decision: Mapped[str] = mapped_column(sa.Text, default="open")
    refusal_ground: Mapped[str] = mapped_column(sa.Text, default="")
    dataset_id: Mapped[str | None] = mapped_column(sa.Text, index=True)
    level: Mapped[int] = mapped_column(sa.Integer, default=0)
    unmet: Mapped[list[str]] = mapped_column(ARRAY(sa.Text), default=list)
    reached: Mapped[date | None] = mapped_column(sa.Date)
    lost: Mapped[date | None] = mapped_column(sa.Date)
    refused: Mapped[date | None] = mapped_column(sa.Date)
    already: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)

    __table_args__ = (sa.UniqueConstraint("plan_id", "code", name="binhduong_plan_item_code"),)

    @classmethod
    def get(cls, item_id: str) -> PlanItem | None:
        """Find an item by its id."""
        return model.Session.get(cls, item_id)

    @property
    def promise(self) -> Promise:
        """What its lateness is worked out from."""
        return Promise(self.due_first, self.due_now, self.reached, self.lost, self.refused, self.already)


class PlanChange(tk.BaseModel):  # type: ignore[name-defined]
    """One change of one field of an item; ``author`` is a user's name, empty for the portal itself."""

    __tablename__ = "binhduong_plan_change"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=True)
    item_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("binhduong_plan_item.id"), index=True)
    made: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    author: Mapped[str] = mapped_column(sa.Text, default="")
    field: Mapped[str] = mapped_column(sa.Text)
    old: Mapped[Any] = mapped_column(JSONB(none_as_null=True))
    new: Mapped[Any] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
