/** What the page may do, said in headers by every host that serves it. */

/**
 * Styles may be inline because Mantine writes its theme and per-component variables into `style` elements and attributes; scripts may
 * not.
 * @param lines addresses of WebSockets that the page may open
 */
export function pageHeaders(lines: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    // A dropped clip is read by the page itself.
    'media-src blob:',
    "font-src 'self' data:",
    "manifest-src 'self'",
    ["connect-src 'self'", ...lines].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
}

/** An image opened by itself is no page: whatever its bytes are, nothing in it runs. */
export const imageHeaders = { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" };
