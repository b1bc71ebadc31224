"""A long session at the window without a screen: thousands of random steps, written down as they are taken.

A session is as long as the actions of the registry that it takes; what mouse, keys and answers do in between
is not counted. Tells what goes wrong with the seed, the step and the steps before; knows nothing of a test.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

from gui.actions.ids import ActionId
from gui.application import Shell, dress, make_application
from gui.controllers.asker import NewWorkspace
from gui.controllers.opening import Opening
from gui.controllers.presentation_controller import PresentationController
from gui.controllers.session import Session
from gui.controllers.tour_controller import TourController
from gui.dialogs.window_asker import WindowAsker
from gui.jobs import InstantRunner, Work
from gui.main_window import MainWindow
from gui.settings import Key as Setting
from gui.settings import Settings, ThemeChoice
from layers.errors import AppError
from layers.progress import Progress
from layers.registers import Register
from tests.layers.io.rasters import square_at, write_tiff

from .asker import Asker
from .choices import COSTLY, SHOW_KEYS, TOUR_KEYS, Key
from .hands import Hands, is_interrupted
from .watch import Mark, Watch, settle, take_mark

# Left out: it ends the session. (The online background stays in: the answer is never to switch it on, for
# that needs the network.)
LEFT_OUT = (ActionId.QUIT,)
ACTION_SHARE = 0.7  # of the steps that are free are actions of the registry, the others are hands
IN_CHARGE_SHARE = 0.35  # of the steps go to the tour or the presentation while one runs
MARK_EVERY = 500
LAST_STEPS = 20
PATIENCE = 8  # answers, after which a menu or a dialog that is still there counts as one that cannot be left
WATCH_MS = 40


class WatchedRunner(InstantRunner):
    """Runs jobs at once, and tells of those that end with an error that nobody foresaw."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def start(self, work: Work, **given: Any) -> Any:
        def watched(progress: Progress) -> Any:
            try:
                return work(progress)
            except AppError:
                raise
            except Exception as error:
                self._watch.note(f"in the job {given['label_key']}", error)
                raise

        return super().start(watched, **given)


class WatchedShell(Shell):
    """A shell whose windows ask the scripted asker, and never close by themselves."""

    make_asker: Callable[[WindowAsker], Asker]
    windows = 0

    def make_window(self) -> MainWindow:
        window = super().make_window()
        self.windows += 1
        window.may_close = lambda: False
        assert isinstance(self.document.asker, WindowAsker)
        self.document.asker = self.make_asker(self.document.asker)
        return window


