import { httpWalker } from './http-walker.ts'
import { browserWalker, type MakeWalker } from './walker.ts'

/**
 * People with these roles walk in a real browser with scripts. The others walk by HTTP, and a browser shows each page
 * that they come to, once.
 */
export const mixedWalker =
  (inBrowsers: readonly string[]): MakeWalker =>
  (place, role) =>
    inBrowsers.includes(role) ? browserWalker(place, role) : httpWalker(place, role)
