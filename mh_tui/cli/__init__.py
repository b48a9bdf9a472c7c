"""The command line: the same core as the screens, for scripts and screen readers (CLI.md)."""
