"""One task each: what screens and commands ask for."""
