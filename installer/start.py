"""The first module of the built program."""

import os

# what the launcher needed to start us is not for the programs that we start: the printer's, the browser, the player
given = os.environ.get("LOUYU_LIBRARY_PATH")
if given:
    os.environ["LD_LIBRARY_PATH"] = given
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):  # nor what PyInstaller set for the Qt of ours, which finds its own
    os.environ.pop(name, None)

# the input method's plug-in that the launcher chose: known to this process alone
chosen = os.environ.pop("LOUYU_INPUT", "")
if chosen:
    from PySide6.QtCore import QCoreApplication

    QCoreApplication.addLibraryPath(chosen)

from louyu_desktop.__main__ import main  # noqa: E402

main()
