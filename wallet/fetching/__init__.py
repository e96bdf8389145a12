"""The only outbound socket to strangers: public addresses, size, time and redirect caps, cache."""

from wallet.fetching.addresses import is_linkable
from wallet.fetching.fetcher import Fetcher
from wallet.fetching.policy import FetchPolicy
from wallet.fetching.provider import guard, provider_session

__all__ = ["FetchPolicy", "Fetcher", "guard", "is_linkable", "provider_session"]
