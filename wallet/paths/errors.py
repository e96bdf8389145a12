"""Why a path or a step could not be made or changed."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class PathNeedsAGoal(Refused):
    code = "path-needs-a-goal"
    what = mark("The path needs a kind of goal")
    means = mark("Upskilling, reskilling, return to work, or a goal of your own: the page is made for it.")
    do = mark("Choose one of the four.")


class PathNeedsATitle(Refused):
    code = "path-needs-a-title"
    what = mark("The path needs a name")
    means = mark("You tell your paths apart by it.")
    do = mark("Write where you want to go, in a few words.")


class PathEndsBeforeItStarts(Refused):
    code = "path-ends-before-it-starts"
    what = mark("The end is before the beginning")
    means = mark("Nothing was saved.")
    do = mark("Look at the two dates.")


class TooManyPaths(Refused):
    code = "too-many-paths"
    what = mark("You have too many paths")
    means = mark("One wallet may have %(most)s.")
    do = mark("Delete one that you no longer need.")


class TooManySteps(Refused):
    code = "too-many-steps"
    what = mark("This path has too many steps")
    means = mark("One path may have %(most)s.")
    do = mark("Make a second path, or join steps.")


class StepNeedsATitle(Refused):
    code = "step-needs-a-title"
    what = mark("The step needs a name")
    means = mark("Nothing was saved.")
    do = mark("Write what you will be able to do, in a few words.")


class RuleMakesNoSense(Refused):
    code = "rule-makes-no-sense"
    what = mark("It is not clear when this step is done")
    means = mark("Nothing was saved.")
    do = mark("Choose what completes it: a badge, a skill, hours, evidence or a mark.")


class NotADate(Refused):
    code = "not-a-date"
    what = mark("“%(given)s” is not a date")
    means = mark("Nothing was saved.")
    do = mark("Write it as year-month-day, for example 2027-01-31.")


class NotAWholeNumber(Refused):
    code = "not-a-whole-number"
    what = mark("“%(given)s” is not a number we can use here")
    means = mark("It takes whole numbers from 1 to %(most)s.")
    do = mark("Correct it, or leave the field empty.")


class WeightOutOfRange(Refused):
    code = "weight-out-of-range"
    what = mark("The weight is out of range")
    means = mark("It says how much a step counts in the whole: above 0, up to 100; 1 is usual.")
    do = mark("Correct it, or write 1.")


class NextActionNeedsBoth(Refused):
    code = "next-action-needs-both"
    what = mark("A next action needs words and a date")
    means = mark("Without a date it is only a wish.")
    do = mark("Fill in both, or leave both empty.")


class EvidenceNotChosen(Refused):
    code = "evidence-not-chosen"
    what = mark("No entry was chosen")
    means = mark("Nothing was laid beside the step.")
    do = mark("Choose one of your own entries from the list.")


class StatusUnknown(Refused):
    code = "status-unknown"
    what = mark("A path cannot be put into this state")
    means = mark("Nothing was changed.")
    do = mark("Choose one of the states offered.")
