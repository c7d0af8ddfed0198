"""Words on screen and paper: gettext with Chinese source strings.

`_("中文")` translates now, `N_("中文")` only marks a string of a declaration, which is
translated when it is shown (`_(field.label)`).
"""

from __future__ import annotations

import gettext
from pathlib import Path

from louyu_desktop import paths

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "zh_CN"


def use_language(language: str, folder: Path | None = None) -> None:
    """Speak `language` ("zh_CN", which needs no catalogue, or "en") from now on; `folder` has other catalogues."""
    global _catalogue, _language  # noqa: PLW0603 - one language per program
    _language = language
    if language.startswith("zh"):
        _catalogue = gettext.NullTranslations()
    else:
        folder = folder or paths.resource("translations")
        _catalogue = gettext.translation("louyu", folder, [language], fallback=True)


def language() -> str:
    """The language in use."""
    return _language


def _(sentence: str) -> str:
    """`sentence` in the language in use."""
    return _catalogue.gettext(sentence) if sentence else ""


def N_(sentence: str) -> str:
    """Mark `sentence` for the catalogue; it is translated where it is shown."""
    return sentence
