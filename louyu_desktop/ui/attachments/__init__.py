"""Files of a record on screen: dropped, pasted, listed, looked at."""
