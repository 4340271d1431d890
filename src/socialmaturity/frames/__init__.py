"""Tables: whole columns of assessments at once, on the engines that people already run."""
