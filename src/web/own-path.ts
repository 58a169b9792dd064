/**
 * Returns `next` if it is a path of this service, else `otherwise`. Refuses backslashes, tabs and line breaks, because
 * browsers read a backslash as a slash and ignore tabs and line breaks.
 */
export function ownPath(next: unknown, otherwise = '/home'): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > 2_000 || /[\u0000-\u001f\u007f\\]/.test(next))
    return otherwise
  const host = 'http://ours.invalid'
  const url = URL.parse(next, host)
  if (!url || url.origin !== host || url.pathname.startsWith('//')) return otherwise
  return url.pathname + url.search + url.hash
}
