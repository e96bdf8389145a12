# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""What goes wrong with what an adviser suggests and judges: what happened, what it means, what to do."""

from __future__ import annotations

from wallet.marks import mark

_OLD_PAGE = mark("Go back, load the page anew and look once more.")

PROPOSALS: dict[str, tuple[str, str, str]] = {
    "proposal-changes-nothing": (
        mark("Nothing would change"),
        mark("What you filled in is what the path says already."),
        mark("Change something, or leave it as it is."),
    ),
    "proposal-is-empty": (
        mark("There is nothing to send"),
        mark("The proposal has no change in it yet."),
        mark("Add a change first."),
    ),
    "proposal-is-answered": (
        mark("This was answered already"),
        mark("The proposal was answered before, or its author has withdrawn it. Nothing was changed now."),
        _OLD_PAGE,
    ),
    "answer-unknown": (
        mark("We did not understand the answer"),
        mark("A change is accepted or declined; nothing was changed now."),
        mark("Go back and press one of the two buttons."),
    ),
    "too-many-proposals": (
        mark("There is no more room"),
        mark("A path keeps at most %(most)s proposals."),
        mark("Talk it over with the person, or write a comment."),
    ),
    "too-many-changes": (
        mark("That is too much for one proposal"),
        mark("At most %(most)s changes fit, and fewer are easier to answer."),
        mark("Send what you have, then begin another."),
    ),
    "review-not-asked": (
        mark("There is nothing to judge here now"),
        mark("The person has not asked you to look at this step, or it was judged already."),
        _OLD_PAGE,
    ),
    "evidence-changed-meanwhile": (
        mark("The evidence is not what you saw"),
        mark(
            "The person has laid something else beside the step since you opened the page. Nothing was accepted."
        ),
        _OLD_PAGE,
    ),
    "return-needs-a-reason": (
        mark("Say why you return it"),
        mark("Without a reason the person cannot know what to do better."),
        mark("Go back and write a sentence or two."),
    ),
    "mark-not-asked": (
        mark("This step does not ask for that mark"),
        mark("The person has changed what completes the step, or it never asked you."),
        _OLD_PAGE,
    ),
    "marked-by-another": (
        mark("Another adviser made this mark"),
        mark("Only whoever made a mark takes it back."),
        mark("Talk to the person, who can change the step."),
    ),
    "entry-not-beside": (
        mark("This entry does not lie beside the step"),
        mark("The person has taken it away, or it never lay there."),
        _OLD_PAGE,
    ),
    "diagnosis-is-empty": (
        mark("The diagnosis has no skill in it"),
        mark("Nothing was saved."),
        mark("Write at least one skill, and how well it is needed."),
    ),
    "diagnosis-too-long": (
        mark("That is too long for a diagnosis"),
        mark("At most %(most)s skills fit."),
        mark("Keep those that matter for this path."),
    ),
    "diagnosis-has-no-gap": (
        mark("There is no gap to make a step of"),
        mark("No skill is needed better than it is there, or the diagnosis was not saved yet."),
        mark("Fill in how well each skill is needed, save, and try again."),
    ),
    "template-not-chosen": (
        mark("No template was chosen"),
        mark("Nothing was added to the proposal."),
        mark("Go back and choose one."),
    ),
    "too-many-templates": (
        mark("You have too many templates"),
        mark("At most %(most)s can be kept."),
        mark("Delete one that nobody needs."),
    ),
}
