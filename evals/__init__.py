"""The eval suite: scores answers against what people expect of them, and blocks a change that makes them worse."""
