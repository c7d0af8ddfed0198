"""The floor plan of a building, and its sheet in numbers: the pages that a building's record opens on."""
