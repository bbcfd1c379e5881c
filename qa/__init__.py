"""On the Record: answers about news articles, every claim tied to exact sentences.

Importing this package is cheap on purpose: llama_index, chromadb and openai load when first used.
"""

__version__ = "0.1.0"
