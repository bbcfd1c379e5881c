"""What goes over the wire, for validation of requests and for OpenAPI."""

from api.schemas.answers import AnswerOut, StoredAnswerOut
from api.schemas.articles import (
    ArticlesOut,
    CopiesOut,
    DiffOut,
    SearchOut,
    SentencesOut,
    StoredArticleOut,
    TakenOut,
    VersionsOut,
)
from api.schemas.conversations import ConversationOut, FeedbackIn, FeedbackListOut, FeedbackOut, FeedbackQuery
from api.schemas.given import ArticleIn, AskIn, DeleteQuery, DiffQuery, FiltersIn, ListQuery, SearchIn
from api.schemas.jobs import IngestIn, JobOut, JobReportsOut, JobsOut
from api.schemas.problems import ProblemOut
from api.schemas.texts import AnswerId, ArticleId, ArticleName, JobId

__all__ = [
    "AnswerId",
    "AnswerOut",
    "ArticleId",
    "ArticleIn",
    "ArticleName",
    "ArticlesOut",
    "AskIn",
    "ConversationOut",
    "CopiesOut",
    "DeleteQuery",
    "DiffOut",
    "DiffQuery",
    "FeedbackIn",
    "FeedbackListOut",
    "FeedbackOut",
    "FeedbackQuery",
    "FiltersIn",
    "IngestIn",
    "JobId",
    "JobOut",
    "JobReportsOut",
    "JobsOut",
    "ListQuery",
    "ProblemOut",
    "SearchIn",
    "SearchOut",
    "SentencesOut",
    "StoredAnswerOut",
    "StoredArticleOut",
    "TakenOut",
    "VersionsOut",
]
