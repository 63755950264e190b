/** Which files are offered as product tables when a folder is listed. A path given outright is read whatever its name. */
const tableName = /\.(csv|tsv|tab)$/i;

export function isTableName(name: string): boolean {
  return tableName.test(name);
}
