"""IP addresses as Envoy reads them.

Source: `parseInternetAddressNoThrow` in source/common/network/utility.cc of Envoy: inet_pton, and a zone for IPv6.
"""

from __future__ import annotations


def is_ip(text: str) -> bool:
    """Whether Envoy takes `text` for an IP address: no name, no brackets, no leading zeros, no prefix length."""
    import ipaddress

    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def network(address: str, length: int) -> str:
    """A prefix as Envoy compares it, with the bits behind the length cleared: `("10.1.2.3", 8)` → `10.0.0.0/8`.

    A length beyond the address's is taken for its longest. Raises ValueError for what is no IP address.
    """
    import ipaddress

    longest = ipaddress.ip_address(address).max_prefixlen
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/{min(length, longest)}", strict=False))
