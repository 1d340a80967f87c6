"""Which addresses a dataset, a file or an agency may link to: public http(s) addresses, spelled so that they mean one thing only.

Readers cannot open what lies on this machine or in its network, and whatever fetches links later must not be led there or to a cloud's
metadata service. A host is read as the WHATWG URL Standard reads it ("host parsing": percent escapes, NFKC, ideographic full stops; numbers
in decimal, octal and hexadecimal, with one to four parts), and an address is public when IANA's special-purpose registries (RFC 6890, as
:mod:`ipaddress` has them) call it global. Names are not resolved here: what they point to may be another thing tomorrow. A client that
follows links checks the address it connects to as well (:func:`is_public_ip`).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Literal
from urllib.parse import unquote, urlsplit

__all__ = ["FAULTS", "address_fault", "is_public_ip"]

FAULTS: dict[str, tuple[str, str]] = {
    "no-address": (
        "không phải là địa chỉ http:// hoặc https://. Hãy tải tệp lên hoặc sửa địa chỉ.",
        "is no http:// or https:// address. Upload the file or correct the address.",
    ),
    "characters": (
        "có khoảng trắng, ký tự xuống dòng hoặc ký tự không được có trong địa chỉ. Hãy viết chúng ở dạng %20, %7C… hoặc bỏ đi.",
        "has a blank, a line break or a character that no address may have. Write them as %20, %7C … or remove them.",
    ),
    "user": (
        "có tên đăng nhập hoặc mật khẩu trước máy chủ. Hãy bỏ phần đứng trước dấu @.",
        "has a user name or password before the host. Remove what stands before the @.",
    ),
    "not-public": (
        "dẫn tới một máy không công khai (máy này, mạng nội bộ hoặc dịch vụ của máy chủ). Hãy ghi địa chỉ mà ai cũng mở được.",
        "leads to a machine that is not public (this one, an internal network, a server's service). Give an address that anybody can open.",
    ),
    "host": ("có tên máy chủ hoặc số cổng sai. Hãy sửa lại.", "has a wrong host name or port. Correct it."),
}
"""What is wrong with an address → the end of the sentence about it, in Vietnamese and English."""

_FORBIDDEN = re.compile(r'[\x00-\x20\x7f-\xa0<>"{}|\\^`\u2028\u2029]')
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?", re.UNICODE)
#: Top-level names of no public machine: RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's "internal", and what routers and clouds use.
_PRIVATE_SUFFIXES = (
    *(
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "home.arpa",
        "test",
        "invalid",
        "onion",
        "alt",
    ),
    *("in-addr.arpa", "ip6.arpa"),
)
#: Public names whose records are the address spelled in the name, or the loopback.
_ECHOING_SUFFIXES = (
    *(
        "nip.io",
        "sslip.io",
        "xip.io",
        "localtest.me",
        "lvh.me",
        "vcap.me",
        "lacolhost.com",
        "traefik.me",
        "backname.io",
        "rbndr.us",
        "1u.ms",
    ),
    "localho.st",
)
#: Served to machines of one cloud only, although the registry calls it global (Azure's wire server).
_SERVICES = frozenset({ipaddress.ip_address("168.63.129.16")})
#: Documentation (RFC 9637) and 6to4 relays (RFC 7526), which :mod:`ipaddress` of Python 3.11 calls global.
_NOT_GLOBAL = tuple(map(ipaddress.ip_network, ("3fff::/20", "192.88.99.0/24")))
#: Forms of IPv6 whose last 32 bits are an IPv4 address: NAT64 (RFC 6052), "compatible" (RFC 4291) and translated ones (RFC 2765).
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
#: All that IANA has given out for global use; :mod:`ipaddress` also calls global what is not given out, such as the former fec0::/10.
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


def address_fault(address: str, own_origin: str = "") -> str | None:
    """Return what is wrong with a link, a key of :data:`FAULTS`, or None.

    Args:
        address: as it is to be stored.
        own_origin: the portal's own scheme and host ("https://data.example.vn"), whose pages may be linked wherever it runs.
    """
    if _FORBIDDEN.search(address):
        return "characters"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "host" if re.match(r"https?://", address, re.IGNORECASE) else "no-address"
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return "no-address"
    if own_origin and f"{parts.scheme}://{parts.netloc}".lower() == own_origin.lower():
        return None
    if "@" in parts.netloc:
        return "user"
    return "host" if port == 0 else _host_fault(parts.hostname or "")


def _host_fault(host: str) -> str | None:
    name = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").lower()
    if name.endswith("."):
        name = name[:-1]
    if _FORBIDDEN.search(name) or not name:
        return "host"
    address = _ip_of(name)
    if address is None:
        return _name_fault(name)
    return None if address and is_public_ip(address) else "not-public"


def _name_fault(name: str) -> str | None:
    if not all(_LABEL.fullmatch(label) for label in name.replace("_", "-").split(".")) or len(name) > 253:
        return "host"
    if "." not in name or name.endswith(tuple(f".{suffix}" for suffix in (*_PRIVATE_SUFFIXES, *_ECHOING_SUFFIXES))):
        return "not-public"
    return "not-public" if name in (*_PRIVATE_SUFFIXES, *_ECHOING_SUFFIXES) else None


def _ip_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | Literal[False] | None:
    """Return the IP address that a host is, False when it is meant as one and is none, None when it is a name."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host.partition("%")[0])
        except ValueError:
            return False
    parts = host.split(".")
    if not re.fullmatch(r"\d+|0x[0-9a-f]*", parts[-1]):
        return None
    numbers = [_number(part) for part in parts]
    if len(parts) > 4 or any(number is None for number in numbers):
        return False
    *front, last = [number or 0 for number in numbers]
    if any(number > 255 for number in front) or last >= 256 ** (4 - len(front)):
        return False
    return ipaddress.IPv4Address(sum(number << (24 - 8 * place) for place, number in enumerate(front)) + last)


def _number(part: str) -> int | None:
    """Read a part of an IPv4 address: hexadecimal after 0x, octal after 0, else decimal; None when it is no number."""
    base = 16 if part.startswith("0x") else 8 if len(part) > 1 and part.startswith("0") else 10
    try:
        return int(part.removeprefix("0x") or "0", base) if part else None
    except ValueError:
        return None


def is_public_ip(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether everybody can reach an address, looking into the forms of IPv6 that carry an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in carrier for carrier in _CARRIERS):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public_ip(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    if address.is_multicast or address in _SERVICES or any(address in network for network in _NOT_GLOBAL):
        return False
    return address.is_global
