"""Prompts: loading them, checking them, and framing article text so that it cannot pass for a part of the prompt.

What is changed here is changed in the prompt alone: quotes are cut from the store, never from what a model saw.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from string import Template
from typing import NamedTuple

from qa.addressed import is_addressed
from qa.commands import is_command
from qa.errors import ConfigError, PromptError
from qa.resources import resource_dir
from qa.titles import pieces
from qa.types import Evidence, EvidencePassage

VARIABLES = {
    "read": frozenset({"evidence", "asked_at", "question"}),
    "judge": frozenset({"question", "claim", "sentences"}),
}
DIVIDER = "\n---\n"

# Cc control, Cf zero-width, bidirectional and tag characters, Cs lone surrogates, Co private use.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
# An opening bracket of any kind, an S of any script, a digit: what a model could take for a sentence label.
_LABEL = re.compile(r"[\[［【〔〖〘〚⟦⟨❲⁅﹝][\W_]{0,3}([SsＳｓЅѕ][\W_]{0,3}\d)")
# [INST], [/INST], [SYSTEM_PROMPT]: role markers of some models' chat templates.
_BRACKET_MARKER = re.compile(r"\[(?=/?[A-Z_]{4,40}\])")
# <passages>, </s>, <|im_start|>, <<SYS>>: the frame's own tags and role markers. "< 5" and "<3" stay.
_TAG = re.compile(r"<(?=\s?[^\s\d=])")


class Messages(NamedTuple):
    """What is sent: the instructions, and what they are about."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file. ``sha256`` is over its bytes, in hex; ``variables`` are the names that ``render`` needs."""

    name: str
    sha256: str
    text: str
    variables: frozenset[str]

    def render(self, **values: str) -> Messages:
        """The two messages with ``values`` put in; PromptError names a variable that is missing or unknown.

        Values go in as they are, and nothing inside them is taken for a variable or for the divider.
        """
        _compare(self.name, found=frozenset(values), expected=self.variables)
        system, _, user = self.text.partition(DIVIDER)
        return Messages(Template(system).substitute(values).strip(), Template(user).substitute(values).strip())


def load(name: str) -> Prompt:
    """The prompt ``prompts/{name}.md``. PromptError when it is missing, or its variables are not the expected ones."""
    try:
        path = resource_dir("prompts") / f"{name}.md"
        data = path.read_bytes()
        text = data.decode().replace("\r\n", "\n")
    except (ConfigError, OSError, UnicodeDecodeError) as error:
        raise PromptError(f"The prompt {name!r} cannot be read: {error}", next_step="Restore prompts/.") from error
    return Prompt(name, hashlib.sha256(data).hexdigest(), text, check(name, text))


def check(name: str, text: str) -> frozenset[str]:
    """The variables of ``text``, when they are those that the prompt ``name`` must have; else PromptError."""
    if name not in VARIABLES:
        raise PromptError(f"Nothing uses a prompt named {name!r}.", next_step="List its variables in qa/prompts.py.")
    if text.count(DIVIDER) != 1:
        raise PromptError(f"The prompt {name!r} needs one line '---' between its system and its user part.")
    template = Template(text)
    if not template.is_valid():
        raise PromptError(f"The prompt {name!r} has a '$' that starts no variable.", next_step="Write '$$'.")
    found = frozenset(template.get_identifiers())
    _compare(name, found=found, expected=VARIABLES[name])
    return found


def _compare(name: str, *, found: frozenset[str], expected: frozenset[str]) -> None:
    faults = [
        f"{fault} {', '.join('$' + variable for variable in sorted(variables))}"
        for fault, variables in (("missing:", expected - found), ("unknown:", found - expected))
        if variables
    ]
    if faults:
        raise PromptError(f"Variables of the prompt {name!r}: {'; '.join(faults)}.")


def frame(evidence: Evidence) -> str:
    """``evidence`` as a model sees it: a line per passage (``[S3] title | publisher | date``), then a line per sentence
    (``[S3.2] …``).

    A line break, a label or a tag inside an article cannot occur here: see ``plain``.
    """
    return "\n".join(line for lines in framed(evidence) for line in lines)


def framed(evidence: Evidence) -> list[list[str]]:
    """The lines of each passage, in order. Where an article comes from is said once: its further passages are opened by
    ``[S4] as S1``."""
    first: dict[tuple[str, str], str] = {}
    found = []
    for passage in evidence.passages:
        before = first.setdefault((passage.article.id, passage.article.version), passage.label)
        parts = ["picture caption"] if passage.hit.passage.kind == "caption" else []
        parts += [f"as {before}"] if before != passage.label else _provenance(passage)
        sentences = (f"[{sentence.label}] {plain(sentence.text)}" for sentence in passage.sentences)
        found.append([f"[{passage.label}] {' | '.join(parts)}", *sentences])
    return found


def _provenance(passage: EvidencePassage) -> list[str]:
    """What is known of the article: its title first, so that no other field can be taken for it."""
    article = passage.article
    origin = _shown(article.origin) if article.origin != article.publisher else None
    fields = [
        _shown(article.title) or "no title",
        _shown(article.publisher),
        f"by {origin}" if origin else None,
        f"published {article.published_at}" if article.published_at else "no date",
        f"updated {article.updated_at}" if article.updated_at else None,
    ]
    return [plain(field).replace("|", "/") for field in fields if field]


def _shown(field: str | None) -> str | None:
    """A title or a name as it is; none where it tells somebody what to do, since a model reads it."""
    return None if any(is_addressed(piece) or is_command(piece) for piece in pieces(field)) else field


def plain(text: str) -> str:
    """``text`` on one line, with nothing in it that a model could take for a part of the frame.

    It is made ``visible``; ``[S1.2]`` in whatever brackets becomes ``(S1.2]``, a tag ``<x>`` becomes ``‹x>``, a role
    marker ``[INST]`` becomes ``(INST]``.
    """
    return _TAG.sub("‹", _BRACKET_MARKER.sub("(", _LABEL.sub(r"(\1", visible(text))))


def visible(text: str) -> str:
    """``text`` on one line: runs of white space become one space, characters that nobody sees go."""
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _UNSEEN)
