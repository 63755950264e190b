/** Images: which files are, reading and decoding them, thumbnails, previews, fingerprints. The only folder that imports sharp. */
export { drawSheet, pageSize, rowsOnPage, type SheetTile, tileSide } from './contact-sheet.ts';
export { decodeForModel, decodeImage, readImage, readLook } from './decode.ts';
export { foreignReason, maxFileBytes, maxPixels } from './failures.ts';
export { hashBytes, imageFileOf, readImageFile } from './file.ts';
export { type GreyPixels, type GreyView, showGreys } from './grey.ts';
export { middlesForModel } from './middle.ts';
export { type ForeignFormat, foreignFormatOf, isImageName, sniffFormat, sniffLength } from './names.ts';
export { type Area, imageArea, occlusions } from './occlusion.ts';
export { type ImageInMemory, loadImage, partForModel, smallPart, writePart } from './part.ts';
export { hammingDistance } from './perceptual-hash.ts';
export { readHeader } from './pixels.ts';
export { preparePreview, previewPath } from './preview.ts';
export { imageSignature, signatureBytes, signatureChromaSide, signatureSide } from './signature.ts';
export { type TextViewSizes, type TextViews, textViews } from './text-views.ts';
export { thumbnailPath, thumbSide } from './thumbnail.ts';
export type {
  DecodedImage,
  DecodeOptions,
  ImageFile,
  ImageFormat,
  Preview,
  VisionInput,
} from './types.ts';
