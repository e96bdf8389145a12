"""Thousands of tests open the whole wallet; what every opening would compute anew is kept for the next.

Nothing here changes what the wallet does: the same templates and the same addresses, compiled once a worker.
"""

from __future__ import annotations

import functools
import gc
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

# Each app leaves many things that live as long as its test. Looking through all of them again and again costs
# a fifth of the whole run; they are still looked through, less often.
gc.set_threshold(100_000, 50, 100)


class _Kept(BytecodeCache):
    """Compiled templates by the digest of their source, which Jinja checks itself."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _Kept()
_BUILDERS: dict[Any, Any] = {}
_compile = Rule._compile_builder


@functools.wraps(_compile)
def _compile_once(self: Rule, append_unknown: bool = True) -> Any:
    defaults = repr(sorted((self.defaults or {}).items()))
    converters = tuple((name, type(one).__name__) for name, one in self._converters.items())
    key = (self.rule, tuple(self._trace), defaults, converters, append_unknown)
    if key not in _BUILDERS:
        _BUILDERS[key] = _compile(self, append_unknown)
    return _BUILDERS[key]


Rule._compile_builder = _compile_once  # type: ignore[method-assign]
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _TEMPLATES}
