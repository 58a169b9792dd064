import type { Request } from 'express'

/** One value of the query string, at most `most` long; empty when it is missing or a list. */
export function queryText(req: Pick<Request, 'query'>, name: string, most = 200): string {
  const value = req.query[name]
  return typeof value === 'string' ? value.replaceAll('\0', '').trim().slice(0, most).toWellFormed() : ''
}

/** The keys of the previous page's last row; null for the first page. */
export function placeAfter<Name extends string>(
  req: Pick<Request, 'query'>,
  ...names: Name[]
): Record<Name, string> | null {
  const place = Object.fromEntries(names.map(name => [name, queryText(req, name)])) as Record<Name, string>
  return names.every(name => place[name] !== '') ? place : null
}

/**
 * One page of a list. `lines` has one line more than `most` when there is a next page. `next` is the address of that
 * page; null on the last.
 */
export function pageOf<Line>(
  lines: readonly Line[],
  most: number,
  address: string,
  keysOf: (last: Line) => Record<string, string>,
): { lines: readonly Line[]; next: string | null } {
  const last = lines.length > most ? lines[most - 1] : undefined
  if (!last) return { lines, next: null }
  const keys = new URLSearchParams(keysOf(last)).toString()
  return { lines: lines.slice(0, most), next: `${address}${address.includes('?') ? '&' : '?'}${keys}` }
}
