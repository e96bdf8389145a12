"""Adding up ECTS and hours without counting anything twice. Pure, exact.

A whole and its parts, and two issues of the same achievement, exclude each other: of each such family the
choice that gives most is taken. That is what makes the sum rise, never fall, when a credential arrives.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

MOST_DEEP = 400
MOST_WORK = 4_000  # choices tried for one family before the larger of whole and parts is taken as it stands


def count_once(amounts: Mapping[str, Fraction], excludes: Mapping[str, frozenset[str]]) -> Fraction:
    """The greatest sum over credentials none of which excludes another. `excludes` is symmetric."""
    total = Fraction(0)
    left = set(amounts)
    while left:
        family = _family(next(iter(left)), left, excludes)
        left -= family
        total += _Choice(amounts, excludes).best(frozenset(family))
    return total


def _family(start: str, among: set[str], excludes: Mapping[str, frozenset[str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        for other in excludes.get(todo.pop(), frozenset()):
            if other in among and other not in found:
                found.add(other)
                todo.append(other)
    return found


class _Choice:
    """The heaviest independent set, by branching on whoever excludes most."""

    def __init__(self, amounts: Mapping[str, Fraction], excludes: Mapping[str, frozenset[str]]) -> None:
        self.amounts, self.excludes = amounts, excludes
        self.work = 0
        self.known: dict[frozenset[str], Fraction] = {}

    def best(self, family: frozenset[str], depth: int = 0) -> Fraction:
        if len(family) <= 1:
            return sum((self.amounts[one] for one in family), Fraction(0))
        if family in self.known:
            return self.known[family]
        self.work += 1
        degree, pivot = max((len(self.excludes.get(one, frozenset()) & family), one) for one in family)
        if degree == 0:
            result = sum((self.amounts[one] for one in family), Fraction(0))
        elif self.work > MOST_WORK or depth > MOST_DEEP:
            result = max(self.amounts[one] for one in family)
        else:
            without = self.best(family - {pivot}, depth + 1)
            with_it = self.amounts[pivot] + self.best(family - {pivot} - self.excludes[pivot], depth + 1)
            result = max(without, with_it)
        self.known[family] = result
        return result
