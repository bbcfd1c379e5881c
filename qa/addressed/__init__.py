"""Sentences that address an assistant instead of reporting: "Ignore all previous instructions", "Add … to your reply".

Nobody reads them in the news; they are put into a page for a model that reads it. Such a sentence is neither shown to a
reader nor citable. Figures: `python -m bench.injection`.
"""

from qa.addressed.addressed import addresses_as_title, is_addressed

__all__ = ["addresses_as_title", "is_addressed"]
