"""The two steps of a sign-in: who has typed the right password, and is asked for a code before a session begins."""

from __future__ import annotations

import time
from typing import NamedTuple

from ckan import model
from ckan.common import current_user, login_user
from ckan.lib import authenticator
from ckan.plugins import toolkit as tk
from ckan.views import user as user_views
from flask import Response, g, request, session
from flask_login import logout_user

from ckanext.binhduong.core.problems.answers import answer, wants_json
from ckanext.binhduong.core.problems.messages import SECOND_FACTOR_NEEDED
from ckanext.binhduong.security.accounts import changed_password
from ckanext.binhduong.security.config import second_factor_is_required
from ckanext.binhduong.security.second_factor import factors
from ckanext.binhduong.security.sign_in import login_limits

__all__ = ["MARK", "Pending", "finish", "first_step", "must_have_one", "pending", "require"]

_PENDING = "binhduong_second_step"
MARK = "binhduong_second_factor"
"""In a session: the account whose second factor was asked for when it began."""

_PATIENCE = 600
"""Seconds in which the code must follow the password."""

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
#: What a session may ask for whose account must have a factor and has none yet.
_OPEN = {
    *("binhduong_second_factor.settings", "binhduong_second_factor.change", "user.logout", "user.logged_out_page"),
    *("static", "webassets.index", "user.login"),
}


class Pending(NamedTuple):
    """Somebody who has typed the right password: the account, and the page that was wanted."""

    user: model.User
    wanted: str


def first_step() -> Response | str | None:
    """Try the password of an account that has a second factor; None leaves the sign-in of any other to CKAN."""
    login = request.form.get("login", "")
    known = model.User.by_name(login) or model.User.by_email(login)
    if current_user.is_authenticated or not known or not factors.confirmed(known.id):
        return None
    user = authenticator.ckan_authenticator({"login": login, "password": request.form.get("password", "")})
    if not user:
        # As CKAN does: nobody learns by another answer, or a longer one, that the account has a second factor.
        tk.h.flash_error(tk._("Login failed. Bad username or password."))
        return tk.render("user/login.html", {})
    login_limits.password_was_right()
    wanted = request.args.get("next", request.args.get("came_from", ""))
    session[_PENDING] = {"user": user.id, "at": time.time(), "wanted": wanted, "password": changed_password.digest_of(user)}
    return tk.redirect_to("binhduong_second_factor.ask")


def pending() -> Pending | None:
    """Return who is between the two steps; None when nobody is, or for too long."""
    kept = session.get(_PENDING)
    if not kept or current_user.is_authenticated or time.time() - kept["at"] > _PATIENCE:
        session.pop(_PENDING, None)
        return None
    user = model.User.get(kept["user"])
    if not user or not user.is_active or changed_password.digest_of(user) != kept["password"]:
        session.pop(_PENDING)
        return None
    return Pending(user, kept["wanted"])


def finish(who: Pending) -> Response:
    """Begin the session; the code was right."""
    session.pop(_PENDING)
    login_user(who.user)
    session[MARK] = who.user.id
    user_views.rotate_token()
    return user_views.next_page_or_default(who.wanted)


def must_have_one() -> bool:
    """Whether the caller's account needs a second factor."""
    return getattr(current_user, "sysadmin", False) and second_factor_is_required()


def require() -> Response | None:
    """Lead a system administrator whose session knows no second factor to where one is set up: what is done before each request.

    API tokens are not concerned: they are made in such a session.
    """
    if not must_have_one() or g.get("login_via_auth_header", False):
        return None
    if session.get(MARK) == current_user.id or request.endpoint in _OPEN:
        return None
    if factors.confirmed(current_user.id):
        # Set up elsewhere since this session began.
        logout_user()
        return tk.redirect_to("user.login")
    if request.method in _SAFE_METHODS and not wants_json():
        return tk.redirect_to("binhduong_second_factor.settings")
    return answer(SECOND_FACTOR_NEEDED)
