"""What crosswalks say, followed: translation, and the view as a graph."""
