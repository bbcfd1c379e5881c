"""What the reader must be told."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OpenAISettings:
    """``base_url`` ``None`` is OpenAI; ``api_key`` ``None`` sends none (a server of one's own).

    ``timeout_s`` is for the whole reply, retries included; ``stall_s`` for the wait between two pieces of it.
    Prices are USD per million tokens. ``evidence_tokens`` limits, about, what is sent of the articles.
    """

    model: str
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    timeout_s: float = 60.0
    stall_s: float = 30.0
    max_output_tokens: int = 2000
    input_price: float | None = None
    output_price: float | None = None
    evidence_tokens: int = 6000
