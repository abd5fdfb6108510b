"""Why something is in the graph, or in which way it is not; and what a thing is."""
