/** Which files may be product tables, by name. */

/** Spreadsheet programs write "Unicode text" as .txt, so that is read when it is chosen outright. */
export function isTableName(name: string): boolean {
  return /\.(csv|tsv|tab|txt|xlsx|xlsm|xls|xml)$/i.test(name);
}

/** Which files are offered when a folder is listed: a .txt beside images is more often a note, an .xml more often a setting. */
export function isOfferedTableName(name: string): boolean {
  return /\.(csv|tsv|tab|xlsx)$/i.test(name);
}
