"""How names look: of people, of news agencies, and of the houses that sell pictures (whose credit is never the
article's origin)."""

import re

_NAMES = {
    "AFP": ("Agence France-Presse", "Agence France Presse"),
    "AP": ("The Associated Press", "Associated Press"),
    "Reuters": ("Thomson Reuters",),
    "PA": ("PA Media", "Press Association", "The Press Association"),
    "PTI": ("Press Trust of India",),
    "TASS": ("Itar-Tass", "ITAR-TASS"),
    "Interfax": (),
    "RIA Novosti": (),
    "Bloomberg": ("Bloomberg News",),
    "dpa": ("DPA", "Deutsche Presse-Agentur"),
    "EFE": (),
    "ANSA": (),
    "UPI": ("United Press International",),
    "Xinhua": (),
    "Kyodo": ("Kyodo News",),
    "Yonhap": (),
    "Anadolu": ("Anadolu Agency",),
    "CNN": ("CNN Business", "CNNBusiness"),
}
_CANONICAL = {spelling.casefold(): name for name, others in _NAMES.items() for spelling in (name, *others)}
_PICTURE_HOUSES = (
    "Getty Images",
    "Getty",
    "EPA-EFE",
    "EPA",
    "Shutterstock",
    "Alamy",
    "iStock",
    "Adobe Stock",
    "WireImage",
    "Zuma Press",
    "SIPA",
    "Rex Features",
    "Corbis",
    "Sputnik",
    "Unsplash",
)


def _any_of(names: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"


_SPELLINGS = tuple(spelling for name, others in _NAMES.items() for spelling in (name, *others))

CAPITAL = "A-ZÀ-ÖØ-ÞĆČĎĞİŁŃŘŚŞŠŤŹŻŽ"
"""Capital letters, for the inside of a character class."""

NAME = rf"[{CAPITAL}][\w.'’-]*(?: (?:de|da|van|von|der|bin|al|el|[{CAPITAL}][\w.'’-]*)){{0,4}}"
"""A regular expression of a name: up to five words with capitals, small particles between."""

AGENCY = _any_of(_SPELLINGS)
"""A regular expression of agency names, as they are written."""

HOUSE = _any_of((*_SPELLINGS, *_PICTURE_HOUSES))
"""A regular expression of those that a picture is credited to."""


def canonical(name: str) -> str:
    """One spelling per agency (``The Associated Press`` is ``AP``), so that copies count as one origin; any other
    name as it is."""
    return _CANONICAL.get(name.casefold(), name)


def is_agency(name: str) -> bool:
    """Whether ``name`` is one of the agencies, in any spelling."""
    return name.strip().casefold() in _CANONICAL
