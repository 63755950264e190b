/** Pictures: which files are, reading and decoding them, thumbnails, previews, fingerprints. The only folder that imports sharp. */
export { decodeForModel, decodePicture, makeThumbnail, readLook, readPicture } from './decode.ts';
export { maxFileBytes, maxPixels } from './failures.ts';
export { hashBytes, pictureFileOf, readPictureFile } from './file.ts';
export { isPictureName } from './names.ts';
export { type Area, occlusions, pictureArea } from './occlusion.ts';
export { hammingDistance } from './perceptual-hash.ts';
export { readHeader } from './pixels.ts';
export { preparePreview, previewPath } from './preview.ts';
export { pictureSignature, signatureBytes, signatureChromaSide, signatureSide } from './signature.ts';
export { thumbnailPath, thumbSide } from './thumbnail.ts';
export type {
  DecodedPicture,
  DecodeOptions,
  PictureFile,
  PictureFormat,
  Preview,
  VisionInput,
} from './types.ts';
