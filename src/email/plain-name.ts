const mostWords = 6
const mostCharacters = 60
/**
 * Letters, and the marks and joiners that occur in names. Without digits and email addresses, no email program turns a
 * name into a link.
 */
const looksLikeName = /^[\p{L}\p{M}\u200c\u200d'’ʼʻ.·\- ]+$/u
const looksLikeLink = /\.\p{L}{2}|\p{L}{2}\.\p{L}/u

/**
 * A name for an email to someone else. Text that does not look like a name is replaced, because it could be a link.
 * @param otherwise the replacement, such as the person's email address
 */
export function plainName(name: string, otherwise: string): string {
  const isName =
    looksLikeName.test(name) &&
    !looksLikeLink.test(name) &&
    name.length <= mostCharacters &&
    name.split(' ').length <= mostWords
  return isName ? name : otherwise
}

/** Whether an email program could turn a part of this text into a link. */
export const holdsLink = (text: string): boolean =>
  /:\/\/|\S@\S|[\p{L}\p{N}][.\u3002]\p{L}{2}/u.test(text.normalize('NFKC'))
