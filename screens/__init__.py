"""The full-screen program on top of the headless core."""
