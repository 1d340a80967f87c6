"""The pages of the second factor: where its code is asked for, and where it is set up, renewed and taken away. Work without script."""

from __future__ import annotations

from typing import Any

import segno
from ckan.common import current_user
from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, g, request, session

from ckanext.binhduong.core.problems.answers import answer
from ckanext.binhduong.core.problems.messages import TOO_MANY
from ckanext.binhduong.core.sealing import Unreadable
from ckanext.binhduong.security.second_factor import codes, factors, guesses, sign_in
from ckanext.binhduong.security.sign_in import login_limits
from ckanext.binhduong.security.sign_in.attempts import Refused

__all__ = ["binhduong_second_factor"]

binhduong_second_factor = Blueprint("binhduong_second_factor", __name__)

Page = str | Response | tuple[str, int]


@binhduong_second_factor.route("/dang-nhap/ma-xac-thuc", methods=["GET", "POST"])
def ask() -> Page:
    """Ask who has typed the right password for a code, and begin the session when it is right."""
    who = sign_in.pending()
    if not who:
        return tk.redirect_to("user.login")
    if request.method == "GET":
        return tk.render("binhduong/second_factor/ask.html", {"problem": ""})
    # For the audit log, which finds no name in this form.
    g.binhduong_signing_in = who.user.id
    entered = login_limits.enter("second", who.user.id)
    if isinstance(entered, Refused):
        return answer(TOO_MANY, retry_after=entered.retry_after)
    if not factors.is_right(who.user.id, request.form.get("code", "")):
        guesses.note_wrong_code(who.user.id)
        problem = tk._("This code is wrong or was used before. Wait for the next one in your app, or use a recovery code.")
        return tk.render("binhduong/second_factor/ask.html", {"problem": problem}), 403
    login_limits.take_back(entered)
    return sign_in.finish(who)


@binhduong_second_factor.before_request
def _signed_in_only() -> Response | None:
    if request.endpoint != "binhduong_second_factor.ask" and not current_user.is_authenticated:
        return tk.redirect_to("user.login", next=request.path)
    return None


@binhduong_second_factor.route("/tai-khoan/xac-thuc-hai-buoc", methods=["GET"])
def settings() -> Page:
    """Show whether the account has a second factor, and what can be done."""
    return _settings()


def _settings(problem: str = "", recovery: list[str] | None = None, status: int = 200) -> Page:
    user_id = current_user.id
    factor, waits = factors.confirmed(user_id), factors.waiting(user_id)
    shown: dict[str, Any] = {
        "factor": factor,
        "left": len(factor.recovery) if factor else 0,
        "required": sign_in.must_have_one(),
        "problem": problem,
        "recovery": recovery or [],
        **(_set_up(waits) if waits else {"secret": ""}),
    }
    return tk.render("binhduong/second_factor/settings.html", shown), status


def _set_up(factor: Any) -> dict[str, str]:
    """The secret for typing, and its QR code as the address of a picture. One that cannot be read is made anew."""
    try:
        secret = factors.secret_of(factor)
    except Unreadable:
        secret = factors.secret_of(factors.begin(factor.user_id))
    address = codes.address_of(secret, current_user.name, tk.config["ckan.site_title"])
    code = segno.make_qr(address, error="m").svg_data_uri(border=4, scale=5, light="#fff")
    return {"secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)), "qr": code}


@binhduong_second_factor.route("/tai-khoan/xac-thuc-hai-buoc", methods=["POST"])
def change() -> Page:
    """Do what a button of the page says: begin, confirm, renew the recovery codes, take the factor away."""
    steps = {"begin": _begin, "confirm": _confirm, "renew": _renew, "remove": _remove}
    step = steps.get(request.form.get("step", ""))
    return step() if step else _settings(tk._("Choose what is to be done by one of the buttons."), status=400)


def _begin() -> Page:
    factors.begin(current_user.id)
    return tk.redirect_to("binhduong_second_factor.settings")


def _confirm() -> Page:
    shown: list[str] = []

    def use(code: str) -> bool:
        shown.extend(factors.confirm(current_user.id, code))
        return bool(shown)

    if refused := _code_is_refused(use):
        return refused
    session[sign_in.MARK] = current_user.id
    return _settings(recovery=shown)


def _renew() -> Page:
    return _code_is_refused(_use) or _settings(recovery=factors.renew_recovery_codes(current_user.id))


def _remove() -> Page:
    if sign_in.must_have_one():
        return _settings(tk._("System administrators need a second factor; it cannot be turned off."), status=403)
    if refused := _code_is_refused(_use):
        return refused
    factors.take_away(current_user.id)
    session.pop(sign_in.MARK, None)
    tk.h.flash_success(tk._("The second factor is turned off."))
    return tk.redirect_to("binhduong_second_factor.settings")


def _use(code: str) -> bool:
    return factors.is_right(current_user.id, code)


def _code_is_refused(use: Any) -> Page | None:
    """Try the code of the form, by ``use``, within the limit on wrong ones; None when it was right."""
    entered = login_limits.enter("second", current_user.id)
    if isinstance(entered, Refused):
        return answer(TOO_MANY, retry_after=entered.retry_after)
    if not use(request.form.get("code", "")):
        # While a factor is set up there is none that anybody could guess at.
        if factors.confirmed(current_user.id):
            guesses.note_wrong_code(current_user.id)
        return _settings(
            tk._("This code is wrong or was used before. Is the clock of your phone right? Wait for the next code."), status=403
        )
    login_limits.take_back(entered)
    return None
