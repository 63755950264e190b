/**
 * How deep a message may be nested. Nothing that is ever said comes near it; what is nested thousands of times deep overflows the stack
 * of whoever writes it down again (`JSON.stringify`), and that would end a host for all its pages.
 */
export const deepestMessage = 64;

/** More objects than any message has; beyond it nobody looks any further. */
const mostObjects = 1_000_000;

/** Whether a message that came as a value is nested too deep, goes round in circles, or has no end. */
export function isTooDeep(message: unknown): boolean {
  let seen = 0;
  let level = [message].filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    seen += level.length;
    if (depth === deepestMessage || seen > mostObjects) return true;
    level = level.flatMap((item) => Object.values(item).filter(isNested));
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

const quote = 34;
const backslash = 92;

/** Whether JSON text is nested too deep, before memory is spent on reading it. */
export function isTextTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (quoted) {
      if (code === backslash) at++;
      else if (code === quote) quoted = false;
    } else if (code === quote) quoted = true;
    // [ and {, ] and }
    else if (code === 91 || code === 123) {
      if (++depth > deepestMessage) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}
