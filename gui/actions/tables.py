"""All actions, menus and the toolbar, as tables: the one place where they are declared. Knows no Qt."""

from __future__ import annotations

from gui.actions.ids import ActionId as Id
from gui.actions.spec import ActionSpec, Entry, Group, Mark, MenuSpec, Need, Submenu
from gui.icons import Icon

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(Id.NEW, Icon.NEW, ("Ctrl+N",)),
    ActionSpec(Id.OPEN, Icon.OPEN, ("Ctrl+O",)),
    ActionSpec(Id.OPEN_SAMPLE, Icon.SAMPLE),
    ActionSpec(Id.SAVE, Icon.SAVE, ("Ctrl+S",), need=Need.DOCUMENT),
    ActionSpec(Id.SAVE_AS, None, ("Ctrl+Shift+S",), need=Need.DOCUMENT),
    ActionSpec(Id.QUIT, None, ("Ctrl+Q",)),
    # Undo and redo are enabled by the history itself (gui.undo), not by a need.
    ActionSpec(Id.UNDO, Icon.UNDO, ("Ctrl+Z",)),
    ActionSpec(Id.REDO, Icon.REDO, ("Ctrl+Y", "Ctrl+Shift+Z")),
    ActionSpec(Id.COPY_PICTURE, Icon.COPY, ("Ctrl+Shift+C",), need=Need.RESULT),
    ActionSpec(Id.HOME, Icon.HOME, ("Alt+Home",)),
    ActionSpec(Id.MAP, Icon.MAP, ("Alt+M",), need=Need.DOCUMENT),
    ActionSpec(Id.PAN, Icon.PAN, group=Group.TOOL, need=Need.MAP),
    ActionSpec(Id.ZOOM_IN, Icon.ZOOM_IN, ("Ctrl++", "Ctrl+="), need=Need.MAP),
    ActionSpec(Id.ZOOM_OUT, Icon.ZOOM_OUT, ("Ctrl+-",), need=Need.MAP),
    ActionSpec(Id.WHOLE_PROVINCE, Icon.PROVINCE, ("Ctrl+0",), need=Need.MAP),
    ActionSpec(Id.SHOW_LAYERS, Icon.LAYERS, ("F7",), is_checkable=True),
    ActionSpec(Id.SHOW_COVERAGE, Icon.COVERAGE, ("F8",), is_checkable=True),
    ActionSpec(Id.SHOW_BOTTOM, Icon.TABLE, ("F9",), is_checkable=True),
    ActionSpec(Id.THEME_SYSTEM, None, group=Group.THEME),
    ActionSpec(Id.THEME_LIGHT, Icon.SUN, group=Group.THEME),
    ActionSpec(Id.THEME_DARK, Icon.MOON, group=Group.THEME),
    ActionSpec(Id.LANGUAGE_VI, None, group=Group.LANGUAGE),
    ActionSpec(Id.LANGUAGE_EN, None, group=Group.LANGUAGE),
    ActionSpec(Id.LOAD_BOUNDARIES, Icon.BOUNDARIES),
    ActionSpec(Id.BY_UNIT, None, ("Ctrl+1",), group=Group.BY, need=Need.MAP),
    ActionSpec(Id.BY_HOUSEHOLDS, None, ("Ctrl+2",), group=Group.BY, need=Need.MAP),
    ActionSpec(Id.BY_RADIUS, None, ("Ctrl+3",), group=Group.BY, need=Need.MAP),
    ActionSpec(Id.COUNT_TO_CHECK, None, is_checkable=True, need=Need.MAP),
    ActionSpec(Id.EXPORT_PDF, Icon.PAGE, ("Ctrl+E",), need=Need.RESULT),
    ActionSpec(Id.EXPORT_PNG, Icon.IMAGE, need=Need.RESULT),
    ActionSpec(Id.EXPORT_SVG, Icon.IMAGE, need=Need.RESULT),
    ActionSpec(Id.EXPORT_HTML, Icon.GLOBE, need=Need.RESULT),
    ActionSpec(Id.EXPORT_XLSX, Icon.TABLE, need=Need.RESULT),
    ActionSpec(Id.SHORTCUTS, None, ("F1",)),
    ActionSpec(Id.ABOUT, Icon.INFO),
)

EXPORTS: tuple[Entry, ...] = (
    Id.EXPORT_PDF,
    Id.EXPORT_PNG,
    Id.EXPORT_SVG,
    Mark.LINE,
    Id.EXPORT_HTML,
    Id.EXPORT_XLSX,
    Mark.LINE,
    Id.COPY_PICTURE,
)

MENUS: tuple[MenuSpec, ...] = (
    MenuSpec(
        "menu.file",
        (
            Id.NEW,
            Id.OPEN,
            Submenu("menu.recent", (Mark.RECENT,)),
            Id.OPEN_SAMPLE,
            Mark.LINE,
            Id.SAVE,
            Id.SAVE_AS,
            Mark.LINE,
            Id.QUIT,
        ),
    ),
    MenuSpec("menu.edit", (Id.UNDO, Id.REDO, Mark.LINE, Id.COPY_PICTURE)),
    MenuSpec(
        "menu.view",
        (
            Id.HOME,
            Id.MAP,
            Mark.LINE,
            Id.ZOOM_IN,
            Id.ZOOM_OUT,
            Id.WHOLE_PROVINCE,
            Id.PAN,
            Mark.LINE,
            Id.SHOW_LAYERS,
            Id.SHOW_COVERAGE,
            Id.SHOW_BOTTOM,
            Mark.LINE,
            Submenu("menu.theme", (Id.THEME_SYSTEM, Id.THEME_LIGHT, Id.THEME_DARK)),
            Submenu("menu.language", (Id.LANGUAGE_VI, Id.LANGUAGE_EN)),
        ),
    ),
    MenuSpec("menu.data", (Id.LOAD_BOUNDARIES,)),
    MenuSpec("menu.coverage", (Id.BY_UNIT, Id.BY_HOUSEHOLDS, Id.BY_RADIUS, Mark.LINE, Id.COUNT_TO_CHECK)),
    MenuSpec("menu.export", EXPORTS),
    MenuSpec("menu.help", (Id.SHORTCUTS, Id.ABOUT)),
)

TOOLBAR: tuple[Entry, ...] = (
    Id.HOME,
    Id.OPEN,
    Id.SAVE,
    Mark.LINE,
    Id.PAN,
    Id.WHOLE_PROVINCE,
    Id.LOAD_BOUNDARIES,
    Mark.LINE,
    Id.UNDO,
    Id.REDO,
    Mark.STRETCH,
    Submenu("menu.export", EXPORTS),
)
# On the toolbar these speak through their icon alone; all others show their text as well.
ICON_ONLY: frozenset[Id] = frozenset({Id.UNDO, Id.REDO})
