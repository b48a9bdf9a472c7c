"""The encrypted store and its keys (DESIGN, Vault).

- Nothing on disk is ever in clear: not a name, not a draft, not a temp file.
- Whatever is killed in the middle leaves the old state or the new one.
- Knows bytes, rows and keys; no entry kinds, no screens.
"""
