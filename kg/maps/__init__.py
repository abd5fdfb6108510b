"""Interactive maps: one HTML file that needs nothing else."""
