"""Exporting what is shown: asks for the sheet and the file, and has the job write it.

Knows the result and the exporter; no widget.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from gui.controllers.asker import SheetWish
from gui.controllers.coverage_controller import CoverageController
from gui.controllers.document_controller import DocumentController
from gui.controllers.session import Session
from gui.settings import Key
from layers.progress import Progress

if TYPE_CHECKING:
    from exports.sheet_options import SheetOptions

SHEETS = frozenset({".pdf", ".png", ".svg"})
CLIPBOARD_DPI = 150


class ExportController(QObject):
    """Writes papers of the newest result."""

    def __init__(self, session: Session, document: DocumentController, coverage: CoverageController) -> None:
        super().__init__(session)
        self._session = session
        self._document = document
        self._coverage = coverage

    def export(self, ending: str) -> None:
        """Export in the format of an ending such as ``.pdf``: ask, then write in a job."""
        bundle, asker = self._coverage.bundle, self._document.asker
        if bundle is None or asker is None:
            return
        wish = self._first_wish()
        if ending in SHEETS:
            asked = asker.sheet(ending, wish)
            if asked is None:
                return
            wish = asked
            self._session.settings[Key.PREPARED_BY] = wish.prepared_by
        path = asker.save_as(self._session.words("export.file_name"), ending)
        if path is not None:
            self._write(bundle, path, self._options(wish))

    def copy_picture(self) -> None:
        """Put the map sheet as a picture on the clipboard; drawn like paper, not photographed."""
        bundle, words = self._coverage.bundle, self._session.words
        if bundle is None:
            return
        options = self._options(self._first_wish(), dpi=CLIPBOARD_DPI)

        def work(progress: Progress) -> QImage:
            from exports.exporter import export

            with tempfile.TemporaryDirectory() as folder:
                written = export(bundle, Path(folder) / "map.png", options, words, progress)
                return QImage(str(written[0]))

        def done(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._session.notifier.tell("export.copied")

        self._session.jobs.start(
            work, label_key="job.export", channel="", done=done, failed=self._session.notifier.error
        )

    def _write(self, bundle: Any, path: Path, options: SheetOptions) -> None:
        words = self._session.words

        def work(progress: Progress) -> list[Path]:
            from exports.exporter import export

            return list(export(bundle, path, options, words, progress))

        def done(files: list[Path]) -> None:
            names = words.listing([file.name for file in files], most=3)
            self._session.notifier.tell("export.done", path=files[0], names=names)

        self._session.jobs.start(
            work, label_key="job.export", channel="", done=done, failed=self._session.notifier.error
        )

    def _first_wish(self) -> SheetWish:
        """Return the wish the dialog opens with: title and subtitle are made from what is shown."""
        return SheetWish(prepared_by=self._session.settings[Key.PREPARED_BY])

    def _options(self, wish: SheetWish, dpi: int | None = None) -> SheetOptions:
        from exports.as_shown import as_shown
        from exports.sheet_options import SheetOptions

        workspace = self._document.workspace
        options = SheetOptions(
            title=wish.title,
            subtitle=wish.subtitle,
            paper=wish.paper,
            landscape=wish.is_landscape,
            dpi=dpi or wish.dpi,
            prepared_by=wish.prepared_by,
        )
        return as_shown(options, () if workspace is None else workspace.tree)
