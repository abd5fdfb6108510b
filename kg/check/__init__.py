"""Everything that `kg check` holds the data to."""
