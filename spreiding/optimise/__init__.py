"""Which sites, as what, within a budget or a norm: problems as arrays, proven plans out."""
