"""The journal: append-only streams of entries."""
