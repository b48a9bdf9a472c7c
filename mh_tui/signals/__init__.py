"""A signal as a value: its id, its record, the advice for it; no database and no files."""
