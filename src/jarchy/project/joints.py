"""The one page that wires the rooms: read from top to bottom it shows how the house hangs together."""
