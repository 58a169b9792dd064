/**
 * The path to open after signing in. It is always on this service. Browsers read backslashes as slashes and skip tabs
 * and line breaks, so the address is parsed as they do it.
 */
export function ownPath(next: unknown, otherwise = '/home'): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > 2_000 || /[\u0000-\u001f\u007f\\]/.test(next))
    return otherwise
  const host = 'http://ours.invalid'
  const url = URL.parse(next, host)
  if (!url || url.origin !== host || url.pathname.startsWith('//')) return otherwise
  return url.pathname + url.search + url.hash
}
