/** Someone who can be mentioned in a comment. */
export interface Mentionable {
  id: string
  name: string
}

/**
 * The ids of the people whom a text mentions as "@Idris Vaughan", or as "@Idris" if only one has that first name.
 * Ignores case.
 */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  const said = folded(text)
  const firstNames = people.map(({ name }) => firstNameOf(name))
  return people
    .filter(({ name }) => {
      const first = firstNameOf(name)
      const isOnlyOne = firstNames.filter(each => each === first).length === 1
      return mentions(said, folded(name)) || (isOnlyOne && mentions(said, first))
    })
    .map(({ id }) => id)
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
const firstNameOf = (name: string): string => folded(name).trim().split(' ')[0]!

/** Whether a text has "@name" and no letter or digit directly after it. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    const next = text.slice(at + name.length + 1, at + name.length + 3)
    if (name !== '' && !/^[\p{L}\p{M}\p{N}]/u.test(next)) return true
  }
  return false
}
