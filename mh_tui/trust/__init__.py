"""Who is in: cards, fingerprints, admission and revocation."""
