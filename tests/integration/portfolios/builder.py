"""A learner who builds portfolios: what they do, one line each."""

from __future__ import annotations

import html
import re

from tests.learners import Learner
from wallet.store.models.portfolio import Portfolio, PortfolioItem, PortfolioSection


class Builder:
    """Ola (or another learner) at one portfolio."""

    def __init__(self, learner: Learner, *credentials: str, **form: str) -> None:
        self.learner, self.browser = learner, learner.browser
        data = {"title": "What I can do", "audience": "employer", **form, "credential": list(credentials)}
        answer = self.browser.post("/portfolios/new", data)
        assert answer.status_code == 303, answer.text
        self.path = answer.headers["Location"]
        self.id = self.path.rpartition("/")[2]

    def page(self) -> str:
        answer = self.browser.get(self.path)
        assert answer.status_code == 200
        return html.unescape(answer.text)

    def version(self) -> str:
        return re.search(r'name="version" value="(\d+)"', self.page()).group(1)

    def post(self, rest: str, data: dict | None = None, **given):
        """A form of the page as it is now."""
        return self.browser.post(self.path + rest, {"version": self.version(), **(data or {})}, **given)

    def section(self, kind: str = "credentials") -> str:
        """The id of the first section of this kind."""
        with self.learner.store.read() as session:
            row = session.query(PortfolioSection).filter_by(portfolio_id=self.id, kind=kind)
            return row.order_by(PortfolioSection.position).first().id

    def add_section(self, kind: str) -> str:
        answer = self.post("/sections", {"kind": kind})
        assert answer.status_code == 303, answer.text
        return re.search(r"/sections/([0-9a-f]{32})", answer.headers["Location"]).group(1)

    def add(self, section: str, *things: str, **form):
        return self.post(f"/sections/{section}/add", {"thing": list(things), **form})

    def rows(self) -> tuple[Portfolio, list[PortfolioSection], list[PortfolioItem]]:
        with self.learner.store.read() as session:
            sections = session.query(PortfolioSection).filter_by(portfolio_id=self.id)
            sections = sections.order_by(PortfolioSection.position).all()
            items = (
                session.query(PortfolioItem)
                .filter(PortfolioItem.section_id.in_([section.id for section in sections]))
                .order_by(PortfolioItem.section_id, PortfolioItem.position)
                .all()
            )
            row = session.get(Portfolio, self.id)
            session.expunge_all()
            return row, sections, items

    def skills(self, *names: str) -> str:
        section = self.add_section("skills")
        assert self.add(section, skills="\n".join(names)).status_code == 303
        return section

    def named(self) -> list[str]:
        """Skills in their order."""
        return [item.skill for item in self.rows()[2] if item.skill]
