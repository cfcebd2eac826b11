"""Exact searches for aims over distances: cuts per group, exchange of options, branch and bound."""
