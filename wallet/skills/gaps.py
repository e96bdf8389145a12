"""What a target needs, against what there is. Pure.

Two skills are the same only when their addresses are, or when the holder said so. Equal or similar words are
a guess: it is offered, and never counted by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wallet.collection.fields import fold
from wallet.credentials.parsing.names import normal
from wallet.skills.service import DECLARED, PROVEN, STALE, Skill

MISSING = "missing"
# Missing essential → stale essential → declared only → what is optional, in the same order → proved.
_ORDER = {MISSING: 0, STALE: 1, DECLARED: 2, PROVEN: 3}
MOST_GUESSES = 3
MOST_NEEDS = 400
# Words that tell nothing of a skill, folded.
_EMPTY = (
    "and the for with from into use using able knowledge skills skill oraz dla ich lub jest praca prace"
    " umiejetnosc umiejetnosci znajomosc obsluga dobra bardzo"
)
_EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Need:
    """Something the target asks for. `key`: its address, else its folded words."""

    label: str
    uri: str = ""
    essential: bool = True
    source: str = "occupation"  # occupation, list, adviser
    areas: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.uri or normal(self.label)


@dataclass(frozen=True)
class Gap:
    need: Need
    state: str  # missing, stale, declared, proven
    skill: Skill | None = None
    guesses: tuple[Skill, ...] = ()
    confirmed: bool = False  # the holder said that this skill is meant

    @property
    def is_gap(self) -> bool:
        return self.state != PROVEN


def needs_of(lines: str) -> tuple[str, ...]:
    """The needs in a pasted list: one a line, without bullets and numbers, each once."""
    found: dict[str, str] = {}
    for line in lines.splitlines():
        words = " ".join(line.strip(" \t\r-–—•*·▪◦●").split())
        number, dot, rest = words.partition(" ")
        if dot and number.rstrip(".)").isdecimal() and number[-1] in ".)":
            words = rest
        words = words.strip(" ;,")[:200]
        if any(letter.isalpha() for letter in words):
            found.setdefault(normal(words), words)
    return tuple(found.values())[:MOST_NEEDS]


def joined(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Each need once; essential wherever one source says so."""
    found: dict[str, Need] = {}
    for need in needs:
        known = found.get(need.key)
        if known is None or (need.essential and not known.essential):
            found[need.key] = need
    return tuple(found.values())


def gaps_of(
    needs: Sequence[Need], skills: Sequence[Skill], confirmed: Mapping[str, str] | None = None
) -> tuple[Gap, ...]:
    """Each need with its state, what is missing first. `confirmed`: key of a need → key of a skill."""
    have = {skill.key: skill for skill in skills}
    said = confirmed or {}
    found = []
    for need in joined(needs):
        same = have.get(need.uri) if need.uri else None
        meant = have.get(said.get(need.key, ""))
        skill = _better(same, meant)
        if skill is not None:
            found.append(Gap(need, skill.state, skill, confirmed=skill is not same))
        else:
            found.append(Gap(need, MISSING, None, may_fit(need.label, skills)))
    return tuple(sorted(found, key=lambda gap: (_place(gap), fold(gap.need.label))))


def _better(one: Skill | None, other: Skill | None) -> Skill | None:
    both = [skill for skill in (one, other) if skill is not None]
    return max(both, key=lambda skill: _ORDER[skill.state]) if both else None


def _place(gap: Gap) -> tuple[int, int]:
    if gap.state == PROVEN:
        return 2, 0
    return (0 if gap.need.essential else 1), _ORDER[gap.state]


def may_fit(label: str, skills: Sequence[Skill]) -> tuple[Skill, ...]:
    """Skills whose words are like those of the need, the likest first: guesses."""
    asked = _words(label)
    if not asked:
        return ()
    liked = []
    for skill in skills:
        has = _words(skill.label)
        shared = sum(1 for word in asked if any(_alike(word, other) for other in has))
        if shared and shared * 2 >= min(len(asked), len(has)):
            liked.append((-shared / max(len(asked), len(has)), _ORDER[skill.state] * -1, skill.label, skill))
    return tuple(one[-1] for one in sorted(liked, key=lambda one: one[:3])[:MOST_GUESSES])


def _words(text: str) -> list[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return [word for word in letters.split() if len(word) > 2 and word not in _EMPTY_WORDS]


def _alike(one: str, other: str) -> bool:
    """The same word, endings aside (Polish has many)."""
    if one == other:
        return True
    stem = max(4, min(len(one), len(other)) - 3)
    return min(len(one), len(other)) >= 5 and one[:stem] == other[:stem]
