import { folded } from './folding.ts'

/** Someone who can be mentioned in a comment. */
export interface Mentionable {
  id: string
  name: string
}

/**
 * The ids of the people whom a text mentions as "@Idris Vaughan", or as "@Idris" if only one has that first name.
 * Ignores case, accents and the kind of apostrophe.
 */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  const said = keyOf(text)
  const firstNames = people.map(({ name }) => firstNameOf(name))
  return people
    .filter(({ name }) => {
      const first = firstNameOf(name)
      const isOnlyOne = firstNames.filter(each => each === first).length === 1
      return mentions(said, keyOf(name).trim()) || (isOnlyOne && mentions(said, first))
    })
    .map(({ id }) => id)
}

const keyOf = (text: string): string => folded(text).replace(/\s+/g, ' ')
const firstNameOf = (name: string): string => keyOf(name).trim().split(' ')[0]!

/** Whether a text has "@name" and no letter or digit directly after it. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    const next = text.slice(at + name.length + 1, at + name.length + 3)
    if (name !== '' && !/^[\p{L}\p{M}\p{N}]/u.test(next)) return true
  }
  return false
}
