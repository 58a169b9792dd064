/**
 * Returns `next` if it is a path of this service, else `otherwise`. Refuses backslashes and control characters, because
 * browsers read `\` as `/` and ignore tabs.
 */
export function ownPath(next: unknown, otherwise = '/home'): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > 2_000 || /[\u0000-\u001f\u007f\\]/.test(next))
    return otherwise
  const host = 'http://ours.invalid'
  const url = URL.parse(next, host)
  if (!url || url.origin !== host || url.pathname.startsWith('//')) return otherwise
  return url.pathname + url.search + url.hash
}
