"""Data only: reference files, translations, theme."""
