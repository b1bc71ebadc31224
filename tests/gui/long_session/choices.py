"""What a long session chooses from: keys, texts, and how often an action is taken that costs much."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.actions.ids import ActionId

Key = Qt.Key
Mod = Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
TABLES = ("sites", "incidents", "villages")
TYPED = ("phong lai", "moc chau", "21.33 103.91", "an ninh", "zzz", "ban", "c12", "xuat", "muong la", "")
MAP_KEYS = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Plus, Key.Key_Minus)
MORE_MAP_KEYS = (*MAP_KEYS, Key.Key_Home, Key.Key_Escape, Key.Key_Space, Key.Key_Return, Key.Key_Backspace)
LIST_KEYS = (Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Home, Key.Key_End)
MORE_LIST_KEYS = (*LIST_KEYS, Key.Key_Space, Key.Key_Return, Key.Key_Escape, Key.Key_Left, Key.Key_Right)
ANY_KEYS = (*MORE_LIST_KEYS, Key.Key_Tab, Key.Key_Backtab, Key.Key_F2, Key.Key_Delete, Key.Key_A, Key.Key_1)
SHOW_KEYS = (Key.Key_Right, Key.Key_PageDown, Key.Key_Left, Key.Key_B, Key.Key_Home, Key.Key_Up, Key.Key_Plus)
TOUR_KEYS = (Key.Key_Return, Key.Key_Right, Key.Key_Left, Key.Key_Tab, Key.Key_Escape)
SLIDER_KEYS = (Key.Key_Left, Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown)
MODIFIERS = (*(Mod.NoModifier,) * 4, Mod.ShiftModifier, Mod.ControlModifier)
LAYER_STEPS = ("visible", "visible", "order", "opacity", "name", "group", "remove", "style", "menu")

# Actions that take a tenth of a second and more, with their weight; that of all others is 1.
COSTLY: dict[str, float] = {
    ActionId.NEW: 0.2,
    ActionId.OPEN: 0.3,
    ActionId.OPEN_SAMPLE: 0.08,
    ActionId.SAVE: 0.15,
    ActionId.SAVE_AS: 0.15,
    ActionId.COPY_PICTURE: 0.1,
    ActionId.COMPARE: 0.15,
    ActionId.TIME_PLAY: 0.2,
    ActionId.TIME_PRESENT: 0.3,
    ActionId.THEME_SYSTEM: 0.1,
    ActionId.THEME_LIGHT: 0.15,
    ActionId.THEME_DARK: 0.15,
    ActionId.LANGUAGE_VI: 0.04,
    ActionId.LANGUAGE_EN: 0.04,
    ActionId.FILTER_CLEAR: 0.2,
    ActionId.LOAD_BOUNDARIES: 0.2,
    ActionId.BY_UNIT: 0.15,
    ActionId.BY_HOUSEHOLDS: 0.15,
    ActionId.BY_RADIUS: 0.1,
    ActionId.COUNT_TO_CHECK: 0.1,
    ActionId.EXPORT_PDF: 0.3,
    ActionId.EXPORT_PNG: 0.3,
    ActionId.EXPORT_SVG: 0.3,
    ActionId.EXPORT_HTML: 0.3,
    ActionId.EXPORT_XLSX: 0.3,
    ActionId.UNDO: 0.6,
    ActionId.REDO: 0.6,
    ActionId.TOUR: 0.25,
    ActionId.QUIT: 0.0,
}
