/** Which files may be product tables, by name. */
const tableName = /\.(csv|tsv|tab|txt)$/i;

export function isTableName(name: string): boolean {
  return tableName.test(name);
}
