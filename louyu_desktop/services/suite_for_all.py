"""Services of requests, of the council, of the checklist and of the wall: a part of `suite.Services`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from louyu_desktop.services.access import Access
from louyu_desktop.services.guarded import guarded
from louyu_desktop.storage.database import Database

if TYPE_CHECKING:
    from louyu_desktop.services.board import Board
    from louyu_desktop.services.checklists import Checklists
    from louyu_desktop.services.councils import Councils
    from louyu_desktop.services.introducing import Introducing
    from louyu_desktop.services.measures import Measures
    from louyu_desktop.services.notices import Notices
    from louyu_desktop.services.requests import Requests
    from louyu_desktop.services.wishes import Wishes


class ServicesForAll:
    """What a station does for whoever asks; each is made when it is first asked for."""

    _database: Database
    access: Access

    @cached_property
    def requests(self) -> Requests:
        """Requests from the first word to the call-back."""
        from louyu_desktop.services.requests import Requests

        return guarded(Requests(self._database), self.access)

    @cached_property
    def introducing(self) -> Introducing:
        """What a new station lacks, and who has been shown round."""
        from louyu_desktop.services.introducing import Introducing

        return guarded(Introducing(self._database), self.access)

    @cached_property
    def board(self) -> Board:
        """Open requests by stage."""
        from louyu_desktop.services.board import Board

        return guarded(Board(self._database), self.access)

    @cached_property
    def councils(self) -> Councils:
        """Topics from a need to an answer, and the meetings about them."""
        from louyu_desktop.services.councils import Councils

        return guarded(Councils(self._database), self.access)

    @cached_property
    def measures(self) -> Measures:
        """How well requests are answered."""
        from louyu_desktop.services.measures import Measures

        return guarded(Measures(self._database), self.access)

    @cached_property
    def checklists(self) -> Checklists:
        """The checklist as a whole: how far it is confirmed, its versions compared."""
        from louyu_desktop.services.checklists import Checklists

        return guarded(Checklists(self._database), self.access)

    @cached_property
    def wishes(self) -> Wishes:
        """Wishes, from the box to the wall and off it."""
        from louyu_desktop.services.wishes import Wishes

        return guarded(Wishes(self._database), self.access)

    @cached_property
    def notices(self) -> Notices:
        """What hangs on the public wall."""
        from louyu_desktop.services.notices import Notices

        return guarded(Notices(self._database), self.access)
