"""Tests that walk every address, table and command, so that the forgotten thing fails."""
