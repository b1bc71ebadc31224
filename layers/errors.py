"""Every way in which input or the document can be wrong, as one tree of small classes with fields.

Knows nothing of wording: `layers.words.Words.error` puts a sentence to ``error.<key>`` and the fields.
"""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """Base of all errors that are told to the analyst in one sentence.

    Parameters
    ----------
    **fields
        Values for the sentence of ``error.<key>``: plain strings, numbers or tuples of strings. Never a
        person's name, telephone number or the coordinates of an incident.
    """

    key: ClassVar[str] = "unknown"

    def __init__(self, **fields: object) -> None:
        super().__init__(f"{self.key}: {fields}" if fields else self.key)
        self.fields: dict[str, object] = fields


class Cancelled(AppError):
    """The analyst cancelled a job; nothing was changed."""

    key = "cancelled"


class FileMissing(AppError):
    """The file does not exist. Fields: path."""

    key = "file_missing"


class FileUnreadable(AppError):
    """The file is there but cannot be opened (rights, lock, disk). Fields: path, reason."""

    key = "file_unreadable"


class FileEmpty(AppError):
    """The file holds no bytes or no rows. Fields: path."""

    key = "file_empty"


class FileDamaged(AppError):
    """The file is truncated or not what its ending says. Fields: path, format."""

    key = "file_damaged"


class FileProtected(AppError):
    """The file is encrypted or needs a password. Fields: path."""

    key = "file_protected"


class FormatUnknown(AppError):
    """The ending of the file is none that can be read here. Fields: path, known."""

    key = "format_unknown"


class NotSpatial(AppError):
    """The file has no geometry where geometry is needed. Fields: path."""

    key = "not_spatial"


class WrongPlace(AppError):
    """The geometry lies outside the province. Fields: path."""

    key = "wrong_place"


class WorkspaceDamaged(AppError):
    """The workspace file is damaged or incomplete. Fields: path, reason."""

    key = "workspace_damaged"


class NotAWorkspace(AppError):
    """The file is readable but is no workspace of this program. Fields: path."""

    key = "not_a_workspace"


class WorkspaceTooNew(AppError):
    """The workspace was written by a newer version. Fields: path, version, known."""

    key = "workspace_too_new"


class FileExists(AppError):
    """The target exists and may not be overwritten without being asked. Fields: path."""

    key = "file_exists"


class FileBusy(AppError):
    """The target cannot be replaced because another program has it open. Fields: path."""

    key = "file_busy"


class WorkspaceChanged(AppError):
    """Somebody else saved the workspace meanwhile. Fields: path."""

    key = "workspace_changed"


class GeographicCrs(AppError):
    """Degrees were handed to a metric computation. Fields: crs."""

    key = "geographic_crs"


class CrsMismatch(AppError):
    """Two inputs of one computation are in different systems. Fields: left, right."""

    key = "crs_mismatch"


class NameAmbiguous(AppError):
    """A name fits several things and is asked, never guessed. Fields: name, candidates."""

    key = "name_ambiguous"


class NameUnknown(AppError):
    """A name fits nothing. Fields: name, nearest."""

    key = "name_unknown"


class BadParameter(AppError):
    """A parameter is outside what is allowed. Fields: name, value, allowed."""

    key = "bad_parameter"


class InvalidChange(AppError):
    """A change does not fit the document. Fields: table, row, reason."""

    key = "invalid_change"


class NothingToDo(AppError):
    """Nothing of the input could be used. Fields: path, reason."""

    key = "nothing_to_do"


class NoNetwork(AppError):
    """The address could not be reached. Fields: url, reason."""

    key = "no_network"


class HeadingsUnknown(AppError):
    """No row of the file looks like the headings of a template. Fields: path, known."""

    key = "headings_unknown"


class SheetMissing(AppError):
    """The workbook has no sheet of that name. Fields: path, sheet, sheets."""

    key = "sheet_missing"


class FileTooLarge(AppError):
    """The file holds far more than a sheet of this work can hold. Fields: path, limit."""

    key = "file_too_large"


class EncodingWrong(AppError):
    """The text cannot be read with the encoding that was named. Fields: path, encoding."""

    key = "encoding_wrong"


class FontMissing(AppError):
    """The packaged font cannot be used, so that nothing could be written on paper. Fields: name."""

    key = "font_missing"


class ExportUnknown(FormatUnknown):
    """The ending of the target is none that can be written. Fields: path, known."""

    key = "export_unknown"


class ValueMissing(InvalidChange):
    """A row lacks a value its table needs. Fields: table, row, column."""

    key = "value_missing"


class ValueRefused(InvalidChange):
    """A value does not fit its column. Fields: table, row, column, value."""

    key = "value_refused"


class RowDoubled(InvalidChange):
    """Two rows of a table would have the same key. Fields: table, row, column."""

    key = "row_doubled"


class RowChanged(InvalidChange):
    """The row is not (any more) what the change was made from. Fields: table, row."""

    key = "row_changed"


class RowInUse(InvalidChange):
    """A row is removed although others refer to it. Fields: table, row, by."""

    key = "row_in_use"


class ReferenceBroken(InvalidChange):
    """A row refers to a row or code that does not exist. Fields: table, row, column, value."""

    key = "reference_broken"


class ColumnUnknown(InvalidChange):
    """A table has no such column. Fields: table, column."""

    key = "column_unknown"


class ArchiveProtected(FileProtected):
    """The zip needs a password. Fields: path."""

    key = "archive_protected"


class FilePartMissing(AppError):
    """A file that consists of several lacks one of them. Fields: path, part."""

    key = "file_part_missing"


class NoAreas(AppError):
    """The file has points or lines where areas are needed. Fields: path."""

    key = "no_areas"


class BoundariesUnrecognised(AppError):
    """No column of the file holds the codes or names of communes. Fields: path, matched, expected."""

    key = "boundaries_unrecognised"


class BoundariesIncomplete(AppError):
    """The file lacks communes. Fields: path, matched, expected, missing."""

    key = "boundaries_incomplete"


class BadAnswer(AppError):
    """The address answered with something that cannot be used. Fields: url, reason."""

    key = "bad_answer"


class FileNotWritable(AppError):
    """The file cannot be written where it is asked for (rights, folder, disk full). Fields: path, reason."""

    key = "file_not_writable"


class VintageDiffers(AppError):
    """A boundary file is of another vintage than asked. Fields: path, found, found_units, vintage, units."""

    key = "vintage_differs"


class TableDamaged(WorkspaceDamaged):
    """A table of the workspace file is missing or holds what does not fit. Fields: path, table."""

    key = "table_damaged"


class BoundariesMissing(AppError):
    """The workspace has no communes of the vintage it works in. Fields: vintage."""

    key = "boundaries_missing"


class WorkspaceInTheWay(FileExists):
    """An output would replace a workspace. Fields: path."""

    key = "workspace_in_the_way"


class TooManyCells(FileTooLarge):
    """A sheet holds far more cells than a sheet of this work can. Fields: path, limit."""

    key = "too_many_cells"


class OutputFailed(AppError):
    """The answer could not be written where it was to go. Fields: reason."""

    key = "output_failed"


class RasterRefused(AppError):
    """A background picture is of a kind that is not drawn here. Fields: path, reason."""

    key = "raster_refused"


class InitiativeGone(AppError):
    """A saved question or table asks about an initiative that the workspace has no longer. Fields: name."""

    key = "initiative_gone"
