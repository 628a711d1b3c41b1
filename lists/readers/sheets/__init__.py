"""Spreadsheet files as rows of text, read as a stream: OpenDocument (`ods`) and Office Open XML (`xlsx`)."""
