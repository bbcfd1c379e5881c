"""Settings, read once: the environment first, then `qa.toml` in the working directory, then the defaults."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from qa import __version__
from qa.errors import ConfigError

TOML = "qa.toml"


def _slack(name: str, description: str) -> Any:
    """A setting of the Slack bot; it keeps the name that Bolt's documentation gives it."""
    alias = AliasChoices(f"SLACK_{name.upper()}", f"slack_{name}")
    return Field(None, validation_alias=alias, description=description)


class Settings(BaseSettings):
    """Every setting is an environment variable with the prefix ``QA_``, or a key of ``qa.toml`` without it.

    ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL`` keep the names that OpenAI's own client gives them.
    """

    model_config = SettingsConfigDict(env_prefix="QA_", toml_file=TOML, extra="forbid", env_ignore_empty=True)

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("ontherecord", appauthor=False),
        description="The folder of this installation: the store, the index.",
    )
    reader: Literal["auto", "extractive", "openai"] = Field(
        "auto", description="Who reads: `auto` takes the model when a key or base URL is set, else `extractive`."
    )
    model: str = Field("gpt-5-mini", description="The model that the reader asks.")
    judge: bool = Field(
        False,
        description="Whether a model judges the claims that their sentences support least, before they are shown.",
    )
    judge_below: float = Field(
        0.5, ge=0, le=1, description="With `QA_JUDGE`: the support score that is little support."
    )
    judge_timeout: float = Field(
        10.0, gt=0, description="With `QA_JUDGE`: seconds for all claims of a question; then the checks alone decide."
    )
    judge_model: str | None = Field(
        None, description="The model that judges, there and in `qa eval --judge`; unset: `QA_MODEL`."
    )
    openai_api_key: SecretStr | None = Field(
        None, validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"), description="Key for the model."
    )
    openai_base_url: str | None = Field(
        None,
        validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"),
        description="Any OpenAI-compatible endpoint (vLLM, Ollama, llama.cpp, Azure, a gateway).",
    )
    reader_timeout: float = Field(60.0, gt=0, description="Seconds for the model's whole reply, retries included.")
    max_output_tokens: int = Field(
        6000, gt=0, description="Upper limit for the reply of the model, its thinking included."
    )
    evidence_tokens: int = Field(
        6000, gt=0, description="About how many tokens of passages the model is sent, the best first."
    )
    input_price: float | None = Field(None, ge=0, description="USD per million input tokens; unset: cost is unknown.")
    output_price: float | None = Field(None, ge=0, description="USD per million output tokens; unset: cost is unknown.")
    index: Literal["auto", "exact", "chroma"] = Field(
        "auto",
        description="Vector search: `auto` is an exact scan up to 20,000 passages, and Chroma beyond.",
    )
    hits: int = Field(10, ge=1, le=50, description="How many passages the reader sees.")
    decline_below: float = Field(
        0.45,
        ge=0,
        le=1,
        description="How sure the extractive reader must be; more declines more, and what it says is oftener right.",
    )

    log_format: Literal["text", "json"] = Field("text", description="Of the lines that `qa serve` logs.")
    log_texts: bool = Field(
        False, description="Whether the log may have the words of questions, errors and articles in it."
    )
    requests_per_minute: int = Field(
        600, ge=1, description="Requests a minute for each API key that has no limit of its own (`qa keys add`)."
    )
    slack_bot_token: SecretStr | None = _slack("bot_token", "Token of the Slack app's bot (`xoxb-…`); unset: no bot.")
    slack_app_token: SecretStr | None = _slack("app_token", "App-level token (`xapp-…`): connects through Socket Mode.")
    slack_signing_secret: SecretStr | None = _slack(
        "signing_secret", "Signing secret: takes events at `/slack/events` instead."
    )
    slack_config_token: SecretStr | None = _slack(
        "config_token", "App configuration token, for `qa slack check` to read which events the app is sent."
    )
    slack_allow: dict[str, list[str]] = Field(
        {},
        validation_alias=AliasChoices("SLACK_ALLOW", "slack_allow"),
        description='Who may ask where: `{"C0123": ["*"], "direct": ["U0456"]}`; unset: everybody, everywhere.',
    )
    slack_public_url: str | None = _slack("public_url", "Where people reach this service's page, for links from Slack.")
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias=AliasChoices("SLACK_API_URL", "slack_api_url"),
        description="Slack's Web API.",
    )

    web_user_agent: str = Field(
        f"ontherecord/{__version__}", min_length=1, description="Who fetches; add an address for people's questions."
    )
    web_interval: float = Field(1.0, ge=0, description="Seconds between two requests to one host, at least.")
    web_allow: str = Field(
        "", description="Private networks that may be fetched from all the same, such as `10.1.2.0/24, 10.3.0.0/16`."
    )

    @field_validator("data_dir")
    @classmethod
    def _whole_path(cls, value: Path) -> Path:
        """A home folder's `~` is meant as such, and a later change of the working directory changes nothing."""
        return value.expanduser().absolute()

    @field_validator("openai_base_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError("not an http or https address")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over `qa.toml`; dotenv files and secret folders are not read."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def web_networks(self) -> tuple[str, ...]:
        """The networks of ``web_allow``."""
        return tuple(name.strip() for name in self.web_allow.split(",") if name.strip())

    @property
    def reader_in_use(self) -> Literal["extractive", "openai"]:
        """What ``auto`` comes to."""
        if self.reader != "auto":
            return self.reader
        return "openai" if self.openai_api_key or self.openai_base_url else "extractive"


def _said(kind: str, message: str) -> str:
    return "there is no such setting" if kind == "extra_forbidden" else message


def load(**overrides: object) -> Settings:
    """The settings of this process; ``overrides`` win. ConfigError names each wrong setting."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # checked by pydantic, that is the point of it
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {_said(e['type'], e['msg'])}" for e in error.errors())
        raise ConfigError(f"Settings: {wrong}.", next_step=f"Correct the QA_* variables or {TOML}.") from error
    except ValueError as error:  # a qa.toml that is no TOML
        raise ConfigError(f"{TOML} cannot be read: {error}.", next_step="Correct the file.") from error
