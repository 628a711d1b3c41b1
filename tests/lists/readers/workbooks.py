"""Small spreadsheet files for tests, written by hand: Office Open XML with shared texts, and OpenDocument."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | int | float | bool | date | None

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx_members(rows: Sequence[Sequence[Cell]]) -> dict[str, str]:
    """The members of a workbook whose one sheet holds these rows; whole numbers stand as numbers, dates as styled numbers."""
    texts: dict[str, int] = {}
    body = "".join(f'<row r="{number}">{_cells(row, number, texts)}</row>' for number, row in enumerate(rows, 1))
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="164" formatCode="[$-C09]d\\ mmm\\ yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{body}</sheetData></worksheet>",
    }


def ods_members(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The members of a spreadsheet whose one sheet holds these rows."""
    body = ""
    for row in rows:
        cells = "".join(f'<t:table-cell o:value-type="string"><x:p>{escape(cell)}</x:p></t:table-cell>' for cell in row)
        body += f'<t:table-row>{cells}<t:table-cell t:number-columns-repeated="16000"/></t:table-row>'
    spaces = f'xmlns:o="{_ODF}:office:1.0" xmlns:t="{_ODF}:table:1.0" xmlns:x="{_ODF}:text:1.0"'
    sheet = f'<t:table t:name="List">{body}<t:table-row t:number-rows-repeated="1000000"><t:table-cell/></t:table-row></t:table>'
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<o:document-content {spaces}><o:body><o:spreadsheet>{sheet}</o:spreadsheet></o:body></o:document-content>",
    }


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write the members as a zip archive, the same bytes at any time of day."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return path


def _cells(row: Sequence[Cell], number: int, texts: dict[str, int]) -> str:
    return "".join(_cell(value, f"{chr(ord('A') + column)}{number}", texts) for column, value in enumerate(row) if value is not None)


def _cell(value: Cell, at: str, texts: dict[str, int]) -> str:
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{at}" s="2"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
