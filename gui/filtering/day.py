"""A field for one day: typed as day/month/year in any usual way, or chosen in a calendar.

Knows nothing of what the day is for.
"""

from __future__ import annotations

import datetime as dt
import re

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gui.icons import Icon, icon
from layers.style import Theme
from layers.words import Words

_TYPED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{2})(\d{2})(\d{4})")


def read_day(text: str) -> dt.date | None:
    """Return the day that was typed, None where it is none.

    Examples
    --------
    >>> read_day("5/4/2026"), read_day("05042026"), read_day("31/02/2026")
    (datetime.date(2026, 4, 5), datetime.date(2026, 4, 5), None)
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups() if part is not None)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


class DayField(QLineEdit):
    """The field; what is typed is taken by Enter, Tab or a press elsewhere.

    Signals
    -------
    day_changed(datetime.date)
        The analyst put another day; not sent by `show_day`.
    """

    day_changed = Signal(object)

    def __init__(self, name: str, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self.day = dt.date(2000, 1, 1)
        self.calendar: QCalendarWidget | None = None
        self.setAccessibleName(name)
        self.setToolTip(words("filters.period.typed"))
        self.setMaxLength(10)
        sign = icon(Icon.CALENDAR, theme.muted, theme.line)
        self.opener = QAction(sign, words("filters.period.open"), self)
        self.addAction(self.opener, QLineEdit.ActionPosition.TrailingPosition)
        self.opener.triggered.connect(self.open_calendar)

    def show_day(self, day: dt.date) -> None:
        """Show a day without telling anybody."""
        self.day = day
        self.setText(self._words.date(day))

    def take(self) -> bool:
        """Take what is typed; say whether it is a day."""
        day = read_day(self.text())
        if day is None:
            return False
        is_other = day != self.day
        self.show_day(day)
        if is_other:
            self.day_changed.emit(day)
        return True

    def open_calendar(self) -> None:
        """Open the calendar of the month below the field."""
        frame = QFrame(self, Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame.setObjectName("popup")
        calendar = self._made_calendar(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(calendar)
        calendar.clicked.connect(self._on_chosen)
        calendar.activated.connect(self._on_chosen)
        calendar.destroyed.connect(self._forget_calendar)
        self.calendar = calendar
        frame.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        frame.show()
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _made_calendar(self, frame: QFrame) -> QCalendarWidget:
        """Return the calendar in the language and the colours of the window."""
        calendar, theme = QCalendarWidget(frame), self._theme
        language = QLocale.Language.Vietnamese if self._words.language == "vi" else QLocale.Language.English
        calendar.setLocale(QLocale(language))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        # Its own hint cuts the longer names of days ("Thứ 4") and the sixth week.
        metrics, locale = calendar.fontMetrics(), calendar.locale()
        names = (locale.dayName(day, QLocale.FormatType.ShortFormat) for day in range(1, 8))
        width = max(metrics.horizontalAdvance(name) for name in names) + 14
        calendar.setMinimumSize(7 * width, 9 * (metrics.height() + 9))
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(theme.muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)
        for name, which in (("qt_calendar_prevmonth", Icon.EARLIER), ("qt_calendar_nextmonth", Icon.LATER)):
            button = calendar.findChild(QToolButton, name)
            button.setIcon(icon(which, theme.text, theme.line))
        calendar.setSelectedDate(QDate(self.day.year, self.day.month, self.day.day))
        return calendar

    def sizeHint(self) -> QSize:
        """Return the room of a whole day beside the sign of the calendar."""
        width = self.fontMetrics().horizontalAdvance("00/00/0000") + 56
        return QSize(width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar by F4, as drop-downs open."""
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed; what is no day gives way to the day before."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and not self.take():
            self.show_day(self.day)

    def _on_chosen(self, day: QDate) -> None:
        self.setText(self._words.date(dt.date(day.year(), day.month(), day.day())))
        if self.calendar is not None:
            self.calendar.window().close()
        self.take()

    def _forget_calendar(self) -> None:
        self.calendar = None
