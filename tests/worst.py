"""The costliest badges that the limits let in, one for each way in which a reader's page could be made slow.

Each is signed and holds. `bench/worst.py` measures what it costs to show them; tests assert that the work is
bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.smith.issuer import Issuer
from wallet.credentials.carriers.baking import bake_svg

ROOM = 600_000  # bytes of text in one badge; the readers take 2,000,000 for the whole


def _fill(piece: str, room: int = ROOM) -> str:
    return piece * (room // len(piece.encode()))


MARKDOWN: dict[str, str] = {
    "definitions": "[a]: b\n",
    "open definitions": "[a\n",
    "brackets": "[",
    "closed brackets": "[]",
    "nested brackets": "[a](",
    "links": "[a](http://b.example)",
    "link titles": '[a](b "',
    "pictures": "![a](b)",
    "emphasis": "*a **b ",
    "closed emphasis": "**a*b",
    "underscores": "_a __b ",
    "stars": "*",
    "quotes": "> " * 40 + "a\n",
    "quote marks": ">",
    "lists": "- " * 40 + "a\n",
    "list ladder": "".join(" " * (2 * depth) + "- a\n" for depth in range(40)),
    "numbers": "1) a\n2. b\n",
    "entities": "&amp;",
    "open entities": "&",
    "backticks": "".join("`" * count + " " for count in range(1, 200)),
    "autolinks": "<a:",
    "escapes": "\\*",
    "headings": "# a\n",
    "underlines": "a\n-\n",
    "rules": "---\n",
    "fences": "```a\n",
    "tables": "| a | b |\n|---|---|\n",
    "lines": "a\n",
    "hard breaks": "a  \n",
    "tags": "<a><b><i>",
    "one word": "a",
    "right to left": "\u05d0\u202e ",
    "combining": "e\u0301",
}


def _achievement(**changes: Any) -> dict[str, Any]:
    return {
        "id": "https://uni.example/achievements/welding",
        "type": ["Achievement"],
        "name": "Welding",
        "description": "Joins metals.",
        "criteria": {"narrative": "A seam that holds."},
        **changes,
    }


def _signed(issuer: Issuer, achievement: dict[str, Any], subject: Any = None, **changes: Any) -> bytes:
    earned = {"id": "did:example:learner", "type": ["AchievementSubject"], "achievement": achievement}
    document = issuer.credential(credentialSubject={**earned, **(subject or {})}, **changes)
    return issuer.sign_jwt(document).encode()


def criteria(issuer: Issuer, text: str) -> bytes:
    return _signed(issuer, _achievement(criteria={"narrative": text}))


def _many(count: int, make: Callable[[int], Any]) -> list[Any]:
    return [make(number) for number in range(count)]


def _alignment(number: int) -> dict[str, Any]:
    name = f"Skill {number}"
    return {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": f"https://uni.example/s/{number}",
        "targetDescription": name,
        "targetType": "CFItem",
    }


def _evidence(number: int) -> dict[str, Any]:
    return {
        "id": f"https://uni.example/e/{number}",
        "type": ["Evidence"],
        "narrative": f"*a* [b](c) {number}",
    }


def _description(number: int) -> dict[str, Any]:
    levels = [{"id": f"urn:l:{number}:{n}", "type": ["RubricCriterionLevel"], "name": "x"} for n in range(5)]
    return {
        "id": f"urn:d:{number}",
        "type": ["ResultDescription"],
        "name": f"Result {number}",
        "resultType": "Result",
        "rubricCriterionLevel": levels,
    }


def _result(number: int) -> dict[str, Any]:
    return {"type": ["Result"], "resultDescription": f"urn:d:{number}", "achievedLevel": f"urn:l:{number}:4"}


def _endorsement(issuer: Issuer, number: int) -> dict[str, Any]:
    return issuer.credential(
        id=f"urn:uuid:{number:032x}",
        type=["VerifiableCredential", "EndorsementCredential"],
        credentialSubject={"id": "https://uni.example/a", "endorsementComment": f"Good {number}"},
    )


def _child(number: int, words: str = "") -> dict[str, Any]:
    return _achievement(id=f"urn:c:{number}", name=f"Part {number} {words}")


SHAPES: dict[str, Callable[[Issuer], bytes]] = {
    "alignments": lambda i: _signed(i, _achievement(alignment=_many(6_000, _alignment))),
    "evidence": lambda i: _signed(i, _achievement(), evidence=_many(8_000, _evidence)),
    "long evidence": lambda i: _signed(
        i,
        _achievement(),
        evidence=_many(60, lambda n: {"type": ["Evidence"], "narrative": "[a]: b\n" * 3_000}),
    ),
    "tags": lambda i: _signed(i, _achievement(tag=_many(60_000, lambda n: f"tag {n}"))),
    "results": lambda i: _signed(
        i, _achievement(resultDescription=_many(2_500, _description)), {"result": _many(2_500, _result)}
    ),
    "identifiers": lambda i: _signed(
        i,
        _achievement(),
        {
            "identifier": _many(
                9_000,
                lambda n: {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${n:064x}",
                    "identityType": "emailAddress",
                    "salt": str(n),
                },
            )
        },
    ),
    "languages": lambda i: _signed(
        i,
        _achievement(
            criteria={
                "narrative": [
                    {"@value": "[a]: b\n" * 600, "@language": f"q{chr(97 + n % 26)}{chr(97 + n // 26)}"}
                    for n in range(300)
                ]
            }
        ),
    ),
    "endorsements": lambda i: _signed(i, _achievement(), endorsement=_many(50, lambda n: _endorsement(i, n))),
    "unread members": lambda i: _signed(i, _achievement(), {"x": [{"a": 1}] * 80_000}),
    "numbers": lambda i: _signed(i, _achievement(), {"x": [1] * 400_000}),
    "long name": lambda i: _signed(i, _achievement(name="a" * ROOM, description="b " * (ROOM // 2))),
    "right to left": lambda i: _signed(i, _achievement(name="\u05d0\u202e" * (ROOM // 5))),
    "escaped": lambda i: _signed(i, _achievement(description="<&>\"'" * (ROOM // 5))),
    "escapes in JSON": lambda i: _signed(i, _achievement(description="\u0001\u0002" * (ROOM // 12))),
    "prose": lambda i: _signed(i, _achievement(description=_fill("5 godz 5 ECTS poziom 6 test "))),
    "drawing": lambda i: _drawing(i),
    "record": lambda i: _record(i, 3_000),
    "record alike": lambda i: _record(i, 400, "x" * 1_500),
    "record of credentials": lambda i: _credentials(i, 50),
}


def _drawing(issuer: Issuer) -> bytes:
    """A baked SVG of as many elements, and as many drawn once more, as are redrawn; each line is long."""
    line = " ".join(f"{number % 97} {number % 89}" for number in range(9))
    lines = (
        f'<path id="p" d="M0 0 L{line}"/>' + f'<path d="M0 0 L{line}"/>' * 2_000 + '<use href="#p"/>' * 2_000
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">{lines}</svg>'
    return bake_svg(svg.encode(), issuer.sign_jwt(issuer.credential()).encode())


def _record(issuer: Issuer, count: int, words: str = "") -> bytes:
    document = issuer.credential(
        type=["VerifiableCredential", "ClrCredential"],
        credentialSubject={
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "achievement": _many(count, lambda n: _child(n, words)),
            "verifiableCredential": [],
        },
    )
    return issuer.sign_jwt(document).encode()


def _credentials(issuer: Issuer, count: int) -> bytes:
    inside = [
        issuer.sign(issuer.credential(id=f"urn:uuid:{n:032x}", name=f"Child {n}"), suite="eddsa-jcs-2022")
        for n in range(count)
    ]
    document = issuer.credential(
        type=["VerifiableCredential", "ClrCredential"],
        credentialSubject={
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": inside,
        },
    )
    return issuer.sign_jwt(document).encode()


def badges() -> dict[str, Callable[[Issuer], bytes]]:
    """How to make each of them, by a name that says what there is too much of."""
    texts = {
        f"markdown: {name}": lambda issuer, piece=piece: criteria(issuer, _fill(piece))
        for name, piece in MARKDOWN.items()
    }
    return texts | SHAPES
