"""What changes when the public address is https."""

from __future__ import annotations

import http.cookies

import pytest

pytestmark = [pytest.mark.usefixtures("redis_store", "database"), pytest.mark.ckan_config("ckan.site_url", "https://dulieu.example.vn")]


def test_both_cookies_are_secure(officer, sign_in, app):
    """The session's cookie and the browser's say Secure, and Flask-Login's would too."""
    jar = http.cookies.SimpleCookie()
    for header in sign_in(officer).answer.headers.getlist("Set-Cookie"):
        jar.load(header)
    for name in ("ckan", "binhduong_device"):
        assert (jar[name]["secure"], jar[name]["httponly"], jar[name]["samesite"]) == (True, True, "Lax")
    names = ("REMEMBER_COOKIE_SECURE", "REMEMBER_COOKIE_HTTPONLY", "REMEMBER_COOKIE_SAMESITE")
    assert [app.flask_app.config[name] for name in names] == [True, True, "Lax"]


def test_browsers_are_told_to_stay_on_https(browser):
    """HSTS for a year, on errors too."""
    for page in ("/about", "/khong-co-trang-nay", "/health/live"):
        assert browser().get(page).headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
