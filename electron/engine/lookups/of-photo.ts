/** Whether something is wrong with one photo, or with all that come after it as well, such as a model that is missing. */
import type { ErrorCode } from '../../contract/errors.ts';

const ofPhoto = /^(?:FILE_|IMAGE_|NOT_AN_IMAGE|NOT_FOUND|LINK_|BAD_REQUEST)/;

export function isOfPhoto(code: ErrorCode): boolean {
  return ofPhoto.test(code);
}
