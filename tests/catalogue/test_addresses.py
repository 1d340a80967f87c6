"""Telephone numbers and addresses of links: what is taken, what is refused and why."""

from __future__ import annotations

import ipaddress

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.catalogue.rules.telephone import TelephoneError, clean_telephone, telephone_iri
from ckanext.binhduong.core.outbound.web_address import FAULTS, address_fault, is_public_ip

NOT_PUBLIC = [
    # loopback in every spelling of a number
    *(
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x7F.1",
        "017700000001",
    ),
    *(
        "0177.0.0.1",
        "0177.1",
        "0x7f.0x0.0x0.0x1",
        "127.0x0.0.01",
        "%31%32%37.0.0.1",
        "127%2e0%2e0%2e1",
        "１２７.0.0.1",
        "127。0。0。1",
        "①②⑦.0.0.1",
    ),
    *("0", "0.0.0.0", "00", "0x0", "127.0.0.1."),
    # its names
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "localhost.localdomain",
        "ｌocalhost",
        "printer.local",
        "intranet",
        "solr",
        "db.internal",
    ),
    *("metadata.google.internal", "files.corp", "nas.home.arpa", "router.lan", "x.test", "1.0.0.127.in-addr.arpa"),
    # link-local and metadata services
    *(
        "169.254.169.254",
        "169.254.1.1",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "168.63.129.16",
        "100.100.100.200",
    ),
    *("192.0.0.192", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]"),
    # private networks, shared, reserved, multicast
    *(
        "10.0.0.1",
        "10.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "192.168.257",
        "100.64.0.1",
        "198.18.0.1",
        "240.0.0.1",
        "255.255.255.255",
    ),
    *("224.0.0.1", "192.0.2.1", "203.0.113.9", "[ff02::1]", "[fc00::1]", "[2001:db8::1]"),
    # IPv4 inside IPv6
    *(
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::10.0.0.1]",
    ),
    *("[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]"),
    # meant as a number and none
    *("256.1.1.1", "1.2.3.4.5", "0x100000000", "4294967296", "127.0.0.0x", "08.8.8.8.1"),
    # names that echo an address
    *("127.0.0.1.nip.io", "nip.io", "10-0-0-1.sslip.io", "app.localtest.me", "lvh.me"),
]
PUBLIC = [
    *(
        "example.vn",
        "so-y-te.example",
        "www.binhduong.gov.vn",
        "example.vn.",
        "sở-y-tế.vn",
        "xn--s-y-t-x2a.vn",
        "a_b.example.vn",
        "8.8.8.8",
    ),
    *(
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "169.253.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "126.0.0.1",
        "128.0.0.1",
        "192.169.0.1",
    ),
    *("0x08080808", "134744072", "010.8.8.8", "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]", "localhost.example.vn"),
    *("example.vn:8443", "notlocalhost.vn", "internal.example.vn", "nip.io.vn", "1.example.vn"),
]


@pytest.mark.parametrize("host", NOT_PUBLIC)
def test_a_link_to_what_is_not_public_is_refused(host: str) -> None:
    """Loopback, link-local, private and metadata addresses are recognised in every spelling that a browser or client takes."""
    assert [address_fault(f"{scheme}://{host}/a.csv?b=c#d") for scheme in ("http", "https", "HTTP")] == ["not-public"] * 3


def test_there_are_cases_enough() -> None:
    """The list above is the measure: at least sixty."""
    assert len(set(NOT_PUBLIC)) >= 60


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_link_is_taken(host: str) -> None:
    """The neighbours of the forbidden networks and names are public."""
    assert address_fault(f"https://{host}/a.csv") is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("javascript:alert(1)", "no-address"),
        ("data:text/html,x", "no-address"),
        ("file:///etc/passwd", "no-address"),
        ("ftp://example.vn/a.csv", "no-address"),
        ("gopher://example.vn/", "no-address"),
        ("//example.vn/a.csv", "no-address"),
        ("http:/example.vn", "no-address"),
        ("example.vn/a.csv", "no-address"),
        ("https://example.vn/a\r\nSet-Cookie: b=c", "characters"),
        ("https://example.vn/a\nb", "characters"),
        ("https://example.vn/a\tb", "characters"),
        ("https://example.vn/a b", "characters"),
        ("https://example.vn/\x00", "characters"),
        ("https://example.vn/\x7f", "characters"),
        ("https://example.vn/\u2028", "characters"),
        ('https://example.vn/"', "characters"),
        *((f"https://example.vn/{character}", "characters") for character in "<>{}|\\^`"),
        ("https://example.vn\\@127.0.0.1/", "characters"),
        ("https://user@example.vn/", "user"),
        ("https://example.vn@127.0.0.1/", "user"),
        ("https://example.vn:0/", "host"),
        ("https://example.vn:99999/", "host"),
        ("https://example..vn/", "host"),
        ("https://-example.vn/", "host"),
        ("https://[::1/", "host"),
        ("https://:80/", "host"),
    ],
)
def test_what_is_no_address_is_named(address: str, fault: str) -> None:
    """Other schemes, characters that no address may have, user names, wrong hosts and ports: each has its own words."""
    assert address_fault(address) == fault
    assert len(FAULTS[fault]) == 2


