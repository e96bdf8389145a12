# ruff: noqa: E501 (a sentence stands on one line, as its translation does)
"""Special words in plain ones. Whatever page a special word stands on, its explanation stands there too:
the page's own text is asked which words it uses, so no page can forget one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext

from wallet.marks import mark


@dataclass(frozen=True)
class Special:
    """A special word. `stems`: how a word of a page begins, in small letters, in both languages; `exact`:
    whole words that are only meant in just this spelling."""

    word: str
    told: str
    stems: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


SPECIALS: tuple[Special, ...] = (
    Special(
        mark("Micro-credential"),
        mark("The record of what somebody learned in a short course, and how that was found out."),
        ("micro-credential", "mikropoświadcze"),
    ),
    Special(
        mark("Credential"),
        mark("A statement about a person, signed by its issuer. “Badge” is the everyday word for it."),
        ("credential", "poświadczeni"),
    ),
    Special(
        mark("Issuer"),
        mark("Who made the badge and stands behind it: a school, a company, an association."),
        ("issuer", "wydawc"),
    ),
    Special(
        mark("Recipient"),
        mark("The person the badge was issued to, as the badge itself says."),
        ("recipient", "odbiorc"),
    ),
    Special(
        mark("Learning outcome"),
        mark("What somebody knows and can do afterwards; not what the course talked about."),
        ("learning outcome", "efekt uczenia", "efekty uczenia", "efektów uczenia", "efektami uczenia"),
    ),
    Special(
        mark("Alignment"),
        mark("A link from the badge to an entry of a public list of skills, so that both mean the same."),
        ("alignment", "aligned", "powiązania z klasyfikac"),
    ),
    Special("ESCO", mark("The European list of skills and occupations, the same in all languages."), (), ("ESCO",)),
    Special("ECTS", mark("A European measure of study: one point is 25 to 30 hours of work."), (), ("ECTS",)),
    Special(
        mark("EQF, PRK"),
        mark("The European and the Polish framework: eight levels, the same in both, from simple to expert."),
        (),
        ("EQF", "PRK", "ERK"),
    ),
    Special(
        mark("Workload"),
        mark("How much time the learning takes: lessons, work of one's own and the assessment together."),
        ("workload", "nakład pracy", "nakładu pracy", "nakładzie pracy"),
    ),
    Special(
        mark("Transparency"),
        mark("How much a badge tells of itself, counted by eleven facts. It says nothing of whether it is genuine."),
        ("transparen", "przejrzystoś"),
    ),
    Special(
        mark("Quality assurance"),
        mark("Somebody watches whether the learning is good: the institution itself or another one."),
        ("quality assurance", "accredit", "zapewniani", "akredytac"),
    ),
    Special(
        mark("Supervision"),
        mark("Whether somebody watched while the learner was assessed, and made sure who they are."),
        ("supervis", "nadz"),
    ),
    Special(
        mark("Stacking"),
        mark("Putting small credentials together so that they make up something larger. Whether they count there is decided by whoever receives them."),
        ("stack", "możliwości łączenia", "możliwość łączenia"),
    ),
    Special(
        mark("Recognition of prior learning"),
        mark("An institution finds out what you already can, wherever you learned it, and confirms it."),
        ("prior learning", "recognition of", "uznawani", "uznania wcześniej", "walidac"),
        ("RPL",),
    ),
    Special(
        mark("Qualification"),
        mark("A diploma or certificate that a whole country recognises, such as a degree or a trade. A badge is not one."),
        ("qualification", "kwalifikacj"),
    ),
    Special(
        mark("Upskilling"),
        mark("Getting better at what you do already."),
        ("upskill", "podnoszenie kompetencji", "podnoszenia kompetencji"),
    ),
    Special(
        mark("Reskilling"),
        mark("Learning for another kind of work."),
        ("reskill", "przekwalifikowani"),
    ),
    Special(
        mark("Skills gap"),
        mark("Something that a goal asks for and that none of your badges shows yet."),
        ("skills gap", "gap", "luk"),
    ),
    Special(
        mark("Evidence"),
        mark("Something to look at that shows the work itself: a project, a text, a photo."),
        ("evidence", "dowod", "dowód"),
    ),
    Special(
        mark("Endorsement"),
        mark("A signed recommendation: somebody else stands behind the badge or its issuer."),
        ("endors", "poręcze", "poręcza"),
    ),
    Special(
        mark("Digital signature"),
        mark("A seal made of numbers. Only the issuer can make it, everybody can check it, and one changed letter breaks it."),
        ("signature", "signed", "podpis", "unsigned", "niepodpisan"),
    ),
    Special(
        mark("Genuine, verified"),
        mark("The signature fits every word and the key belongs to the issuer. Whether the course was good is another question."),
        ("genuine", "verif", "autentyczn", "zweryfikowan", "weryfikacj"),
    ),
    Special(
        mark("Revoked"),
        mark("The issuer has taken the badge back; it does not count any more."),
        ("revok", "withdrawn", "unieważni"),
    ),
    Special(
        mark("Suspended"),
        mark("The issuer has stopped the badge for a time; it may come back."),
        ("suspended", "zawieszon"),
    ),
    Special(
        mark("Status list"),
        mark("A list on the issuer's page that says which badges are revoked. It shows numbers, not names."),
        ("status list", "list of withdrawn", "lista unieważnion", "listę unieważnion", "listy unieważnion", "lista statusów"),
    ),
    Special(
        "DID",
        mark("An address of an issuer or a person from which their public key can be found."),
        ("did:",),
        ("DID", "DIDs"),
    ),
    Special(
        mark("Presentation"),
        mark("A file with badges that you sign yourself, as an answer to one question of one reader."),
        ("presentation", "prezentacj"),
    ),
    Special(
        mark("Baked file"),
        mark("A picture with the whole badge hidden inside it: what you see is a picture, what is checked is the badge."),
        ("baked", "wtopion"),
    ),
    Special(
        mark("SD-JWT and selective disclosure"),
        mark("A kind of badge of which you can show only chosen facts; the rest stays sealed, and the signature still fits."),
        ("selective disclos", "selectively", "not disclosed", "nieujawnion", "nie ujawnion"),
        ("SD-JWT",),
    ),
    Special(
        mark("JWT, JWS"),
        mark("A signed text in three parts: what it is, what it says, and the signature."),
        (),
        ("JWT", "JWS", "VC-JWT"),
    ),
    Special("JSON", mark("A form of text that programs read. Good for keeping and passing on, not for reading."), (), ("JSON",)),
    Special("CSV", mark("A plain table that every spreadsheet program opens."), (), ("CSV",)),
    Special("ZIP", mark("Many files packed into one."), (), ("ZIP",)),
    Special(
        mark("PDF/A, PDF/UA"),
        mark("PDF made to be readable in many years (A) and by everybody, also with a screen reader (UA)."),
        (),
        ("PDF/A", "PDF/UA"),
    ),
    Special(
        "Open Badges",
        mark("The world-wide standard for digital badges. Any wallet and any checker that knows it can read them."),
        (),
        ("Open Badges", "Open Badge"),
    ),
    Special(
        "CLR",
        mark("Comprehensive Learner Record: one file with many badges inside, each of which speaks for itself."),
        (),
        ("CLR",),
    ),
    Special(
        "EDC, ELM",
        mark("European Digital Credentials: the Commission's form of credentials, as used in Europass."),
        ("europass",),
        ("EDC", "ELM"),
    ),
    Special(
        mark("QR code"),
        mark("A square picture that holds an address; a phone's camera opens it."),
        (),
        ("QR",),
    ),
    Special(
        mark("Portfolio"),
        mark("A chosen, ordered set of somebody's badges and works with their own words around them, made for a reader."),
        ("portfolio",),
    ),
    Special(
        mark("Career adviser"),
        mark("A person who helps with decisions about learning and work. They see only what you have opened to them."),
        ("adviser", "doradc"),
    ),
    Special(
        mark("Diagnosis of competences"),
        mark("A talk or a form by which you and an adviser find out what you can do and what you need."),
        ("diagnos",),
    ),
)  # fmt: skip

_UNSEEN = re.compile(r"<(script|style|textarea|svg|head)\b.*?</\1>|<[^>]*>", re.DOTALL)
_SIGNED_IN = re.compile(r"\bsign(?:s|ed|ing)? (?:in|out)\b", re.IGNORECASE)  # through a door, not with a key
_TOLD = re.compile(r'<details class="term"><summary>([^<]*)')


def plain_text(page: str) -> str:
    """What a reader reads of it: no tags, nothing that is typed in, white space as single blanks."""
    return " ".join(_UNSEEN.sub(" ", page).replace("\xa0", " ").split())


def specials_in(text: str) -> list[Special]:
    """The special words that stand in a text, in the order of the list."""
    text = _SIGNED_IN.sub("", text)
    small = text.casefold()
    return [special for special in SPECIALS if _stands(special, text, small)]


def _stands(special: Special, text: str, small: str) -> bool:
    begun = any(stem in small and re.search(rf"\b{re.escape(stem)}", small) for stem in special.stems)
    return begun or any(
        word in text and re.search(rf"\b{re.escape(word)}\b", text) is not None for word in special.exact
    )


def words_on(page: object) -> list[tuple[str, str]]:
    """(word, explanation) of each special word on a page that the page does not explain itself."""
    written = str(page)
    told = {special.word for summary in _TOLD.findall(written) for special in specials_in(summary)}
    found = [special for special in specials_in(plain_text(written)) if special.word not in told]
    return [(gettext(special.word), gettext(special.told)) for special in found]
