// Classifies the addresses in a document by their target.

/** An address as programs interpret it: without white space and control characters, and with `%` decoded. */
const asRead = address => decoded(address).replace(/[\0-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '')

/** @returns the decoded text; the text itself when it has no valid percent encoding */
export function decoded(address) {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const scheme = /^[a-z][a-z0-9+.-]*:/i
const host = /^[\\/]{2}/

/**
 * Whether an address has a scheme or a host, or is a LibreOffice command (`.uno:`, which the scheme pattern does not
 * match).
 */
export function leadsOutside(address) {
  const read = asRead(address)
  return scheme.test(read) || host.test(read) || /^\.uno:/i.test(read)
}

const followed =
  /^((https?|ftps?|mailto|tel|sms|geo|callto|whatsapp|webcal|onenote|msteams):|ms-(word|excel|powerpoint):of[ev]\|u\|https:|about:blank$)/i

/** Whether an address is opened only by a click, such as a web page, an email address or a place in this document. */
export const isPlainHyperlink = address => !leadsOutside(address) || followed.test(asRead(address))

/**
 * Whether an address is a relative path or a file on the author's computer. On other computers, nothing is fetched from
 * it.
 */
export const isLocalFile = address =>
  !leadsOutside(address) ||
  /^(file:(\/\/(localhost)?)?\/?)?[a-z]:(?![\\/]{2})/i.test(asRead(address)) ||
  /^file:\/\/(localhost)?\/(?![\\/])/i.test(asRead(address))

/** Data of these types can itself load other data. */
const loadingData = /^data:[^,]*(svg|xml|html|script|css)/i

/**
 * Whether an address loads nothing from outside: it is a place in the document, an image in the same email, or embedded
 * data of a type that cannot load anything else.
 */
export const isInside = address =>
  !leadsOutside(address) || (/^(cid:|data:)/i.test(asRead(address)) && !loadingData.test(asRead(address)))

/**
 * Whether an address embeds a picture (other than an SVG) or a recording as data. Office and OpenDocument files with
 * such an address are refused, because embedded data can be cleaned only inside an SVG.
 */
export const isPictureData = address => /^data:[^,]*(image\/(?!svg)|video|audio)/i.test(asRead(address))

/** Whether an address is a file on a computer or a network share. */
export const isFile = address => /^(file:|[\\/]{2})/i.test(asRead(address))
