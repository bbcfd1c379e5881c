"""What an endpoint understands, found out by asking: the strictest way first, a weaker one when it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple


class Form(NamedTuple):
    """The form that a reply must have: a JSON schema, and its name."""

    name: str
    schema: Mapping[str, Any]


CLAIMS = Form(
    "claims",
    {
        "type": "object",
        "properties": {
            "claims": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string"},
                        "sentences": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["text", "sentences"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["claims"],
        "additionalProperties": False,
    },
)
_WEAKER: dict[str, Literal["json", "plain"]] = {"schema": "json", "json": "plain"}
# How servers word it: the parameter, its value, or the machinery behind it (vLLM and llama.cpp name the latter).
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "structured output", "guided", "grammar", "json mode")
_USAGE_WORDS = ("stream_options", "include_usage")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is asked of an endpoint beyond the messages."""

    format: Literal["schema", "json", "plain"] = "schema"
    usage: bool = True
    limit: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"

    def parameters(self, max_output_tokens: int, form: Form = CLAIMS) -> dict[str, Any]:
        """The parameters of a request whose reply is to have ``form``."""
        parameters: dict[str, Any] = {self.limit: max_output_tokens}
        if self.format == "schema":
            described = {"name": form.name, "strict": True, "schema": dict(form.schema)}
            parameters["response_format"] = {"type": "json_schema", "json_schema": described}
        if self.format == "json":
            parameters["response_format"] = {"type": "json_object"}
        if self.usage:
            parameters["stream_options"] = {"include_usage": True}
        return parameters

    def weaker(self, status: int, complaint: str) -> "Dialect | None":
        """What to try when the endpoint answered ``status`` and ``complaint``; ``None`` when that would not help.

        Each step gives something up for good, so there are four steps at most.
        """
        if status not in (400, 422, 501):
            return None
        said = complaint.lower()
        if self.usage and any(word in said for word in _USAGE_WORDS):
            return replace(self, usage=False)
        if self.limit in said and self.limit == "max_completion_tokens":
            return replace(self, limit="max_tokens")
        if self.format != "plain" and any(word in said for word in _FORMAT_WORDS):
            return replace(self, format=_WEAKER[self.format])
        return None
