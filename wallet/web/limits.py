"""How often one may knock: counted by account where there is one, else by address (`counters` says where)."""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_login import current_user

from wallet.web.counters import SCHEME, shared_counter

ORDINARY = "600 per minute"
SIGN_IN = "60 per minute; 2000 per hour"  # a whole school may stand behind one address
IMPORT = "60 per minute"
CHECK = "30 per minute; 300 per hour"  # anyone may ask, and each asks the network in our name
MAIL = "5 per minute; 20 per hour"


def who() -> str:
    """The account, or the address (which a trusted proxy may have told; see security)."""
    if current_user and current_user.is_authenticated:
        return f"account:{current_user.get_id()}"
    return f"address:{request.remote_addr}"


limiter = Limiter(
    key_func=who,
    default_limits=[ORDINARY],
    headers_enabled=True,
)


def set_up(app: Flask, settings) -> None:
    jobs_url = getattr(settings, "jobs_url", "") or ""
    services = app.extensions.get("wallet")
    shared = shared_counter(jobs_url, getattr(services, "store", None))
    app.config.setdefault("RATELIMIT_STORAGE_URI", f"{SCHEME}://")
    app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", {"shared": shared})
    app.config.setdefault("RATELIMIT_ENABLED", settings.environment != "test")
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", True)
    limiter.init_app(app)

    @limiter.request_filter
    def not_counted() -> bool:
        return request.endpoint in {"static", "web.health", "web.service_worker", "web.manifest"}
