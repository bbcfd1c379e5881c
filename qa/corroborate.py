"""How many independent origins stand behind a claim: five copies of one wire story are one origin.

Copies are found by the words themselves (Broder's containment of word shingles, "On the resemblance and containment of
documents", 1997) and by agency credit. Where neither tells, an article counts for itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations

from qa.fingerprint import COPIED, containment, shingles
from qa.types import Article, Citation, Evidence

_DECORATION = re.compile(r"^(?:the|thomson)\s+|\s+(?:news agency|newswire|wire)$|^[^\w]+|[^\w]+$")
_AGENCIES = {
    "associated press": "ap",
    "agence france presse": "afp",
    "deutsche presse agentur": "dpa",
    "press association": "pa",
    "pa media": "pa",
    "united press international": "upi",
    "australian associated press": "aap",
    "canadian press": "cp",
}


def origins(citations: Sequence[Citation], evidence: Evidence) -> int:
    """The number of independent origins among the articles that ``citations`` name; 0 without citations.

    Articles with the same known origin are one (``Reuters``, ``REUTERS``), and so are copies of one text, whatever
    their credits say. An unknown origin counts for itself.
    """
    cited = dict.fromkeys((citation.article_id, citation.version) for citation in citations)
    known = {(p.article.id, p.article.version): p.article for p in evidence.passages}
    articles = [known[key] for key in cited if key in known]
    credit_of = {citation.article_id: agency(citation.origin) for citation in citations}
    groups = _Groups(article_id for article_id, _ in cited)
    for cluster in copies(articles):
        groups.join(sorted(cluster))
    for credit in {name for name in credit_of.values() if name}:
        groups.join([article_id for article_id, name in credit_of.items() if name == credit])
    return groups.count()


def agency(origin: str | None) -> str | None:
    """The one form of an origin's name: ``REUTERS``, ``Thomson Reuters`` and ``(Reuters)`` are ``reuters``."""
    if origin is None:
        return None
    name = " ".join(unicodedata.normalize("NFKC", origin).casefold().replace("-", " ").split())
    stripped = None
    while stripped != name:
        stripped, name = name, _DECORATION.sub("", name)
    return _AGENCIES.get(name, name) or None


def same_origin(one: Article, other: Article) -> bool:
    """Whether two articles come from one origin: the same known origin, without one the same publisher, or one text."""
    if one.id == other.id:
        return True
    credits_ = [agency(article.origin) or agency(article.publisher) for article in (one, other)]
    if credits_[0] is not None and credits_[0] == credits_[1]:
        return True
    return containment(shingles(one.text), shingles(other.text)) >= COPIED


def copies(articles: Sequence[Article]) -> tuple[frozenset[str], ...]:
    """The ids of ``articles`` in clusters of near-duplicate texts: every id in exactly one, alone when it has no copy.

    Two texts are copies when at least ``COPIED`` of the shorter one's shingles (three words in a row, without case and
    punctuation) stand in the other: a cut tail, another headline and house edits leave most of them. Clusters are
    transitive, in the order in which their first article comes.
    """
    found = {article.id: shingles(article.text) for article in articles}
    groups = _Groups(found)
    for one, two in combinations(found, 2):
        if containment(found[one], found[two]) >= COPIED:
            groups.join([one, two])
    return groups.clusters()


class _Groups:
    """Ids in disjoint groups, in the order in which they were given."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._leader: dict[str, str] = {key: key for key in ids}

    def join(self, ids: Sequence[str]) -> None:
        """Makes one group of the groups of ``ids``."""
        leaders = {self._leader[key] for key in ids}
        for key, leader in self._leader.items():
            if leader in leaders:
                self._leader[key] = self._leader[ids[0]]

    def count(self) -> int:
        """How many groups there are."""
        return len(set(self._leader.values()))

    def clusters(self) -> tuple[frozenset[str], ...]:
        """The groups, in the order of their first ids."""
        found: dict[str, list[str]] = {}
        for key, leader in self._leader.items():
            found.setdefault(leader, []).append(key)
        return tuple(frozenset(cluster) for cluster in found.values())
