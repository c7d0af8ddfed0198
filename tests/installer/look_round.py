"""A look round the demonstration from the first window: stopped once, built, shown round, removed, all with the mouse.

`python -m tests.installer.look_round` plays it with the program of this tree, `… COMMAND` with an installed one.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.installer.new_user import computer
from tests.installer.novice import MissingError, Novice
from tests.installer.screen import Account

BUILT = 1200.0
WAY = "先到演示站点里看看"


def look_round(novice: Novice, account: Account) -> None:
    """All of it; every step says how long it took."""
    began = time.monotonic()
    novice.click(WAY)
    novice.wait_for("已建好", "label")
    novice.click("不等了")
    novice.wait_for(WAY, "button")
    began = _said("begun, and stopped", began)
    novice.click(WAY)
    novice.wait_for("删除演示站点", "button", BUILT)
    began = _said("built and open", began)
    novice.click("跳过")
    novice.wait_for("企业 592 家", "button")
    novice.click("删除演示站点")
    novice.wait_for("把原来的 Excel 台账搬进来", "button")
    _said("shown round, removed with one click, the first window again", began)
    left = [path for path in _data(account).rglob("*") if path.is_file() and path.suffix != ".log"]
    assert not left, left


def _data(account: Account) -> Path:
    return account.outside(account.home) / ".local" / "share" / "louyu_desktop"


def _said(words: str, began: float) -> float:
    now = time.monotonic()
    print(f"{now - began:6.1f} s  {words}", flush=True)
    return now


def main() -> None:
    """Play it; what the program wrote into its log when it came otherwise."""
    with computer(sys.argv[1:] or [sys.executable, "-m", "louyu_desktop"], None, "", None) as (novice, account):
        try:
            look_round(novice, account)
        except MissingError:
            for log in account.outside(account.home).rglob("*.log"):
                print(log.read_text("utf-8"))
            raise


if __name__ == "__main__":
    main()
