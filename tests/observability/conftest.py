"""The fixtures of the security tests: addresses, officers and browsers."""

from tests.security.conftest import address, browser, database, officer, redis_store, sign_in

__all__ = ["address", "browser", "database", "officer", "redis_store", "sign_in"]
