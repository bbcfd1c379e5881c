"""How many independent origins stand behind a claim: five copies of one wire story are one origin.

Among all that was retrieved, other articles that say the same are looked for: their sentences must pass every check
that a claim passes against what it cites, and more of its words than there. Copies are found by the words themselves
(Broder's containment of word shingles, "On the resemblance and containment of documents", 1997) and by agency credit.
Where neither tells, an article counts for itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

from qa.fingerprint import COPIED, alike, overlap, runs
from qa.statements import Statement, keys_of
from qa.types import YES_OR_NO, Article, Citation, Claim, DraftClaim, Evidence
from qa.verify import verify
from qa.words import tokens

_FEWEST = 3  # telling words, that are no numbers, of a claim that can be told from others
_NEAR = 0.3  # of a claim's telling words, in a sentence that may be one of those that say it
_SHARED = 0.7  # in those that do
_SURE = 0.2  # the support score of a claim that is taken to be said by them
_NEAREST = 3  # sentences of an article that are tried
_MOST = 8  # citations of one claim
_DAYS = 6
_NEAR_IN_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|yesterday|tomorrow|(?:this|last|next) \w+)\b",
    re.IGNORECASE,
)

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


def corroborated(claim: Claim, statements: Sequence[Statement], evidence: Evidence) -> Claim:
    """``claim`` with the citations of other origins among ``statements`` that say it too, in the order of the evidence,
    and with its origins counted; an article's one sentence or, where it takes them, two neighbours."""
    words = (token.text for token in tokens(claim.text) if not token.is_number)  # numbers are for the checks to compare
    wanted = frozenset(keys_of(" ".join(words)))
    cited = {citation.article_id for citation in claim.citations}
    mine = [passage.article for passage in evidence.passages if passage.article.id in cited]
    of_article: dict[str, list[Statement]] = {}
    for statement in statements if len(wanted) >= _FEWEST else ():
        asks = statement.text.endswith("?")
        if statement.article.id not in cited and not asks and len(wanted & statement.content()) >= _NEAR * len(wanted):
            of_article.setdefault(statement.article.id, []).append(statement)
    citations = claim.citations
    for told in of_article.values():
        said = _said_by(told, claim, wanted, mine, evidence) if len(citations) < _MOST else ()
        if said and not any(same_origin(told[0].article, one) for one in mine):
            citations += said
            mine.append(told[0].article)
    return replace(claim, citations=citations, origins=origins(citations, evidence))


def _said_by(
    told: Sequence[Statement], claim: Claim, wanted: frozenset[str], mine: Sequence[Article], evidence: Evidence
) -> tuple[Citation, ...]:
    """The citations of those of ``told``, sentences of one article, that say the claim; none when they do not."""
    nearest = sorted(told, key=lambda statement: -len(wanted & statement.content()))[:_NEAREST]
    exact = frozenset(keys_of(claim.exact or "")) if claim.exact not in YES_OR_NO else frozenset[str]()
    if _NEAR_IN_TIME.search(claim.text) and not any(_is_near(told[0].article, one) for one in mine):
        return ()
    beside = [(one, two) for one, two in permutations(nearest, 2) if _is_behind(two, one)]
    for some in (*((one,) for one in nearest), *beside):
        told_keys = frozenset().union(*(statement.content() for statement in some))
        if not some or not exact <= told_keys or len(wanted & told_keys) < _SHARED * len(wanted):
            continue
        outcome = verify(DraftClaim(claim.text, tuple(statement.label for statement in some)), evidence)
        if isinstance(outcome, Claim) and (outcome.support.score or 0.0) >= _SURE:
            return outcome.citations
    return ()


def _is_behind(statement: Statement, other: Statement) -> bool:
    return statement.source.sentence.number == other.source.sentence.number + 1


def _is_near(one: Article, other: Article) -> bool:
    """Whether both were published within days, so that "on Thursday" may mean the same in both."""
    days = [(article.updated_at or article.published_at or "")[:10] for article in (one, other)]
    return all(days) and abs((date.fromisoformat(days[0]) - date.fromisoformat(days[1])).days) <= _DAYS


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
    return alike(one.text, other.text) >= COPIED


def copies(articles: Sequence[Article]) -> tuple[frozenset[str], ...]:
    """The ids of ``articles`` in clusters of near-duplicate texts: every id in exactly one, alone when it has no copy.

    Two texts are copies when at least ``COPIED`` of the shorter one's shingles (three words in a row, without case and
    punctuation) stand in the other: a cut tail, another headline and house edits leave most of them. Clusters are
    transitive, in the order in which their first article comes.
    """
    texts = {article.id: article.text for article in articles}
    groups = _Groups(texts)
    told = {key: runs(text) for key, text in texts.items()} if len(texts) > 1 else {}  # each once, however many
    for one, two in combinations(told, 2):
        if overlap(told[one], told[two]) >= COPIED:
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
