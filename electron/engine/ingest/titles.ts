/** Titles for products that come with nothing but a file or folder name. */

/** "red_shoe-01.jpg" -> "red shoe 01". The extension goes only when it is one of an image. */
export function titleFromName(name: string): string {
  const stem = name.replace(/\.(jpe?g|jfif|png|webp|avif|gif|tiff?|heic|heif|bmp|svg|jp2|jxl)$/i, '');
  const title = stem
    .normalize('NFC')
    .replace(/[\s_\-+.]+/g, ' ')
    .trim();
  return title === '' ? name : title;
}
