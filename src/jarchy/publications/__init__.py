"""publications."""
