"""Jarchy (жарчы, the herald who carried news from village to village): a campaign from its charter to its donor report."""
