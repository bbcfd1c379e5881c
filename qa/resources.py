"""The data files that travel with the package: prompts and seeds."""

from pathlib import Path

from qa.errors import ConfigError

PACKAGE = Path(__file__).parent


def resource_dir(name: str) -> Path:
    """The folder ``name`` (``prompts``, ``seeds``): inside the installed package, else at the top of the checkout.

    ConfigError when it is in neither place.
    """
    installed = PACKAGE / "_data" / name
    if installed.is_dir():
        return installed
    checkout = PACKAGE.parent
    # Beside an installed package stand other people's packages: a folder counts only where our project file is.
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise ConfigError(f"The data folder {name}/ is missing.", next_step="Install the package again.")
