"""Documents to drafts: PDF, DOCX, mail."""

from qa.extract.documents.docx import read_docx
from qa.extract.documents.mail import read_mail
from qa.extract.documents.pdf import read_pdf

__all__ = ["read_docx", "read_mail", "read_pdf"]
