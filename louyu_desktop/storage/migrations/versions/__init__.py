"""One script for each schema; each number is the `user_version` it leads to."""
