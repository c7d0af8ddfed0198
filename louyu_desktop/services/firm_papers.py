"""How each paper about enterprises and visits is read: one function for each, found by the paper's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from louyu_desktop.printing import contact_card, dossier, record_form, table_sheet, visit_form, visit_route
from louyu_desktop.services import dossier_rows, firm_lists, visit_papers
from louyu_desktop.services import firm_paper_kinds as kinds
from louyu_desktop.services.paper_ready import Asked, Ready, ready, titled
from louyu_desktop.text import _


def _dossier(asked: Asked, *, shop: bool) -> Ready:
    found = dossier_rows.dossier_of(asked.database, asked.id, asked.chosen, shop=shop)
    return ready(titled(found.title, found.name, found.stamp), dossier, found)


def _visit_form(asked: Asked) -> Ready:
    forms = visit_papers.forms_of(asked.database, asked.id, asked.chosen)
    return ready(titled(_("走访表"), forms.forms[0].enterprise), visit_form, forms)


def _visit_forms(asked: Asked) -> Ready:
    return ready(_("空白走访表"), visit_form, visit_papers.blank_forms(asked.database, asked.chosen))


def _visit_record(asked: Asked) -> Ready:
    form = visit_papers.record_of(asked.database, asked.id, asked.chosen)
    return ready(titled(_("走访记录表"), form.title), record_form, form)


def _visit_route(asked: Asked) -> Ready:
    route = visit_papers.route_of(asked.database, asked.chosen)
    return ready(f"{route.stops.title} {route.stops.aside}", visit_route, route)


def _must_visits(asked: Asked) -> Ready:
    sheet = firm_lists.must_visits_of(asked.database, asked.chosen)
    return ready(f"{sheet.title} {sheet.aside}", table_sheet, sheet)


def _key_firms(asked: Asked) -> Ready:
    sheet = firm_lists.key_firms_of(asked.database, asked.chosen)
    return ready(f"{sheet.title} {sheet.aside}", table_sheet, sheet)


def _contact_card(asked: Asked) -> Ready:
    cards = firm_lists.cards_of(asked.database, asked.chosen, asked.id)
    return ready(titled(_("服务联系卡"), cards.cards[0].enterprise), contact_card, cards)


def _contact_cards(asked: Asked) -> Ready:
    cards = firm_lists.cards_of(asked.database, asked.chosen)
    return ready(titled(_("服务联系卡"), _("{count} 家").format(count=len(cards.cards))), contact_card, cards)


READERS: dict[str, Callable[[Asked], Ready]] = {
    kinds.DOSSIER: partial(_dossier, shop=False),
    kinds.SHOP_DOSSIER: partial(_dossier, shop=True),
    kinds.VISIT_FORM: _visit_form,
    kinds.VISIT_FORMS: _visit_forms,
    kinds.VISIT_RECORD: _visit_record,
    kinds.VISIT_ROUTE: _visit_route,
    kinds.MUST_VISITS: _must_visits,
    kinds.KEY_FIRMS: _key_firms,
    kinds.CONTACT_CARD: _contact_card,
    kinds.CONTACT_CARDS: _contact_cards,
}
