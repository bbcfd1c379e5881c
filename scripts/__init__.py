"""What is run by hand, from the top of the repository."""
