"""``ckan binhduong second-factor``: who has one, and taking it away from somebody who has lost phone and recovery codes."""

from __future__ import annotations

import click
import sqlalchemy as sa
from ckan import model

from ckanext.binhduong.security.second_factor import factors
from ckanext.binhduong.security.second_factor.model import SecondFactor

__all__ = ["second_factor"]


@click.group("second-factor")
def second_factor() -> None:
    """The second factor of accounts at sign-in."""


@second_factor.command("list")
def list_() -> None:
    """List the system administrators, and who else has a second factor."""
    user = model.User
    rows = sa.select(user.name, user.sysadmin, SecondFactor.confirmed, SecondFactor.recovery)
    rows = rows.outerjoin(SecondFactor, SecondFactor.user_id == user.id)
    rows = rows.where(user.state == "active", sa.or_(user.sysadmin.is_(True), SecondFactor.confirmed.is_not(None)))
    for name, sysadmin, since, recovery in model.Session.execute(rows.order_by(user.name)):
        state = f"since {since:%Y-%m-%d}, {len(recovery)} recovery codes left" if since else "none"
        click.echo(f"{name}{' (system administrator)' if sysadmin else ''}: {state}")


@second_factor.command()
@click.argument("name")
def reset(name: str) -> None:
    """Take the second factor of the account NAME away: make sure first that it is its owner who asks."""
    user = model.User.get(name)
    if not user:
        raise click.ClickException(f"There is no account {name}.")
    if not factors.take_away(user.id):
        raise click.ClickException(f"The account {name} has no second factor.")
    click.echo(f"The account {name} signs in with its password alone, and a system administrator sets up a new factor then.")
