"""Branches, candidates, kernen and boundaries, and the templates to fill in."""
