"""What a run looks like: on the terminal, in a pull request, for a CI server, as JSON. Each takes a Run (and the
gate's Verdict, where there is one) and changes nothing."""
