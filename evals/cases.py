"""Reads cases from JSON Lines. What the keys mean stands in ``evals/cases/README.md``; ``schema.json`` beside it is
generated from here (``python -m evals.cases``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.types import ANSWERED, DECLINED, Case, Day, ExpectedPassage, Fact, Form, Importance, Kind, Needed, Number
from evals.types import Text as TextForm
from qa.errors import InputError
from qa.types import Status, YesNo

FOLDER = Path(__file__).parent / "cases"
"""The cases that come with the package."""

SEEDS = FOLDER / "seeds.jsonl"
SCHEMA = FOLDER / "schema.json"

_SHOWN = 20  # faults in one message
_MEANINGS = ("text", "number", "date", "any_of", "must_not_say")

Words = Annotated[str, Field(min_length=1, pattern=r"\w")]


class CasesError(InputError):
    """Cases that cannot be used; the message names every line at fault."""

    code = "cases"
    next_step = "Correct these lines; evals/cases/README.md says what the keys mean."

    def __init__(self, faults: list[str]) -> None:
        more = [f"… and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        super().__init__("\n".join(["Cases that cannot be used:", *faults[:_SHOWN], *more]) + "\n")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class FormLine(_Strict):
    """One way to state a fact: exactly one of ``text``, ``number`` (with ``tolerance``) and ``date``."""

    text: Words | None = None
    number: float | None = None
    tolerance: float = Field(0.0, ge=0)
    date: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\d$")

    @model_validator(mode="after")
    def _one_form(self) -> FormLine:
        if sum(value is not None for value in (self.text, self.number, self.date)) != 1:
            raise ValueError("needs exactly one of text, number, date")
        if self.tolerance and self.number is None:
            raise ValueError("tolerance goes with number")
        if self.date is not None:
            date.fromisoformat(self.date)
        return self

    def form(self) -> Form:
        """The form as the graders take it."""
        if self.number is not None:
            return Number(self.number, self.tolerance)
        return Day(self.date) if self.date is not None else TextForm(self.text or "")


AnyForm = Words | FormLine


class FactLine(_Strict):
    """One expected fact: ``importance`` with one of ``text``, ``number``, ``date``, ``any_of``; or ``must_not_say``."""

    importance: Literal["vital", "okay"] | None = None
    text: Words | None = None
    number: float | None = None
    tolerance: float = Field(0.0, ge=0)
    date: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\d$")
    any_of: list[AnyForm] | None = Field(None, min_length=1)
    must_not_say: AnyForm | list[AnyForm] | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> FactLine:
        self.fact()
        return self

    def fact(self) -> Fact:
        """The fact; ValueError when the keys do not go together."""
        given = [key for key in _MEANINGS if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError(f"needs exactly one of {', '.join(_MEANINGS)}")
        if (self.importance is None) != (given == ["must_not_say"]):
            raise ValueError("importance goes with every fact but must_not_say")
        importance: Importance = self.importance or "forbidden"
        if given[0] not in ("any_of", "must_not_say"):
            form = FormLine(text=self.text, number=self.number, date=self.date, tolerance=self.tolerance)
            return Fact(importance, (form.form(),))
        if self.tolerance:
            raise ValueError("tolerance goes with number")
        forms = self.any_of if self.any_of is not None else self.must_not_say
        listed = forms if isinstance(forms, list) else [forms]
        return Fact(importance, tuple(_form(form) for form in listed if form is not None))


class PassageLine(_Strict):
    """An expected passage; without ``quote`` the whole article is meant."""

    article: Words
    quote: Words | None = None


class CaseLine(_Strict):
    """One line of a file of cases."""

    id: str = Field(pattern=r"^[\w.-]+$")
    kind: Kind
    question: Words
    status: Literal["answered", "declined"] | Annotated[list[Status], Field(min_length=1)]
    facts: list[FactLine] = Field(default_factory=list)
    passages: list[PassageLine] = Field(default_factory=list)
    needed: Needed = "each_fact"
    as_of: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\d")
    asked_at: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
    previous: list[Words] = Field(default_factory=list)
    sides: list[AnyForm | list[AnyForm]] | None = None
    yes_no: YesNo | None = None
    cluster: str | None = None
    note: str | None = Field(None, description="For people; nothing reads it.")
    draft: bool = Field(False, description="To be completed by a person first: it is not asked, and may lack facts.")

    @model_validator(mode="after")
    def _whole(self) -> CaseLine:
        if self.draft:
            return self
        if self.status == "answered" and not any(fact.importance == "vital" for fact in self.facts):
            raise ValueError("an answer is expected, so it needs a vital fact")
        if self.status == "answered" and not self.passages:
            raise ValueError("an answer is expected, so it needs a passage")
        if self.status == "declined" and any(fact.importance for fact in self.facts):
            raise ValueError("nothing can be stated by an answer that declines")
        return self

    def case(self, origin: str) -> Case:
        """The case, written at ``origin``."""
        first = self.passages[0].article if self.passages else self.id
        return Case(
            id=self.id,
            kind=self.kind,
            question=self.question,
            status=_statuses(self.status),
            facts=tuple(fact.fact() for fact in self.facts),
            passages=tuple(ExpectedPassage(passage.article, passage.quote) for passage in self.passages),
            needed=self.needed,
            as_of=self.as_of,
            asked_at=self.asked_at,
            previous=tuple(self.previous),
            sides=self._sides(),
            yes_no=self.yes_no,
            cluster=self.cluster or first,
            origin=origin,
        )

    def _sides(self) -> tuple[tuple[Form, ...], ...] | None:
        """Those given; else a question with one answer, or none, is not one that sources disagree on."""
        if self.sides is None:
            return () if self.kind in ("answerable", "unanswerable") else None
        return tuple(tuple(map(_form, side if isinstance(side, list) else [side])) for side in self.sides)


def load(path: Path) -> tuple[Case, ...]:
    """The cases of ``path``, in order, drafts left out. CasesError names every line at fault, an empty file, and ids
    given twice."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError([f"{path}: {error}"]) from error
    found: dict[str, Case] = {}
    faults: list[str] = []
    drafted = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        origin = f"{path.name}:{number}"
        try:
            parsed = CaseLine.model_validate_json(line)
        except ValidationError as error:
            faults += [f"{origin}: {fault}" for fault in _faults(error)]
            continue
        if parsed.draft:
            drafted += 1
            continue
        case = parsed.case(origin)
        if case.id in found:
            faults.append(f"{origin}: the id {case.id!r} stands in {found[case.id].origin} already")
        found[case.id] = case
    if faults or not found:
        only = f'it holds {drafted} drafts only: complete them and take out "draft"' if drafted else "it holds no case"
        raise CasesError(faults or [f"{path}: {only}"])
    return tuple(found.values())


def ids(path: Path) -> set[str]:
    """The ids in ``path``, of drafts too; CasesError names a line without one."""
    found = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.add(str(json.loads(line)["id"]))
        except (ValueError, TypeError, KeyError) as error:
            raise CasesError([f"{path.name}:{number}: it is no case"]) from error
    return found


def schema() -> str:
    """The JSON Schema of one line."""
    described = CaseLine.model_json_schema() | {"title": "A case of the eval suite, one line of a JSON Lines file"}
    return json.dumps(described, indent=2) + "\n"


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        where = ".".join(map(str, fault["loc"]))
        yield f"{where}: {fault['msg']}" if where else fault["msg"]


def _form(form: AnyForm) -> Form:
    return form.form() if isinstance(form, FormLine) else TextForm(form)


def _statuses(status: str | list[Status]) -> frozenset[Status]:
    if isinstance(status, list):
        return frozenset(status)
    return ANSWERED if status == "answered" else DECLINED


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
