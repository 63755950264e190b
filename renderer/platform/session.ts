/** Exchanges the token that `npm start` prints (in the fragment, which no server sees) for a session cookie, once. */
export async function openSession(): Promise<boolean> {
  const token = takeToken();
  if (token !== null) {
    const response = await fetch('/session', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Authorization: `Bearer ${token}` },
    });
    if (response.ok) return true;
  }
  return hasSession();
}

/** A reload comes without a token but with the cookie. */
export async function hasSession(): Promise<boolean> {
  const controller = new AbortController();
  try {
    const response = await fetch('/engine-state', { credentials: 'same-origin', signal: controller.signal });
    return response.ok;
  } finally {
    controller.abort();
  }
}

/** Reads the token and takes it out of the address bar and the history. */
function takeToken(): string | null {
  const match = /[#&]token=([^&]+)/.exec(window.location.hash);
  if (match?.[1] === undefined) return null;
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}#/`);
  return decodeURIComponent(match[1]);
}
