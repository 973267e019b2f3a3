"""The Python side of Halfstep: runs the lessons in the Java kernel and writes the book."""
