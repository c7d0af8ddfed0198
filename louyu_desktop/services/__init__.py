"""One method for each thing a person can do; a method is one operation and gives frozen copies."""
