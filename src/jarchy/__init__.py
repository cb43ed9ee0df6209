"""Jarchy (жарчы, the herald who carried news from village to village): from a campaign's charter to its donor report."""
