const mostWords = 6
const mostCharacters = 60
/** Letters, with the marks that names have. No digits, no address, nothing that an email program makes a link of. */
const looksLikeName = /^[\p{L}\p{M}'’ʼʻ.·\- ]+$/u
const looksLikeLink = /\.\p{L}{2}|\p{L}{2}\.\p{L}/u

/**
 * A name for an email to someone else. What a person entered as a name could be a message or a link, so anything but a
 * name is replaced.
 * @param otherwise what the email says instead, such as the person's email address
 */
export function plainName(name: string, otherwise: string): string {
  const isName =
    looksLikeName.test(name) &&
    !looksLikeLink.test(name) &&
    name.length <= mostCharacters &&
    name.split(' ').length <= mostWords
  return isName ? name : otherwise
}
