"""Journeys through the whole house, in a real browser against a running `jarchy up`."""
