"""Codes, recovery codes and sealed secrets, without a database."""

from __future__ import annotations

import re

import pytest

from ckanext.binhduong.core import sealing
from ckanext.binhduong.security.second_factor import codes

# RFC 6238, appendix B: the secret "12345678901234567890" with SHA-1; its codes there have eight digits, ours are the last six.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("now", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_codes_of_the_standard(now: int, code: str):
    """The test vectors of RFC 6238."""
    assert codes.matching_step(SECRET, code, now, 0) == now // 30


@pytest.mark.parametrize(
    ("now", "counts"), [(1111111109 - 60, False), (1111111109 - 30, True), (1111111109 + 30, True), (1111111109 + 60, False)]
)
def test_a_clock_may_be_off_by_one_step(now: int, counts: bool):
    """Either way, not by two."""
    assert (codes.matching_step(SECRET, "081804", now, 0) is not None) is counts


def test_a_code_counts_once():
    """Neither the step of the last code nor one before it counts again; the next does."""
    step = 1111111109 // 30
    assert codes.matching_step(SECRET, "081804", 1111111109, step) is None
    assert codes.matching_step(SECRET, "081804", 1111111109, step + 1) is None
    assert codes.matching_step(SECRET, "081804", 1111111109, step - 1) == step


@pytest.mark.parametrize("code", ["", "08180", "0818044", "08180a", "٠٨١٨٠٤", "081804\n", "0x1804", "-81804"])
def test_what_is_no_code(code: str):
    """Six ASCII digits and nothing else."""
    assert codes.matching_step(SECRET, code, 1111111109, 0) is None


def test_recovery_codes_have_the_form_that_is_typed():
    """Ten, all different, of 80 bits; typed with blanks, without hyphens or in capitals they are the same."""
    made = codes.new_recovery_codes()
    assert len(set(made)) == codes.RECOVERY_CODES == 10
    assert all(re.fullmatch("[a-z2-7]{4}(-[a-z2-7]{4}){3}", code) for code in made)
    first = made[0]
    typed = {codes.digest(text, b"key") for text in (first, first.upper(), first.replace("-", " "), f" {first.replace('-', '')}\n")}
    assert typed == {codes.digest(first, b"key")}
    assert codes.digest(first, b"other key") not in typed
    assert first.replace("-", "") not in next(iter(typed))


def test_a_new_secret_has_the_length_of_the_standard():
    """160 bits, and never the same."""
    assert len(codes.new_secret()) == 32
    assert codes.new_secret() != codes.new_secret()


def test_the_address_for_an_app():
    """With the account and the portal's name, as the form of key URIs has it."""
    address = codes.address_of(SECRET, "lan", "Cổng dữ liệu mở")
    assert address.startswith("otpauth://totp/C%E1%BB%95ng%20d%E1%BB%AF%20li%E1%BB%87u%20m%E1%BB%9F:lan?secret=" + SECRET)


def test_what_is_sealed_is_opened_for_its_owner_alone():
    """Not under another secret, not for another account, not when a letter was changed; and it does not show."""
    token = sealing.sealed(SECRET, "id-1", "the portal's secret", "one")
    assert sealing.opened(token, "id-1", "the portal's secret", "one") == SECRET
    assert SECRET not in token
    for wrong in (
        (token, "id-2", "the portal's secret", "one"),
        (token, "id-1", "another secret", "one"),
        (token, "id-1", "the portal's secret", "two"),
        (token[:-2] + "AA", "id-1", "the portal's secret", "one"),
    ):
        with pytest.raises(sealing.Unreadable):
            sealing.opened(*wrong)


def test_keys_of_two_purposes_differ():
    """Who learns one has not the other."""
    assert sealing.derived_key("secret", "one") != sealing.derived_key("secret", "two")
    assert len(sealing.derived_key("secret", "one")) == 32
