"""What is done with the second factor of an account: set up, confirmed, used, taken away. Each step commits, and the audit log has it."""

from __future__ import annotations

import logging
import time

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.binhduong.core import sealing
from ckanext.binhduong.core.clock import utcnow
from ckanext.binhduong.security.accounts import mail_outbox
from ckanext.binhduong.security.second_factor import codes
from ckanext.binhduong.security.second_factor.model import SecondFactor

__all__ = ["begin", "confirm", "confirmed", "is_right", "renew_recovery_codes", "secret_of", "take_away", "waiting"]

log = logging.getLogger(__name__)

_PURPOSE = "second factor secret"


def _secret() -> str:
    return tk.config["SECRET_KEY"]


def confirmed(user_id: str) -> SecondFactor | None:
    """Return the factor that an account is asked for; None for an account that has none."""
    factor = model.Session.get(SecondFactor, user_id, populate_existing=True)
    return factor if factor and factor.confirmed else None


def waiting(user_id: str) -> SecondFactor | None:
    """Return the factor that an account is setting up."""
    factor = model.Session.get(SecondFactor, user_id, populate_existing=True)
    return factor if factor and not factor.confirmed else None


def begin(user_id: str) -> SecondFactor:
    """Have an account without a factor begin to set one up, with a new secret; one that is confirmed stays as it is."""
    factor = _held(user_id)
    if factor and factor.confirmed:
        model.Session.rollback()
        return factor
    factor = factor or SecondFactor(user_id=user_id)
    factor.secret, factor.created = sealing.sealed(codes.new_secret(), user_id, _secret(), _PURPOSE), utcnow()
    model.Session.add(factor)
    model.Session.commit()
    return factor


def secret_of(factor: SecondFactor) -> str:
    """Return a factor's secret in base32.

    Raises:
        Unreadable: the portal's secret is another one now.
    """
    return sealing.opened(factor.secret, factor.user_id, _secret(), _PURPOSE)


def confirm(user_id: str, code: str) -> list[str]:
    """Confirm the factor that an account is setting up, by a code of its app.

    Returns:
        The recovery codes, which are shown this once; empty when the code is wrong or nothing is being set up.
    """
    factor = _held(user_id)
    step = _step(factor, code) if factor and not factor.confirmed else None
    if not factor or step is None:
        model.Session.rollback()
        return []
    factor.confirmed, factor.counter = utcnow(), step
    shown = _new_codes(factor)
    mail_outbox.add(model.Session, "second_factor_changed", user_id)
    model.Session.commit()
    return shown


def is_right(user_id: str, code: str) -> bool:
    """Whether a code is right, and use it: no code of an app or of the list is right twice, not even for two requests at once."""
    factor = _held(user_id)
    if not factor or not factor.confirmed:
        model.Session.rollback()
        return False
    step = _step(factor, code)
    if step is not None:
        factor.counter = step
    elif (used := _digest(code)) in factor.recovery:
        factor.recovery = [each for each in factor.recovery if each != used]
        log.info("a recovery code of the account %s was used, %d are left", user_id, len(factor.recovery))
    else:
        model.Session.rollback()
        return False
    model.Session.commit()
    return True


def renew_recovery_codes(user_id: str) -> list[str]:
    """Give an account new recovery codes in place of the old ones; they are shown this once."""
    factor = _held(user_id)
    if not factor or not factor.confirmed:
        model.Session.rollback()
        return []
    shown = _new_codes(factor)
    model.Session.commit()
    return shown


def take_away(user_id: str) -> bool:
    """Take the factor of an account away, set up or not; False when it has none."""
    factor = _held(user_id)
    if not factor:
        model.Session.rollback()
        return False
    if factor.confirmed is not None:
        mail_outbox.add(model.Session, "second_factor_changed", user_id)
    model.Session.delete(factor)
    model.Session.commit()
    return True


def _held(user_id: str) -> SecondFactor | None:
    """Hold an account's row until the transaction ends: of two requests with the same code the second finds it used."""
    rows = sa.select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update()
    return model.Session.scalars(rows.execution_options(populate_existing=True)).first()


def _step(factor: SecondFactor, code: str) -> int | None:
    try:
        return codes.matching_step(secret_of(factor), codes.without_spaces(code), time.time(), factor.counter or 0)
    except sealing.Unreadable:
        log.error("the second factor of the account %s cannot be read: the portal's secret was changed", factor.user_id)
        return None


def _new_codes(factor: SecondFactor) -> list[str]:
    shown = codes.new_recovery_codes()
    factor.recovery = [_digest(code) for code in shown]
    return shown


def _digest(code: str) -> str:
    return codes.digest(code, sealing.derived_key(_secret(), "recovery codes"))
