"""Why a path or a step could not be made or changed."""

from __future__ import annotations

from wallet.marks import mark

PATHS: dict[str, tuple[str, str, str]] = {
    "path-needs-a-goal": (
        mark("The path needs a kind of goal"),
        mark("Upskilling, reskilling, return to work, or a goal of your own: the page is made for it."),
        mark("Choose one of the four."),
    ),
    "path-needs-a-title": (
        mark("The path needs a name"),
        mark("You tell your paths apart by it."),
        mark("Write where you want to go, in a few words."),
    ),
    "path-ends-before-it-starts": (
        mark("The end is before the beginning"),
        mark("Nothing was saved."),
        mark("Look at the two dates."),
    ),
    "too-many-paths": (
        mark("You have too many paths"),
        mark("One wallet may have %(most)s."),
        mark("Delete one that you no longer need."),
    ),
    "too-many-steps": (
        mark("This path has too many steps"),
        mark("One path may have %(most)s."),
        mark("Make a second path, or join steps."),
    ),
    "step-needs-a-title": (
        mark("The step needs a name"),
        mark("Nothing was saved."),
        mark("Write what you will be able to do, in a few words."),
    ),
    "rule-makes-no-sense": (
        mark("It is not clear when this step is done"),
        mark("Nothing was saved."),
        mark("Choose what completes it: a badge, a skill, hours, evidence or a mark."),
    ),
    "not-a-date": (
        mark("“%(given)s” is not a date"),
        mark("Nothing was saved."),
        mark("Write it as year-month-day, for example 2027-01-31."),
    ),
    "not-a-whole-number": (
        mark("“%(given)s” is not a number we can use here"),
        mark("It takes whole numbers from 1 to %(most)s."),
        mark("Correct it, or leave the field empty."),
    ),
    "weight-out-of-range": (
        mark("The weight is out of range"),
        mark("It says how much a step counts in the whole: above 0, up to 100; 1 is usual."),
        mark("Correct it, or write 1."),
    ),
    "next-action-needs-both": (
        mark("A next action needs words and a date"),
        mark("Without a date it is only a wish."),
        mark("Fill in both, or leave both empty."),
    ),
    "evidence-not-chosen": (
        mark("No entry was chosen"),
        mark("Nothing was laid beside the step."),
        mark("Choose one of your own entries from the list."),
    ),
    "status-unknown": (
        mark("A path cannot be put into this state"),
        mark("Nothing was changed."),
        mark("Choose one of the states offered."),
    ),
    "changed-meanwhile": (
        mark("This was changed meanwhile"),
        mark("In another window, or on another device. So that nothing is lost, nothing was changed now."),
        mark("Look at it as it is now, and do it once more."),
    ),
}
