"""How many lines each step of a mapping takes, and what the others of a case log say.

Promises that a step which is only spelled otherwise than the log never reads as one that no
dossier took. Must not read a time.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from services.console.display.words import word
from services.console.importing.case_logs.dossier_rules import Section, StepRule
from services.console.importing.faults import Faulty
from services.console.importing.formats.sheets import Cells
from services.console.outcome import Mistake
from services.console.text import alike, clean

SHOWN = 20
LONGEST = 60  # characters of a value in a message
MOST = 10_000  # activities that are told apart


class StepCounts:
    """Of one section: lines by step, and lines that no step takes by what they are called."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.lines = 0
        self.steps: Counter[int] = Counter()
        self.others: Counter[str] = Counter()

    def add(self, cells: Cells) -> tuple[int, ...] | None:
        """One more line: the steps that it takes, by their places; None where a condition of one
        cannot be decided.
        """
        self.lines += 1
        for place, rule in enumerate(self.section.steps):
            if rule.required and not rule.which:
                self.steps[place] += any(clean(cells[column]) for column in rule.time.cell.named)
        try:
            found = tuple(
                place
                for place, rule in enumerate(self.section.steps)
                if rule.which and rule.lines.hold(cells)
            )
        except Faulty:
            return None
        self.steps.update(found)
        name = "" if found or not self.section.activity else clean(cells[self.section.activity])
        if name and (name in self.others or len(self.others) < MOST):
            self.others[name] += 1
        return found

    def require(self) -> None:
        """What is required occurs, and no activity is only spelled otherwise. Mistake otherwise."""
        for place, rule in enumerate(self.section.steps):
            if self.steps[place] or not (rule.which or rule.required):
                continue
            where = f"{self.section.where}.steps {rule.number}"
            self.require_spelled(rule, where)
            if rule.required:
                raise Mistake(f"{where} is required, and no line takes it")

    def require_spelled(self, rule: StepRule, where: str) -> None:
        """No text of its condition is in the log with other blanks or capitals."""
        for text in (each for found in rule.lines.when for each in found.texts):
            near = (name for name in self.others if close(name) == close(text))
            other = next((name for name in near if alike(name) != alike(text)), None)
            if other is not None:
                problem = f"{text!r} does not occur in the log, but {other!r} does: is that meant?"
                raise Mistake(f"{where}: {problem}")

    def document(self) -> dict[str, Any]:
        """For programs."""
        steps = [
            {"step": rule.number, "lines": self.steps[place]}
            for place, rule in enumerate(self.section.steps)
            if rule.which
        ]
        return {"lines": self.lines, "steps": steps, "others": dict(self.others.most_common())}

    def remarks(self) -> Sequence[str]:
        """For people: steps that no line takes, and what no step reads."""
        zero = [
            f"  {self.section.where}.steps {rule.number}: {word('no line')}"
            for place, rule in enumerate(self.section.steps)
            if rule.which and not self.steps[place]
        ]
        return [*zero, *([self.unread()] if self.others else [])]

    def unread(self) -> str:
        """What lines are called that no step takes."""
        most = self.others.most_common(SHOWN)
        more = len(self.others) - len(most)
        listed = ", ".join(f"{name[:LONGEST]!r} {rows:,}" for name, rows in most)
        rest = f", … (+{more})" if more else ""
        return f"  {word('lines of no step')}: {listed}{rest}"


def close(name: str) -> str:
    """Without blanks and capitals."""
    return "".join(alike(name).casefold().split())
