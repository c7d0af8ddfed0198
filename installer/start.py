"""The first module of the built program."""

import gc
import os
import sys
from types import ModuleType

gc.disable()  # what is imported on the way to the first paint is not garbage
sys.__dict__.setdefault("frozen", True)  # by which a built program is known

# what the launcher needed to start us is not for the programs that we start: the printer's, the browser, the player
given = os.environ.get("LOUYU_LIBRARY_PATH")
if given:
    os.environ["LD_LIBRARY_PATH"] = given
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):  # nor what PyInstaller set for the Qt of ours, which finds its own
    os.environ.pop(name, None)

# what Qt for Python imports in case it must unpack itself first, which the build has done: empty ones will do
unpacking = [name for name in ("base64", "tempfile", "textwrap", "traceback", "zipfile") if name not in sys.modules]
sys.modules |= {name: ModuleType(name) for name in unpacking}
from PySide6.QtCore import QCoreApplication  # noqa: E402

for name in unpacking:
    del sys.modules[name]

# the input method's plug-in that the launcher chose: known to this process alone
chosen = os.environ.pop("LOUYU_INPUT", "")
if chosen:
    QCoreApplication.addLibraryPath(chosen)

from louyu_desktop.__main__ import main  # noqa: E402

main()
