"""The command `wallet`, also as `python -m wallet`."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """`verify` needs neither settings nor store, and does not wait for what loads them."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["verify"]:
        from wallet.checker.cli import verify_command

        return verify_command(given[1:])
    from wallet.cli import main as run

    return run(given)


if __name__ == "__main__":
    sys.exit(main())
