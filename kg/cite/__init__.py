"""Citations: where a claim stands, and its quote, verified in a copy of the document."""
