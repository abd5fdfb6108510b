"""The shipped queries on other engines than the embedded one: the same rows, by value and in the same order."""
