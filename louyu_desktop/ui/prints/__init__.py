"""Papers on screen and on paper: the preview of the real PDF, its options, and the printer."""
