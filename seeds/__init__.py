"""Records of source documents, one TOML file per document; no code.

A record says, in our own words, what a document states and where in the original each statement is supported. The
originals are not part of the project: a record recognises its original by file name, length and SHA-256. Read them with
`lists.documents.read_documents`; the format is described in `docs/lists.md`.
"""
