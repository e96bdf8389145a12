"""Why a badge may not go to LinkedIn."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class NotForLinkedin(Refused):
    code = "not-for-linkedin"
    what = mark("This badge cannot be put on LinkedIn from here")
    means = mark("Its check says “%(verdict)s”. Whoever followed your entry would read just that.")
    do = mark("Look at the report, or check it again.")
