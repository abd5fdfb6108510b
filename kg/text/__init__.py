"""Documents as text: how they are read, cut into passages, hashed and marked. Nothing here knows of a graph."""
