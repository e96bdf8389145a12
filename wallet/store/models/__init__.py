"""Every table, one module a subject. Importing the package makes the metadata whole."""

from wallet.store.models import (  # noqa: F401
    account,
    advising,
    cache,
    course_guide,
    credential,
    entry,
    export,
    imports,
    job,
    link,
    linkedin,
    path,
    portfolio,
    vocabulary,
)
