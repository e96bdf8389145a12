"""Which addresses are public: our own table of the IANA special-purpose registries.

Python's `is_global` and `is_private` change between releases and call NAT64, 6to4 and multicast
addresses global; a table that a test pins by digest does not. Special addresses that IANA marks
"globally reachable" (anycast relays, AS112) are refused too: no issuer lives there.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA IPv4 Special-Purpose Address Registry, and what stands beside it.
IPV4_SPECIAL = (
    "0.0.0.0/8",  # this network (RFC 791)
    "10.0.0.0/8",  # private use (RFC 1918)
    "100.64.0.0/10",  # shared, carrier-grade NAT (RFC 6598)
    "127.0.0.0/8",  # loopback (RFC 1122)
    "168.63.129.16/32",  # public by number, yet Azure's host on the inside
    "169.254.0.0/16",  # link local, cloud metadata (RFC 3927)
    "172.16.0.0/12",  # private use (RFC 1918)
    "192.0.0.0/24",  # IETF protocol assignments (RFC 6890)
    "192.0.2.0/24",  # documentation (RFC 5737)
    "192.31.196.0/24",  # AS112 (RFC 7535)
    "192.52.193.0/24",  # AMT (RFC 7450)
    "192.88.99.0/24",  # 6to4 relay anycast, deprecated (RFC 7526)
    "192.168.0.0/16",  # private use (RFC 1918)
    "192.175.48.0/24",  # direct delegation AS112 (RFC 7534)
    "198.18.0.0/15",  # benchmarking (RFC 2544)
    "198.51.100.0/24",  # documentation (RFC 5737)
    "203.0.113.0/24",  # documentation (RFC 5737)
    "224.0.0.0/4",  # multicast (RFC 5771)
    "240.0.0.0/4",  # reserved and broadcast (RFC 1112, RFC 919)
)
# IPv6: only global unicast is public at all (RFC 4291, IANA IPv6 Address Space) …
IPV6_GLOBAL = "2000::/3"
# … and of it not these (IANA IPv6 Special-Purpose Address Registry).
IPV6_SPECIAL = (
    "2001::/23",  # IETF protocol assignments: Teredo, benchmarking, ORCHID, AMT, drone ids (RFC 2928)
    "2001:db8::/32",  # documentation (RFC 3849)
    "2002::/16",  # 6to4 (RFC 3056)
    "2620:4f:8000::/48",  # AS112 (RFC 7534)
    "3fff::/20",  # documentation (RFC 9637)
)
NAT64 = "64:ff9b::/96"  # well-known prefix (RFC 6052): as public as the IPv4 address inside
MAPPED = "::ffff:0:0/96"  # RFC 4291 §2.5.5.2

_V4 = tuple(IPv4Network(text) for text in IPV4_SPECIAL)
_V6 = tuple(IPv6Network(text) for text in IPV6_SPECIAL)
_V6_GLOBAL, _NAT64, _MAPPED = IPv6Network(IPV6_GLOBAL), IPv6Network(NAT64), IPv6Network(MAPPED)
_ISATAP = (0x00005EFE, 0x02005EFE)  # interface identifiers that carry an IPv4 address (RFC 5214 §6.1)


def is_public(address: str) -> bool:
    """May a connection to this numeric address be opened? Anything unclear (zones, bad text) is no."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv4Address):
        return _public_v4(number)
    return number.scope_id is None and _public_v6(number)


def _public_v4(number: IPv4Address) -> bool:
    return not any(number in network for network in _V4)


def _public_v6(number: IPv6Address) -> bool:
    last = IPv4Address(int(number) & 0xFFFFFFFF)
    if number in _NAT64 or number in _MAPPED:
        return _public_v4(last)
    if number not in _V6_GLOBAL or any(number in network for network in _V6):
        return False
    if (int(number) >> 32) & 0xFFFFFFFF in _ISATAP:
        return _public_v4(last)
    return True
