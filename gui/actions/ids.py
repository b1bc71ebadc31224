"""The stable names of everything the analyst can trigger. Knows nothing of what an action does."""

from __future__ import annotations

from enum import StrEnum


class ActionId(StrEnum):
    """Name of an action; its text is the i18n key ``action.<id>``."""

    NEW = "new"
    OPEN = "open"
    OPEN_SAMPLE = "open_sample"
    SAVE = "save"
    SAVE_AS = "save_as"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    COPY_PICTURE = "copy_picture"
    HOME = "home"
    MAP = "map"
    PAN = "pan"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    WHOLE_PROVINCE = "whole_province"
    SHOW_LAYERS = "show_layers"
    SHOW_COVERAGE = "show_coverage"
    THEME_SYSTEM = "theme_system"
    THEME_LIGHT = "theme_light"
    THEME_DARK = "theme_dark"
    LANGUAGE_VI = "language_vi"
    LANGUAGE_EN = "language_en"
    LOAD_BOUNDARIES = "load_boundaries"
    BY_UNIT = "by_unit"
    BY_HOUSEHOLDS = "by_households"
    BY_RADIUS = "by_radius"
    COUNT_TO_CHECK = "count_to_check"
    EXPORT_PDF = "export_pdf"
    EXPORT_PNG = "export_png"
    EXPORT_SVG = "export_svg"
    EXPORT_HTML = "export_html"
    EXPORT_XLSX = "export_xlsx"
    SHORTCUTS = "shortcuts"
    ABOUT = "about"
