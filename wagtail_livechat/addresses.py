"""The network address that a request really comes from."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from django.http import HttpRequest

from . import conf

#: In `TRUSTED_PROXIES`: whoever comes through a Unix socket, and so has no address.
UNIX: Final = "unix"

Network = IPv4Network | IPv6Network


def address_of(request: HttpRequest) -> str:
    """The address of who asks, in its usual form; empty where there is none.

    Only the site's own proxies may say, in `X-Forwarded-For`, for whom they ask. Read from the right: each proxy adds
    whom it saw, and what stands before the first stranger may be anything.
    """
    said = request.headers.get("X-Forwarded-For", "").split(",")
    address = _address(str(request.META.get("REMOTE_ADDR") or ""))
    while said and _is_trusted(address):
        before = _address(said.pop())
        if not before:
            break
        address = before
    return address


def networks(names: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks of `TRUSTED_PROXIES`. Raises ValueError for what is none."""
    return tuple(ip_network(name, strict=False) for name in names if name != UNIX)


_networks = lru_cache(networks)


def _is_trusted(address: str) -> bool:
    names = tuple(conf.current().TRUSTED_PROXIES)
    if not names:
        return False
    if not address:
        return UNIX in names
    known = ip_address(address)
    return any(known in network for network in _networks(names))


def _address(text: str) -> str:
    """An address without its port, e.g. `2001:db8::1` of `[2001:db8::1]:443`; empty where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        # A zone names a network card of ours, not whom it comes from.
        return str(found.ipv4_mapped or IPv6Address(int(found)))
    return str(found)
