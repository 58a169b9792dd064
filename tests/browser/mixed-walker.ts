import { httpWalker } from './http-walker.ts'
import { browserWalker, type MakeWalker } from './walker.ts'

/**
 * Gives people with these roles a real browser with scripts. The others use HTTP, and a browser shows each of their
 * pages once.
 */
export const mixedWalker =
  (inBrowsers: readonly string[]): MakeWalker =>
  (place, role) =>
    inBrowsers.includes(role) ? browserWalker(place, role) : httpWalker(place, role)
