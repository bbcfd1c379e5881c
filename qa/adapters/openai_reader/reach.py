"""Whether the model's endpoint is there and takes the key: asks for its list of models, which costs nothing."""

import httpx

from qa.adapters.openai_reader.settings import OpenAISettings
from qa.errors import ReaderAuthError, ReaderTimeoutError, ReaderUnavailableError

OPENAI = "https://api.openai.com/v1"
SECONDS = 3.0


async def reach(settings: OpenAISettings, transport: httpx.AsyncBaseTransport | None = None) -> str:
    """What the endpoint said. Any reply but a failure of its own or a refusal of the key will do: not every server
    lists its models. ReaderAuthError, ReaderTimeoutError, ReaderUnavailableError."""
    key = (settings.api_key or "none").strip()
    address = f"{(settings.base_url or OPENAI).rstrip('/')}/models"
    try:
        async with (
            httpx.AsyncClient(timeout=SECONDS, transport=transport) as http,
            http.stream("GET", address, headers={"Authorization": f"Bearer {key}"}) as response,
        ):
            status = response.status_code
    except httpx.TimeoutException as error:
        raise ReaderTimeoutError(f"The model's endpoint did not answer within {SECONDS:g} seconds.") from error
    except (httpx.TransportError, UnicodeEncodeError) as error:
        raise ReaderUnavailableError(f"The model's endpoint cannot be reached ({type(error).__name__}).") from error
    if status in (401, 403):
        raise ReaderAuthError(f"The model's endpoint refused the key ({status}).")
    if status >= 500:
        raise ReaderUnavailableError(f"The model's endpoint fails ({status}).")
    return f"The model's endpoint answers ({status})."
