"""Pages of the field (work/) and of the office (office/)."""
