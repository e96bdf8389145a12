"""Why something between a holder and a career adviser was refused."""

from __future__ import annotations

from wallet.errors import Refused
from wallet.marks import mark


class CodeDoesNotOpen(Refused):
    code = "code-does-not-open"
    what = mark("This code opens nothing")
    means = mark(
        "It may be mistyped, used, too old, closed, or meant for another address. We do not tell which."
    )
    do = mark("Check the sixteen signs; if it goes on, ask the person for a new code.")


class GrantNeedsAName(Refused):
    code = "grant-needs-a-name"
    what = mark("Say whom you mean")
    means = mark("It is for you, so that you can tell later who sees what.")
    do = mark("Write the name of the adviser or of the office.")


class GrantNeedsAThing(Refused):
    code = "grant-needs-a-thing"
    what = mark("Nothing is chosen")
    means = mark("An invitation without anything to see would show nothing.")
    do = mark("Tick at least one path, portfolio or badge.")


class GrantHasTooManyThings(Refused):
    code = "grant-has-too-many-things"
    what = mark("That is too much for one invitation")
    means = mark("At most %(most)s things of one kind can be shown.")
    do = mark("Choose what the adviser needs.")


class GrantEndNotADate(Refused):
    code = "grant-end-not-a-date"
    what = mark("This end is not a date")
    means = mark("An adviser's access always has a last day, so that nothing stays open by mistake.")
    do = mark("Choose one of the periods, or pick a day.")


class GrantEndInThePast(Refused):
    code = "grant-end-in-the-past"
    what = mark("This day is already over")
    means = mark("The access would have ended before it began.")
    do = mark("Choose a later day.")


class GrantEndTooFar(Refused):
    code = "grant-end-too-far"
    what = mark("This day is too far away")
    means = mark("An adviser may see your things for a year at most.")
    do = mark("Choose an earlier day; you can renew the access later.")


class GrantIsClosed(Refused):
    code = "grant-is-closed"
    what = mark("This access is closed")
    means = mark("What is closed stays closed, so that nobody can rely on it.")
    do = mark("Invite the adviser again; there will be a new code.")


class TooManyGrants(Refused):
    code = "too-many-grants"
    what = mark("You have invited too many advisers")
    means = mark("At most %(most)s can have access at a time.")
    do = mark("Close those that nobody needs any more.")


class CommentIsEmpty(Refused):
    code = "comment-is-empty"
    what = mark("There is nothing to send")
    means = mark("The comment has no words.")
    do = mark("Go back and write it.")


class CommentTooLong(Refused):
    code = "comment-too-long"
    what = mark("This is too long")
    means = mark("At most %(most)s letters fit.")
    do = mark("Go back and make it shorter.")


class TooManyComments(Refused):
    code = "too-many-comments"
    what = mark("There is no more room")
    means = mark("A path keeps at most %(most)s comments and as many meetings.")
    do = mark("Talk to each other, or begin a new path.")


class MeetingNeedsADay(Refused):
    code = "meeting-needs-a-day"
    what = mark("The contact needs a form and a day")
    means = mark("Without them nobody can tell later what it was.")
    do = mark("Go back, choose the form, and set the day of the contact or of the next one.")


class MeetingNextBeforeLast(Refused):
    code = "meeting-next-before-last"
    what = mark("The next contact lies before the last one")
    means = mark("One of the two days is not right.")
    do = mark("Go back and change it.")


class ProposalChangesNothing(Refused):
    code = "proposal-changes-nothing"
    what = mark("Nothing would change")
    means = mark("What you filled in is what the path says already.")
    do = mark("Change something, or leave it as it is.")


class ProposalIsEmpty(Refused):
    code = "proposal-is-empty"
    what = mark("There is nothing to send")
    means = mark("The proposal has no change in it yet.")
    do = mark("Add a change first.")


class ProposalIsAnswered(Refused):
    code = "proposal-is-answered"
    what = mark("This was answered already")
    means = mark("The proposal was answered before, or its author has withdrawn it. Nothing was changed now.")
    do = mark("Go back, load the page anew and look once more.")


class AnswerUnknown(Refused):
    code = "answer-unknown"
    what = mark("We did not understand the answer")
    means = mark("A change is accepted or declined; nothing was changed now.")
    do = mark("Go back and press one of the two buttons.")


class TooManyProposals(Refused):
    code = "too-many-proposals"
    what = mark("There is no more room")
    means = mark("A path keeps at most %(most)s proposals.")
    do = mark("Talk it over with the person, or write a comment.")


class TooManyChanges(Refused):
    code = "too-many-changes"
    what = mark("That is too much for one proposal")
    means = mark("At most %(most)s changes fit, and fewer are easier to answer.")
    do = mark("Send what you have, then begin another.")


class ReviewNotAsked(Refused):
    code = "review-not-asked"
    what = mark("There is nothing to judge here now")
    means = mark("The person has not asked you to look at this step, or it was judged already.")
    do = mark("Go back, load the page anew and look once more.")


class EvidenceChangedMeanwhile(Refused):
    code = "evidence-changed-meanwhile"
    what = mark("The evidence is not what you saw")
    means = mark(
        "The person has laid something else beside the step since you opened the page. Nothing was accepted."
    )
    do = mark("Go back, load the page anew and look once more.")


class ReturnNeedsAReason(Refused):
    code = "return-needs-a-reason"
    what = mark("Say why you return it")
    means = mark("Without a reason the person cannot know what to do better.")
    do = mark("Go back and write a sentence or two.")


class MarkNotAsked(Refused):
    code = "mark-not-asked"
    what = mark("This step does not ask for that mark")
    means = mark("The person has changed what completes the step, or it never asked you.")
    do = mark("Go back, load the page anew and look once more.")


class MarkedByAnother(Refused):
    code = "marked-by-another"
    what = mark("Another adviser made this mark")
    means = mark("Only whoever made a mark takes it back.")
    do = mark("Talk to the person, who can change the step.")


class EntryNotBeside(Refused):
    code = "entry-not-beside"
    what = mark("This entry does not lie beside the step")
    means = mark("The person has taken it away, or it never lay there.")
    do = mark("Go back, load the page anew and look once more.")


class DiagnosisIsEmpty(Refused):
    code = "diagnosis-is-empty"
    what = mark("The diagnosis has no skill in it")
    means = mark("Nothing was saved.")
    do = mark("Write at least one skill, and how well it is needed.")


class DiagnosisTooLong(Refused):
    code = "diagnosis-too-long"
    what = mark("That is too long for a diagnosis")
    means = mark("At most %(most)s skills fit.")
    do = mark("Keep those that matter for this path.")


class DiagnosisHasNoGap(Refused):
    code = "diagnosis-has-no-gap"
    what = mark("There is no gap to make a step of")
    means = mark("No skill is needed better than it is there, or the diagnosis was not saved yet.")
    do = mark("Fill in how well each skill is needed, save, and try again.")


class TemplateNotChosen(Refused):
    code = "template-not-chosen"
    what = mark("No template was chosen")
    means = mark("Nothing was added to the proposal.")
    do = mark("Go back and choose one.")


class TooManyTemplates(Refused):
    code = "too-many-templates"
    what = mark("You have too many templates")
    means = mark("At most %(most)s can be kept.")
    do = mark("Delete one that nobody needs.")
