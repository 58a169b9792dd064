import { domainToASCII } from 'node:url'

// One address, as a mail server takes it. We allow what people have, and none of what the old grammar allows besides:
// quoted names, comments, several in one, routes and bare machine numbers are where letters go astray.

const mostInAll = 254
const mostBeforeTheAt = 64
const nameCharacters = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Whether a text is exactly one e-mail address that we would write to. Spaces around it are not part of an address. */
export function isAddress(text: string): boolean {
  const [name, domain, ...more] = text.split('@')
  if (name === undefined || domain === undefined || more.length > 0 || text.length > mostInAll) return false
  return name.length <= mostBeforeTheAt && nameCharacters.test(name) && asciiDomain(domain) !== null
}

/**
 * What makes two spellings one address: case never tells two mailboxes apart in practice, and a domain has one plain
 * form. Kept beside the address in `people.email_key`, where it is unique.
 */
export function addressKey(email: string): string {
  const text = email.trim().normalize('NFC')
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1)
  return `${text.slice(0, at).toLowerCase()}@${asciiDomain(domain) ?? domain.toLowerCase()}`
}

/**
 * The domain as it travels, or null for what is none. It needs a dot: a lone name would stay on the mail server's own
 * machine.
 */
export function asciiDomain(domain: string): string | null {
  if (domain === '' || /[^\p{L}\p{M}\p{N}.-]/u.test(domain)) return null
  const labels = domainToASCII(domain).split('.')
  const last = labels.at(-1) ?? ''
  return labels.length > 1 && labels.every(label => domainLabel.test(label)) && !/^\d+$/.test(last)
    ? labels.join('.')
    : null
}