class LongSession:
    """The steps, drawn by chance from a seed.

    Parameters
    ----------
    folder : Path
        Where files are written and read.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self.watch = Watch()
        self.random, self.seed = Random(seed), seed
        self.step, self.actions, self.is_in_hand, self.answers = 0, 0, False, 0
        self.last: deque[str] = deque(maxlen=LAST_STEPS)
        self.taken: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()
        make_application()
        settings = Settings(None)
        settings[Setting.TOUR_SEEN] = True
        settings[Setting.THEME] = ThemeChoice.LIGHT.value
        self.session = Session(settings, WatchedRunner(self.watch))
        dress(self.session.theme)
        self.register = Register.load()
        self.shell = WatchedShell(self.session, Opening(lambda: self.register, folder / "none"))
        self.shell.make_asker = lambda real: Asker(self.random, folder, real)
        self.watch.begin()
        self.shell.make_window().show()
        self.hands = Hands(self.shell, folder)
        # A dialog that runs its own loop would wait for ever: somebody has to press Escape meanwhile.
        self.keeper = QTimer(interval=WATCH_MS)
        self.keeper.timeout.connect(self._keep_going)
        self.keeper.start()
        self.fresh()
        _write_files(folder, self.shell)

    def fresh(self) -> None:
        """Bring the window into the same state each time: a new sample on the map, all panels made."""
        self.close_all()
        self.session.choose_language("vi")
        self.session.choose_theme(ThemeChoice.LIGHT)
        self.session.settings[Setting.BOUNDARY_FILE] = ""
        asker = self.shell.document.asker
        assert isinstance(asker, Asker)
        asker.is_in_haste = True
        self.shell.document.make(NewWorkspace("Mẫu", None, is_sample=True))
        asker.is_in_haste = False
        window = self.shell.window
        assert window is not None
        window.actions_of[ActionId.MAP].trigger()
        window.actions_of[ActionId.PAN].trigger()
        window.actions_of[ActionId.BY_UNIT].trigger()
        window.resize(1440, 900)
        window.arrangement.reset()
        for dock in (window.right, window.bottom):
            dock.show()
            for name in dock.names:
                dock.show_panel(name)
                QApplication.processEvents()
        self.shell.linked.clear()
        QApplication.clipboard().clear()  # a copied sheet is a picture of 17 MB
        window.actions_of[ActionId.WHOLE_PROVINCE].trigger()
        settle()
        for job in self.session.jobs.running:
            self.watch.note(f"the job {job.label_key} is left")

    def mark(self) -> Mark:
        """Return what is alive; called where the window is fresh."""
        return take_mark(self.actions, self.shell.windows)

    # -- steps ----------------------------------------------------------------------------------------

    def take_step(self) -> None:
        """Answer what wants an answer, else do something by chance."""
        self.step += 1
        begun = time.perf_counter()
        is_asked = is_interrupted()
        self.answers = self.answers + 1 if is_asked else 0
        if is_asked:
            name, do = self._answer()
        elif self._is_in_charge(TourController) and self.random.random() < IN_CHARGE_SHARE:
            name, do = "tour", self._press(TOUR_KEYS)
        elif self._is_in_charge(PresentationController) and self.random.random() < IN_CHARGE_SHARE:
            name, do = "present", self._press((*SHOW_KEYS, Key.Key_Escape))
        elif self.random.random() < ACTION_SHARE:
            name, do = self._action()
            self.actions += 1
        else:
            name, do = self._hand()
        self.last.append(f"{self.step} {name}, focus {_focus()}")
        sys.stdout.write(f"{self.last[-1]}\n")
        sys.stdout.flush()  # a crash leaves no time for it
        self.is_in_hand = True
        try:
            do()
        except Exception as error:
            self.watch.note("raised", error)
        self.is_in_hand = False
        QApplication.processEvents()
        # In a loop of its own Qt deletes between two events what is to be deleted.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.taken[name] += 1
        self.seconds[name] += time.perf_counter() - begun

    def _action(self) -> tuple[str, Callable[[], object]]:
        actions = self.shell.window.actions_of
        enabled = [which for which in ActionId if which not in LEFT_OUT and actions[which].isEnabled()]
        (which,) = self.random.choices(enabled, [COSTLY.get(one, 1.0) for one in enabled])
        return f"action {which}", actions[which].trigger

    def _hand(self) -> tuple[str, Callable[[], object]]:
        names = list(self.hands.all)
        (name,) = self.random.choices(names, [self.hands.all[one].weight for one in names])
        return name, lambda: self.hands.all[name].do(self.random)

    def _is_in_charge(self, kind: type) -> bool:
        controller = self.shell.window.findChild(kind)
        return controller.is_running if kind is TourController else controller.is_presenting

    def _press(self, keys: tuple[Key, ...]) -> Callable[[], object]:
        key = self.random.choice(keys)
        return lambda: QTest.keyClick(QApplication.focusWidget() or self.shell.window, key)

    # -- what wants an answer -------------------------------------------------------------------------

    def _answer(self) -> tuple[str, Callable[[], object]]:
        """Answer a menu, a small window or a dialog by keys; after some patience it has to go."""
        asking = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self.answers > PATIENCE or (self.answers > 1 and self.random.random() < 0.4):
            return f"Escape in {type(asking).__name__}", lambda: self._leave(asking)
        if isinstance(asking, QMenu):
            return f"menu {type(asking.parent()).__name__}", lambda: self._take_from(asking)
        return f"keys in {type(asking).__name__}", lambda: self._type_into(asking)

    def _take_from(self, menu: QMenu) -> None:
        for _ in range(self.random.randint(1, 6)):
            QTest.keyClick(menu, Key.Key_Down)
        chosen = menu.activeAction()
        name = chosen.objectName().removeprefix("action.") if chosen is not None else ""
        is_dear = name in COSTLY and self.random.random() > COSTLY[name]
        QTest.keyClick(menu, Key.Key_Escape if is_dear else Key.Key_Return)

    def _type_into(self, window: QWidget) -> None:
        for _ in range(self.random.randint(1, 4)):
            target = QApplication.focusWidget()
            target = target if target is not None and window.isAncestorOf(target) else window
            if isinstance(target, QLineEdit) and self.random.random() < 0.5:
                QTest.keyClicks(target, self.random.choice(("nui", "1", "cum")))
            QTest.keyClick(target, self.random.choice((Key.Key_Tab, Key.Key_Down, Key.Key_Space)))
            if not window.isVisible():
                return
        if not isinstance(window, QDialog) and self.random.random() < 0.4:
            QTest.keyClick(window, Key.Key_Return)

    def _leave(self, asking: QWidget) -> None:
        target = QApplication.focusWidget()
        is_inside = target is not None and asking.isAncestorOf(target)
        QTest.keyClick(target if is_inside and self.answers <= PATIENCE else asking, Key.Key_Escape)
        if self.answers > 2 * PATIENCE:
            self.watch.note(f"{type(asking).__name__} cannot be left by Escape")
            asking.close()

    def _keep_going(self) -> None:
        """Press Escape in a menu or dialog that runs its own loop inside a step."""
        asking = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self.is_in_hand and asking is not None:
            QTest.keyClick(asking, Key.Key_Escape)

    def close_all(self) -> None:
        """Leave everything that is open, as a person would before something else."""
        for _ in range(6 * PATIENCE):
            asking = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if asking is not None:
                self._leave(asking)
                self.answers += 1
        self.answers = 0
        window = self.shell.window
        window.findChild(PresentationController).leave()
        window.findChild(TourController).end()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()
        QApplication.processEvents()


def _focus() -> str:
    """Say where the keys go."""
    widget = QApplication.focusWidget()
    return "nowhere" if widget is None else f"{type(widget).__name__} {widget.objectName()}".rstrip()


def _write_files(folder: Path, shell: Shell) -> None:
    """Write what can be opened: boundaries, two backgrounds, and a file that is none of it."""
    gdf = shell.document.boundaries.gdf
    gdf[["code", "name", "geometry"]].to_file(folder / "ranh.gpkg", engine="pyogrio")
    forests = gdf[["geometry"]].head(3).assign(loai="rừng")
    forests.to_crs(4326).to_file(folder / "rung.geojson", driver="GeoJSON", engine="pyogrio")
    bands = np.full((3, 64, 64), 120, np.uint8)
    write_tiff(folder / "nen.tif", bands, square_at(480_000, 2_330_000, 64, 500.0))
    (folder / "hong.gpkg").write_bytes(b"not a workspace")


def run(seed: int, actions: int, folder: Path, *, goes_on: bool = False) -> dict[str, Any]:
    """Take the actions and return what was alive on the way; a first trouble ends it, or is only told."""
    session = LongSession(seed, folder)
    marks, troubles = [session.mark()], 0
    begun = time.perf_counter()
    while session.actions < actions:
        before = session.actions
        session.take_step()
        if session.actions > before and session.actions % MARK_EVERY == 0:
            session.fresh()
            marks.append(session.mark())
        troubles += tell(session)
        if troubles and not goes_on:
            break
    session.fresh()
    troubles += tell(session)
    return {
        "seed": seed,
        "actions": session.actions,
        "steps": session.step,
        "seconds": round(time.perf_counter() - begun, 1),
        "troubles": troubles,
        "left_out": list(LEFT_OUT),
        "hands": list(session.hands.all),
        "marks": [asdict(mark) for mark in marks],
        "taken": dict(session.taken.most_common()),
        "took_s": {name: round(spent, 2) for name, spent in session.seconds.most_common(20)},
    }


def tell(session: LongSession) -> int:
    """Write what went wrong to stderr, with all that is needed to see it again; say how much it was."""
    troubles, session.watch.troubles = session.watch.troubles, []
    if troubles:
        last = "\n".join(session.last)
        told = "\n".join(troubles)
        sys.stderr.write(f"seed {session.seed}, step {session.step}:\n{told}\nlast steps:\n{last}\n\n")
    return len(troubles)
