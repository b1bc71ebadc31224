"""The sentences about the document in header, status bar and start page. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from gui.controllers.document_controller import DocumentController
    from layers.boundaries import Boundaries


def boundaries_text(boundaries: Boundaries | None, words: Words) -> str:
    """Return which boundaries are in use: Ranh giới: 75 xã, phường (07/2025)."""
    if boundaries is None:
        return ""
    year, _, month = boundaries.vintage.partition("-")
    key = "status.boundaries.schematic" if boundaries.schematic else "status.boundaries"
    return words(key, n=words.number(len(boundaries.codes)), vintage=f"{month}/{year}")


def document_text(document: DocumentController, bundle: ResultBundle | None, words: Words) -> str:
    """Return what is open, for the header: the date of the data, who has reported, whether it is sample."""
    parts = []
    if bundle is not None and len(bundle.sites):
        parts.append(words("document.as_of", date=words.date(bundle.as_of)))
        if bundle.submissions_kept:
            parts.append(reported_text(bundle, words))
    if document.is_sample:
        parts.append(words("sample.mark"))
    return " · ".join(parts)


def reported_text(bundle: ResultBundle, words: Words) -> str:
    """Return who has reported: đã nộp 72/75; empty where nobody keeps that.

    Where a filter leaves communes out, it is said that the whole is not the province.
    """
    if not bundle.submissions_kept:
        return ""
    is_part = len(bundle.coverage.communes) < len(bundle.boundaries.codes)
    key = "document.reported.filtered" if is_part else "document.reported"
    return words(key, **_reported(bundle, words))


def state_text(document: DocumentController, bundle: ResultBundle | None, words: Words) -> str:
    """Return what is open, for the start page."""
    if document.workspace is None:
        return words("home.state.none")
    parts = [words("home.state", name=document.title)]
    if document.is_sample:
        parts.append(words("sample.mark") + ".")
    if bundle is not None and len(bundle.sites):
        parts.append(words("home.state.as_of", date=words.date(bundle.as_of)))
        if bundle.submissions_kept:
            parts.append(words("home.state.reported", **_reported(bundle, words)))
    return " ".join(parts)


def saved_text(document: DocumentController, words: Words) -> str:
    """Return whether all is saved."""
    if document.workspace is None:
        return ""
    if document.is_modified:
        return words("status.unsaved")
    return words("status.saved" if document.path is not None else "status.not_a_file")


def _reported(bundle: ResultBundle, words: Words) -> dict[str, str]:
    total = len(bundle.coverage.communes)
    return {"n": words.number(total - len(bundle.not_reported)), "total": words.number(total)}
