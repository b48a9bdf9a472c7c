"""Bundles: signed and encrypted slices of streams for one office (``.mhb``)."""
