"""What happened, what it means, what to do: for labels of one's own and for comparing."""

from __future__ import annotations

from wallet.marks import mark

LABELS: dict[str, tuple[str, str, str]] = {
    "label-unknown": (
        mark("We do not know this label"),
        mark("The form named a kind of proof or a field that there is not. Nothing was changed."),
        mark("Choose one of those offered."),
    ),
    "compare-two-to-four": (
        mark("Choose two, three or four badges"),
        mark("One has nothing to be compared with, and more than four do not fit side by side."),
        mark("Tick the ones you want to compare."),
    ),
}
