/** The shop's own documents, cut into passages that are found by words, and the replies that people approved. */
import type { Migration } from '../migrate.ts';

export const answers: Migration = {
  version: 330,
  name: 'answers',
  sql: /* sql */ `
-- path: of a folder, or of a single file.
CREATE TABLE document_folders (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  added_at TEXT NOT NULL
) STRICT;

-- path: from the folder. stamp: size and times of the file when it was read. failure: why it could not be read.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES document_folders (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  stamp TEXT NOT NULL,
  version INTEGER NOT NULL,
  failure TEXT,
  read_at TEXT NOT NULL,
  UNIQUE (folder_id, path)
) STRICT;

-- text_hash: key of its vector among those of texts. line: of the file, from 1.
CREATE TABLE document_passages (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  heading TEXT NOT NULL,
  text TEXT NOT NULL,
  line INTEGER NOT NULL,
  language TEXT NOT NULL,
  text_hash TEXT NOT NULL
) STRICT;
CREATE INDEX document_passages_by_document ON document_passages (document_id, position);

-- Segmented before they get here. rowid is the passage id.
CREATE VIRTUAL TABLE document_words USING fts5 (
  heading, text,
  content = '', contentless_delete = 1,
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER document_words_passage_removed AFTER DELETE ON document_passages
BEGIN
  DELETE FROM document_words WHERE rowid = old.id;
END;

-- kinds: JSON of what was asked. pattern: the reply with places for the values of facts, JSON; see answers/drafts/examples.ts.
CREATE TABLE approved_answers (
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL,
  language TEXT NOT NULL,
  kinds TEXT NOT NULL,
  source TEXT,
  sku TEXT,
  reply TEXT NOT NULL,
  pattern TEXT NOT NULL,
  approved_at TEXT NOT NULL
) STRICT;
`,
};
