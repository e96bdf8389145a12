"""Why a file could not be made for its holder."""

from __future__ import annotations

from wallet.marks import mark

FILES: dict[str, tuple[str, str, str]] = {
    "too-many-in-the-making": (
        mark("Several files are still being made for you"),
        mark("At most %(most)s are made at a time."),
        mark("Wait until one of them is ready, then ask again."),
    ),
    "file-not-made": (
        mark("The file could not be made"),
        mark("Something went wrong on our side. Nothing of yours was lost or changed."),
        mark("Ask for it once more. If it fails again, tell whoever runs this wallet."),
    ),
}
