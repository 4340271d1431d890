"""Reading and writing: strict, exact, all problems of a file together."""
