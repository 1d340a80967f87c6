"""The second factors of accounts: a row an account that has one, or begins to set one up."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.binhduong.core.clock import utcnow

__all__ = ["SecondFactor"]


class SecondFactor(tk.BaseModel):  # type: ignore[name-defined]
    """``secret`` is sealed (``sealing``); ``confirmed`` when a first code was right, until then it is asked for nowhere; ``counter`` the
    time step of the last code that was used; ``recovery`` the digests of the recovery codes that are left."""

    __tablename__ = "binhduong_second_factor"

    user_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(sa.Text)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=utcnow)
    confirmed: Mapped[datetime | None] = mapped_column(sa.DateTime)
    counter: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    recovery: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default="[]")
