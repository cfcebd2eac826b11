"""A question about a region put in bare arrays: options, money, norms, rules and distances."""
