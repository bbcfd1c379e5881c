"""`python -m qa.cli` is `qa`."""

from qa.cli import main

main()
