"""Joins the tab Thông tin to what is selected, and does what its cards offer.

Knows the parts of the window; what a card says is made in gui.information.cards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.linked import COMMUNES
from gui.notify import Tone
from layers.style import Theme

if TYPE_CHECKING:
    from gui.controllers.search_going import SearchGoing
    from gui.information.card import ListedRow, Offer
    from gui.information.cards import Cards
    from gui.information.panel import InformationPanel

TAB = "information"


@dataclass(frozen=True)
class Move:
    """A point that was moved: to where (metres), and how far from where it stood (None: it had no place)."""

    x: float
    y: float
    distance_m: float | None


class InformationController(QObject):
    """The cards of one window.

    Signals
    -------
    table_asked(str, str)
        Table and id of a row that is to be shown in the attribute table.
    """

    table_asked = Signal(str, str)

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._panel: InformationPanel | None = None
        self._going: SearchGoing | None = None
        self._opened: tuple[str, str] | None = None  # a row of the list whose card is shown
        self._moves: dict[tuple[str, str], Move] = {}
        self._is_stale = True
        window = parts.window
        window.right.add(TAB, parts.session.words("information.tab"), self._make)
        window.right.shown.connect(self._on_shown)
        parts.linked.selection_changed.connect(self._on_selection)
        parts.coverage.answered.connect(self._on_answer)
        parts.document.replaced.connect(self._on_replaced)
        parts.document.tables_changed.connect(self._on_tables)
        parts.session.theme_changed.connect(self._on_theme)

    def show(self) -> None:
        """Bring the tab to the front, opening its dock."""
        window = self._parts.window
        window.actions_of.check(ActionId.SHOW_COVERAGE)
        window.right.show()
        window.right.show_panel(TAB)

    # -- following ----------------------------------------------------------------------------------

    def _make(self) -> QWidget:
        from gui.information.panel import InformationPanel

        session = self._parts.session
        panel = self._panel = InformationPanel(session.words, session.theme)
        panel.zoom_asked.connect(self._zoom)
        panel.table_asked.connect(self._show_in_table)
        panel.move_asked.connect(self.begin_move)
        panel.offered.connect(self._take_offer)
        panel.opened.connect(self._open)
        panel.back_asked.connect(self._back)
        return panel

    def _on_selection(self, _source: object) -> None:
        self._opened = None
        view = self._parts.window.map_view
        if view is not None and view.tool_name == "identify" and self._parts.linked.count:
            self.show()
        self._renew()

    def _on_answer(self, _bundle: object, is_preliminary: bool) -> None:
        if not is_preliminary:
            self._renew()

    def _on_replaced(self) -> None:
        self._opened = None
        self._moves.clear()
        self._renew()

    def _on_tables(self, _tables: frozenset[str]) -> None:
        self._renew()

    def _on_shown(self, name: str) -> None:
        if name == TAB and self._is_stale:
            self._show()

    def _on_theme(self, theme: Theme) -> None:
        if self._panel is not None:
            self._panel.set_theme(theme)

    def _renew(self) -> None:
        """Show the present state at once where it is seen, else when it is."""
        self._is_stale = True
        if self._parts.window.right.is_seen(TAB):
            self._show()

    def _show(self) -> None:
        panel, cards = self._panel, self._cards()
        if panel is None:
            return
        self._is_stale = False
        one = self._opened or self._only()
        if cards is None or not (one or self._parts.linked.count):
            panel.show_nothing()
            return
        if one is None:
            groups = cards.groups(self._parts.linked.selection)
            panel.show_list(groups, cards.symbols(groups))
            return
        card = cards.card(*one)
        if card is None:
            panel.show_nothing()
            return
        moved = self._moved_remark(cards, *one)
        card = replace(card, remarks=(*moved, *card.remarks))
        panel.show_card(card, of_list=self._parts.linked.count if self._opened else 0)

    def _only(self) -> tuple[str, str] | None:
        """Return the selected thing, None where there are none or several."""
        selection = self._parts.linked.selection
        if self._parts.linked.count != 1:
            return None
        table = next(iter(selection))
        return table, str(selection[table][0])

    def _cards(self) -> Cards | None:
        document = self._parts.document
        if document.workspace is None:
            return None
        from gui.information.cards import Cards

        return Cards(
            self._parts.session.words,
            document.workspace,
            document.boundaries,
            self._parts.coverage.bundle,
            document.opening.register,
        )

    # -- what cards ask for -------------------------------------------------------------------------

    def _open(self, row: ListedRow) -> None:
        self._opened = (row.table, row.id)
        self._show()
        if self._panel is not None:
            self._panel.back.setFocus()

    def _back(self) -> None:
        self._opened = None
        self._show()
        if self._panel is not None:
            self._panel.list.setFocus()

    def _zoom(self) -> None:
        if self._panel is not None and self._panel.card is not None:
            self._goer.look_at(self._panel.card.table, self._panel.card.id)

    def _show_in_table(self) -> None:
        window = self._parts.window
        if self._panel is None or self._panel.card is None:
            return
        if "table" in window.bottom.names:
            window.actions_of.check(ActionId.SHOW_BOTTOM)
            window.bottom.show()
            window.bottom.show_panel("table")
        self.table_asked.emit(self._panel.card.table, self._panel.card.id)

    def _take_offer(self, offer: Offer) -> None:
        from gui.information.card import Offer
        from layers.filters import Filters

        document, panel, cards = self._parts.document, self._panel, self._cards()
        if offer is Offer.CLEAR_FILTERS:
            self._parts.coverage.choose_selection("")
            self._parts.coverage.set_filters(Filters())
        elif (
            document.workspace is not None
            and panel is not None
            and panel.card is not None
            and cards is not None
        ):
            from layers.layer_commands import set_layer_visible

            layer = cards.layer_of(panel.card.table, panel.card.id)
            while layer is not None:  # the groups around it as well
                if not layer.visible:
                    document.execute(set_layer_visible(document.workspace, layer.id, True))
                layer = layer.parent

    @property
    def _goer(self) -> SearchGoing:
        if self._going is None:
            from gui.controllers.search_going import SearchGoing

            self._going = SearchGoing(self._parts)
        return self._going

    # -- moving a point -----------------------------------------------------------------------------

    def begin_move(self) -> None:
        """Wait for a click on the map that says where the point of the card really is."""
        panel, view = self._panel, self._parts.window.map_view
        if panel is None or panel.card is None or not panel.card.can_move or view is None:
            return
        if panel.card.move_refusal:
            self._parts.session.notifier.tell("information.verified", tone=Tone.WARNING)
            return
        from gui.controllers.point_moving import PointMoving

        moving = PointMoving(self._parts, view, panel.card.table, panel.card.id, self)
        moving.moved.connect(self._on_moved)
        moving.begin()

    def _on_moved(self, table: str, identity: str, move: Move) -> None:
        self._moves[table, identity] = move
        words = self._parts.session.words
        if move.distance_m is None:
            self._parts.session.notifier.tell("information.moved_first")
        else:
            self._parts.session.notifier.tell("information.moved", distance=words.length(move.distance_m))
        self._renew()

    def _moved_remark(self, cards: Cards, table: str, identity: str) -> tuple[object, ...]:
        """Return how far the point was moved, as long as it stands where it was moved to."""
        move = self._moves.get((table, identity))
        if move is None or table == COMMUNES or identity not in cards.workspace.frame(table).index:
            return ()
        from gui.information.card import Remark

        row = cards.workspace.frame(table).loc[identity]
        if (row["x"], row["y"]) != (move.x, move.y):
            return ()
        words = self._parts.session.words
        if move.distance_m is None:
            return (Remark(words("information.moved_first")),)
        return (Remark(words("information.moved", distance=words.length(move.distance_m))),)
