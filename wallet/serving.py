"""The web servers we run under: waitress everywhere, gunicorn where it exists."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

from wallet.errors import Misconfigured

THREADS = 8


def has_gunicorn() -> bool:
    return importlib.util.find_spec("gunicorn") is not None and importlib.util.find_spec("fcntl") is not None


def serve_with_waitress(
    app: Any, *, host: str, port: int, threads: int = THREADS, ready: Callable[[], Any] = lambda: None
) -> None:
    """Serve until interrupted; `ready` is called once the port is ours. Misconfigured if it is taken."""
    import waitress

    try:
        server = waitress.create_server(
            app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=False
        )
    except OSError as problem:
        raise Misconfigured(
            [
                f"Port {port} cannot be had ({problem.strerror}). End what uses it, "
                "or choose another one with --port."
            ]
        ) from None
    ready()
    server.run()


def serve_with_gunicorn(
    make_app: Callable[[], Any], *, bind: str, workers: int, started: Callable[[Any], None]
) -> None:
    """Serve until told to stop. Each worker makes its own app and hands it to `started`."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", bind)
            self.cfg.set("workers", workers)
            self.cfg.set("threads", THREADS)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("timeout", 60)
            self.cfg.set("graceful_timeout", 25)
            self.cfg.set("control_socket_disable", True)  # one in HOME, which two wallets would share
            self.cfg.set("post_worker_init", lambda worker: started(worker.app.wsgi()))

        def load(self) -> Any:
            return make_app()

    Server().run()
