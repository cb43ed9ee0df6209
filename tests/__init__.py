"""What belongs to no room: the cast and the tiny campaign, tests that walk the whole house, journeys in a browser."""
