import { folded } from './folding.ts'

/** Someone who can be mentioned in a comment. */
export interface Mentionable {
  id: string
  name: string
}

/**
 * The ids of the people whom a text mentions as "@Idris Vaughan", or as "@Idris" if only one has that first name.
 * Ignores case, accents and the kind of apostrophe. But if there is both a Siân and a Sian, "@Siân" means only Siân.
 */
export function mentionedIn(text: string, people: readonly Mentionable[]): string[] {
  const isMentioned = (keyOf: (words: string) => string) => {
    const firstNameOf = ({ name }: Mentionable): string => keyOf(name).trim().split(' ')[0]!
    const firstNames = people.map(firstNameOf)
    const said = keyOf(text)
    return (person: Mentionable): boolean => {
      const first = firstNameOf(person)
      const isOnlyOne = firstNames.filter(each => each === first).length === 1
      return mentions(said, keyOf(person.name).trim()) || (isOnlyOne && mentions(said, first))
    }
  }
  const [asWritten, withoutAccents] = [isMentioned(withAccents), isMentioned(plain)]
  return people.filter(person => asWritten(person) || withoutAccents(person)).map(({ id }) => id)
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ')
const withAccents = (text: string): string => inOneLine(text.normalize('NFC').toLowerCase())
const plain = (text: string): string => inOneLine(folded(text))

/** Whether a text has "@name" and no letter or digit directly after it. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    const next = text.slice(at + name.length + 1, at + name.length + 3)
    if (name !== '' && !/^[\p{L}\p{M}\p{N}]/u.test(next)) return true
  }
  return false
}
