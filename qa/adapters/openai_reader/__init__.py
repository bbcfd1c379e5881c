"""The reader that asks a model: OpenAI, or any endpoint that speaks its chat completions. See README.md."""

from qa.adapters.openai_reader.reader import OpenAIReader
from qa.adapters.openai_reader.settings import OpenAISettings

__all__ = ["OpenAIReader", "OpenAISettings"]
