"""Jarchy (жарчы, the herald who carried news between villages): a campaign from charter to donor report."""
