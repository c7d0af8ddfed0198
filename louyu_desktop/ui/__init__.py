"""The window: shows copies, asks services through `Tasks`, draws again when `ChangeBus` says so."""
