"""The page on which a person checks claims against the text."""