@pytest.mark.parametrize(
    "address", ["https://example.vn/tệp.csv", "https://example.vn/a%20b", "https://example.vn/?q=a%7Cb&c=[1]", "http://example.vn"]
)
def test_encoded_and_vietnamese_addresses_are_taken(address: str) -> None:
    """Escapes and letters of any language are fine."""
    assert address_fault(address) is None


def test_the_portals_own_pages_may_be_linked() -> None:
    """A portal on the loopback gives its own addresses, and takes them back; its neighbours' it does not."""
    own = "http://127.0.0.1:5000"
    assert address_fault(f"{own}/dataset/a", own_origin=own) is None
    assert address_fault("http://127.0.0.1:5001/dataset/a", own_origin=own) == "not-public"
    assert address_fault("http://127.0.0.1:5000@10.0.0.1/", own_origin=own) == "user"


def test_what_a_connection_goes_to_is_judged_by_the_same_rule() -> None:
    """A client that follows links asks of the address it connects to."""
    assert [is_public_ip(ipaddress.ip_address(text)) for text in ("8.8.8.8", "127.0.0.1", "::ffff:10.0.0.1")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("0274 3822 222", "tel:02743822222"),
        ("(0274) 3.822.222", "tel:02743822222"),
        ("+84 274 3822222 máy lẻ 12", "tel:+842743822222"),
        ("0274 3822222 (ext. 101)", "tel:02743822222"),
        ("0274-3822222 / 3822223", "tel:02743822222"),
        ("02743822222; 0908 123 456", "tel:02743822222"),
        ("115", "tel:115"),
        ("1900 9095", "tel:19009095"),
    ],
)
def test_telephone_numbers(text: str, iri: str) -> None:
    """Numbers as agencies write them are taken, and the first one is the IRI."""
    assert (clean_telephone(text), telephone_iri(text)) == (text, iri)


@pytest.mark.parametrize(
    "text", ["0274|5", "0274<3", '0274"', "không có", "12", "0" * 16, "0274 38 22 222 gọi giờ hành chính", "tel:115", "1- " * 60 + "|", ""]
)
def test_what_is_no_telephone_number(text: str) -> None:
    """Other characters, words, too few or too many digits are refused, and make no IRI."""
    with pytest.raises(TelephoneError):
        clean_telephone(text)
    assert telephone_iri(text) is None


@pytest.mark.usefixtures("clean_db", "with_plugins")
def test_what_is_saved_names_the_field() -> None:
    """A dataset, its file and its agency are refused with the field named, and saved when it is put right."""
    site = {"user": call_action("get_site_user")["name"]}
    with pytest.raises(tk.ValidationError) as refused:
        call_action("organization_create", {**site}, name="so-y-te", title="Sở", url="http://[::1]/", contact_phone="0274|5")
    assert sorted(refused.value.error_dict) == ["contact_phone", "url"]
    agency = call_action(
        "organization_create", {**site}, name="so-y-te", title="Sở", url="https://example.vn", contact_phone="0274 3822 222"
    )
    fields = {"title": "A", "notes": "b", "theme": "nha-thuoc", "license_id": "vn-open", "data_kind": "sample", "owner_org": agency["id"]}
    fields |= {"contact_name": "P", "contact_email": "a@example.vn"}
    bad = {"url": "http://169.254.169.254/", "contact_phone": "<b>", "resources": [{"name": "r", "url": "https://example.vn/a\r\nb"}]}
    with pytest.raises(tk.ValidationError) as refused:
        call_action("package_create", {**site}, **fields, name="aa", **bad)
    assert sorted(refused.value.error_dict) == ["contact_phone", "resources", "url"]
    assert list(refused.value.error_dict["resources"][0]) == ["url"]
    made = call_action(
        "package_create", {**site}, name="aa", **fields | {"notes": "b\x0bc\ttab"}, contact_phone="115", url="https://example.vn/"
    )
    assert (made["notes"], made["contact_phone"]) == ("bc\ttab", "115")
