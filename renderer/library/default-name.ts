/** What a new library is called until somebody says otherwise: after its folder or file, in words. */

const tableEnding = /\.(csv|tsv|tab|txt|xlsx|xml)$/i;
/** Names that many files have and that tell no library from another: the folder around them is asked instead. */
const saysNothing =
  /^(products?|catalogu?e?|items?|listings?|export(ed)?|data|feed|images?|img|photos?|pictures?|sheet ?\d*|table|untitled|new folder|商品|产品|图片|照片|导出|数据|目录)( \d+| copy)?$/i;
const longest = 120;

export function defaultName(path: string): string {
  const names = path.split(/[\\/]/).filter((name) => name !== '' && !/^[a-z]:$/i.test(name));
  const words = names.map((name, at) => inWords(at === names.length - 1 ? name.replace(tableEnding, '') : name));
  const telling = words.findLast((name) => !saysNothing.test(name)) ?? words.at(-1) ?? path;
  return telling.slice(0, longest);
}

/** "summer-sale_2024" as "Summer sale 2024"; names with words or capitals of their own stay. */
function inWords(name: string): string {
  const words = name
    .replace(/[-_.]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (words === '') return name;
  return words === words.toLowerCase() ? words.charAt(0).toLocaleUpperCase() + words.slice(1) : words;
}
