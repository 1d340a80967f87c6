"""``POST /user/reset``: one answer after one time, whether the account exists or not.

Stock CKAN looks the account up and talks to the relay within the request: an account that exists answers 500 without a relay, and later
with one. Here the request only adds to the outbox of mails; a job looks up and sends.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from ckan.common import current_user
from ckan.lib import captcha
from ckan.plugins import toolkit as tk
from ckan.types import CKANApp
from flask import request

from ckanext.binhduong.core.connections import redis_client
from ckanext.binhduong.security.accounts import mail_outbox
from ckanext.binhduong.security.sign_in.attempts import Attempts, Refused

__all__ = ["guard_reset", "notify"]

_VIEW = "user.request_reset"
_MOST_AN_HOUR = 5
_LONGEST = 254
"""RFC 5321: no address is longer."""


def guard_reset(app: CKANApp) -> None:
    """Answer the form of CKAN's view here; the view shows it."""
    view = app.view_functions.get(_VIEW)
    if view is not None:
        app.view_functions[_VIEW] = _queueing(view)


def _queueing(view: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(**arguments: Any) -> Any:
        return _queue_reset() if request.method == "POST" else view(**arguments)

    return guarded


def _queue_reset() -> Any:
    tk.check_access("request_reset", {"user": current_user.name, "auth_user_obj": current_user}, {})
    try:
        captcha.check_recaptcha(tk.request)
    except captcha.CaptchaError:
        tk.h.flash_error(tk._("Bad Captcha. Please try again."))
        return tk.h.redirect_to(_VIEW)
    identifier = request.form.get("user", "").strip()
    if not identifier:
        tk.h.flash_error(tk._("Email is required"))
        return tk.h.redirect_to(_VIEW)
    digest = hashlib.sha256(identifier.casefold().encode("utf-8", "surrogatepass")).hexdigest()
    attempts = Attempts(redis_client.client(), limit=_MOST_AN_HOUR, window=3600)
    # The same whether there is such an account or not: nobody's mailbox is filled, and nobody learns of it.
    if len(identifier) <= _LONGEST and not isinstance(attempts.enter(f"reset:{digest}"), Refused):
        mail_outbox.send_later("reset_link", identifier)
    tk.h.flash_success(tk._("A reset link has been emailed to you (unless the account specified does not exist)"))
    return tk.h.redirect_to(tk.config["ckan.user_reset_landing_page"])


def notify(topic: str, details: dict[str, Any]) -> bool:
    """Add the mail that CKAN is about to send itself to the outbox; false for topics that are not ours."""
    if topic == "request_password_reset":
        mail_outbox.send_later("reset_link", details["user"].name)
    elif topic == "user_invited":
        mail_outbox.send_later("invitation", details["user"].id, details["group"]["id"], details["role"])
    else:
        return False
    return True
