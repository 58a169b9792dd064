import { domainToASCII } from 'node:url'

// RFC 5322 also allows quoted names, comments, groups, routes and IP addresses.
// We refuse those, because they can make an email go to the wrong place.

const maxLength = 254
const maxLocalPart = 64
const nameCharacters = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether a text is exactly one email address. Spaces around it are not allowed. */
export function isAddress(text: string): boolean {
  const [name, domain, ...more] = text.split('@')
  if (name === undefined || domain === undefined || more.length > 0 || text.length > maxLength) return false
  return name.length <= maxLocalPart && nameCharacters.test(name) && asciiDomain(domain) !== null
}

/**
 * One key for all spellings of an address that reach the same mailbox. Upper and lower case count as equal, because
 * mailboxes ignore case in practice.
 */
export function addressKey(email: string): string {
  const text = email.trim().normalize('NFC')
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1)
  return `${text.slice(0, at).toLowerCase()}@${asciiDomain(domain) ?? domain.toLowerCase()}`
}

/** Puts the start of an address into the form that `addressKey` returns, to search for stored keys. */
export const addressStart = (typed: string): string =>
  typed.includes('@') ? addressKey(typed) : typed.normalize('NFC').toLowerCase()

/**
 * Whether a text is one sender: an address, or "Name <address>". A comma is allowed only in a quoted name, because
 * elsewhere it separates two senders.
 */
export function isSender(text: string): boolean {
  const [, name = '', address = ''] = /^\s*([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? ['', '', text]
  return isAddress(address) && (/^[^",:;@]*$/.test(name) || /^"[^"\\]*"\s*$/.test(name))
}

/** The address part of "Name <address>". */
export const addressOf = (sender: string): string => /<([^<>]+)>/.exec(sender)?.[1] ?? sender

/**
 * The domain in ASCII; null when it is not a domain. A name without a dot is refused, because it could be a machine on
 * the mail server's network.
 */
export function asciiDomain(domain: string): string | null {
  if (domain === '' || /[^\p{L}\p{M}\p{N}.-]/u.test(domain)) return null
  const labels = domainToASCII(domain).split('.')
  const last = labels.at(-1) ?? ''
  return labels.length > 1 && labels.every(label => domainLabel.test(label)) && !/^\d+$/.test(last)
    ? labels.join('.')
    : null
}
