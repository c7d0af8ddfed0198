"""The first module of the built program."""

import os

# what the launcher needed to start us is not for the programs that we start: the printer's, the browser, the player
given = os.environ.get("LOUYU_LIBRARY_PATH")
if given:
    os.environ["LD_LIBRARY_PATH"] = given
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

from louyu_desktop.__main__ import main  # noqa: E402

main()
