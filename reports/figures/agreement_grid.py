"""A grid of cells: two observers' ratings of the same consultations, or observers against observers."""

from dataclasses import dataclass

from reports.figures.lettering import lines
from reports.figures.picture import Box, Mark, Picture, Words
from reports.figures.style import LABEL_SIZE, RAMP_ROLES, SMALL_SIZE, words_on

_MOST_CELL = 46.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """What is written in the cell, and how dark it is (0 to 1; None leaves it white, as for *undefined*)."""

    text: str
    shade: float | None = None


@dataclass(frozen=True, slots=True)
class AgreementGrid:
    """`cells[row][column]`; all rows as long as `columns`. `reading` says in one sentence how to read it."""

    title: str
    row_title: str
    column_title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[GridCell, ...], ...]
    reading: str

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows) or any(len(row) != len(self.columns) for row in self.cells):
            raise ValueError("A grid needs one row of cells for each row name and one cell for each column name.")

    @property
    def description(self) -> str:
        said = [self.reading, f"Rows: {self.row_title}. Columns: {self.column_title}."]
        for name, row in zip(self.rows, self.cells, strict=True):
            filled = [
                f"{column} {cell.text}"
                for column, cell in zip(self.columns, row, strict=True)
                if cell.text not in ("", "0")
            ]
            said.append(f"{name}: {', '.join(filled) or 'nothing'}.")
        return " ".join(said)

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Column heads and rows with the values drawn."""
        columns = (f"{self.row_title} / {self.column_title}", *self.columns)
        rows = tuple(
            (name, *(cell.text or "–" for cell in row)) for name, row in zip(self.rows, self.cells, strict=True)
        )
        return columns, rows

    def data(self) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
        """One row for each cell."""
        rows = tuple(
            (name, column, cell.text)
            for name, row in zip(self.rows, self.cells, strict=True)
            for column, cell in zip(self.columns, row, strict=True)
        )
        return (self.row_title, self.column_title, "pairs"), rows


def counted_grid(
    title: str,
    row_title: str,
    column_title: str,
    points: tuple[str, ...],
    counts: tuple[tuple[int, ...], ...],
) -> AgreementGrid:
    """Two observers cell by cell: `counts[first][second]` consultations. The same rating lies on the
    diagonal."""
    most = max((count for row in counts for count in row), default=0)
    cells = tuple(tuple(GridCell(str(count), count / most if count else None) for count in row) for row in counts)
    total = sum(map(sum, counts))
    same = sum(counts[at][at] for at in range(len(points)))
    reading = f"{same} of {total} pairs of ratings are the same and lie on the diagonal."
    return AgreementGrid(title, row_title, column_title, points, points, cells, reading)


def agreement_grid(grid: AgreementGrid, width: float) -> Picture:
    """Square cells, darker for more; row names at the left, column names above."""
    names = width * 0.26
    side = min(_MOST_CELL, (width - names) / max(1, len(grid.columns)))
    heads = [lines(name, side - 3, SMALL_SIZE) for name in grid.columns]
    top = 18 + 9.5 * max((len(head) for head in heads), default=1)
    marks: list[Mark] = [
        Words("quiet-words", names, 9, grid.column_title, SMALL_SIZE, bold=True),
        Words("quiet-words", 0, top - 6, grid.row_title, SMALL_SIZE, bold=True),
    ]
    for column, head in enumerate(heads):
        first = top - 4 - 9.5 * (len(head) - 1)
        middle = names + side * (column + 0.5)
        marks.extend(
            Words("words", middle, first + 9.5 * at, line, SMALL_SIZE, "middle") for at, line in enumerate(head)
        )
    height = max(18.0, side * 0.62)
    for at, (name, row) in enumerate(zip(grid.rows, grid.cells, strict=True)):
        y = top + height * at
        label = lines(name, names - 8, LABEL_SIZE, most=1)
        marks.append(Words("words", 0, y + height / 2 + 3, label[0] if label else "", LABEL_SIZE))
        for column, cell in enumerate(row):
            marks.extend(_cell(cell, names + side * column, y, side, height))
    return Picture(width, top + height * len(grid.rows) + 4, grid.title, grid.description, tuple(marks))


def _cell(cell: GridCell, x: float, y: float, side: float, height: float) -> list[Mark]:
    marks: list[Mark] = [Box("frame", x, y, side, height)]
    ink = "words"
    if cell.shade is not None:
        step = round(min(1.0, max(0.0, cell.shade)) * 9)
        marks.append(Box(RAMP_ROLES[step], x + 0.5, y + 0.5, side - 1, height - 1))
        ink = words_on(step)
    if cell.text:
        marks.append(Words(ink, x + side / 2, y + height / 2 + 2.8, cell.text, SMALL_SIZE, "middle"))
    return marks
