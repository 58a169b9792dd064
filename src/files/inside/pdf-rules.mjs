import { isPlainHyperlink } from './outside.mjs'
import { Dictionary, Name, Reference, Text } from './pdf-syntax.mjs'
import { Refused } from './zip.mjs'

// The rules for the objects of a PDF. Only hyperlinks that people click are allowed to lead outside.

const actions = {
  JavaScript: 'script',
  Launch: 'script',
  GoToR: 'script',
  GoToE: 'script',
  SubmitForm: 'script',
  ImportData: 'script',
  Rendition: 'attachment',
  Movie: 'attachment',
  RichMediaExecute: 'attachment',
}
const media = ['RichMedia', '3D', 'Movie', 'Screen']
const attached = 'FileAttachment'
/**
 * Keys of actions that start without a click: in the document, pages, annotations, form fields and presentation steps.
 */
const starting = ['OpenAction', 'AA', 'NA', 'PA']
const others = ['JS', 'JavaScript', 'XFA', 'EF', 'EmbeddedFiles', 'Ref', ...starting]
const mostSteps = 10_000

/**
 * Collects the suspicious objects of a PDF while it is read, and checks them afterwards.
 * @param objects resolves references in `judge` and `hasAttachment`, after all objects have been found
 * @returns `look(value)`, which notes a value; `judge()`, which throws Refused for a forbidden object; and
 * `hasAttachment()`
 */
export function pdfRules(objects) {
  const noted = []
  return {
    look: value => note(value, noted),
    judge() {
      for (const each of noted) refuse(objects, each)
      for (const { dictionary } of objects.streams) refuseOutside(objects, dictionary)
    },
    hasAttachment: () => noted.some(each => isAttached(objects, each)),
  }
}

/** Collects the dictionaries that may be refused, to check them once all objects are known. */
function note(value, noted) {
  if (Array.isArray(value)) for (const each of value) note(each, noted)
  if (!(value instanceof Dictionary)) return
  const isSuspicious = value.entries.some(
    ({ key, value: own }) =>
      others.includes(key) ||
      (key === 'S' && (own instanceof Reference || own?.text in actions || own?.text === 'Thread')) ||
      (key === 'Subtype' && (own instanceof Reference || media.includes(own?.text) || own?.text === attached)) ||
      (key === 'URI' && !(own instanceof Text && isPlainHyperlink(own.said))),
  )
  if (isSuspicious) noted.push(value)
  for (const { value: inner } of value.entries) note(inner, noted)
}

function refuse(objects, dictionary) {
  for (const name of objects.names(dictionary, 'S')) if (name in actions) throw new Refused(actions[name])
  if (dictionary.has('JS') || dictionary.has('XFA')) throw new Refused('script')
  if (hasTree(objects, dictionary, 'JavaScript')) throw new Refused('script')
  if (objects.resolved(dictionary, 'URI').some(leadsElsewhere)) throw new Refused('script')
  if (objects.resolved(dictionary, 'Ref').some(each => each instanceof Dictionary && each.has('F')))
    throw new Refused('script')
  if (objects.names(dictionary, 'Subtype').some(name => media.includes(name))) throw new Refused('attachment')
  if (objects.names(dictionary, 'S').includes('Thread')) refuseOutside(objects, dictionary)
  for (const key of starting) refuseStarting(objects, dictionary.all(key), key === 'AA')
}

const leadsElsewhere = uri => uri instanceof Text && !isPlainHyperlink(uri.said)

/** Refuses a stream, or the thread of an article, that is in another file. */
function refuseOutside(objects, dictionary) {
  if (objects.resolved(dictionary, 'F').some(each => each instanceof Text || each instanceof Dictionary))
    throw new Refused('script')
}

/**
 * Refuses an address in an action that starts without a click. A web page is allowed only in a link, which a person
 * clicks.
 */
function refuseStarting(objects, values, isList) {
  const next = values.map(value => ({ value, isList }))
  const seen = new Set()
  for (let steps = 0; next.length > 0; steps += 1) {
    if (steps > mostSteps) throw new Refused('opaque')
    const { value, isList: holdsActions } = next.pop()
    if (Array.isArray(value)) next.push(...value.map(each => ({ value: each, isList: holdsActions })))
    if (value instanceof Reference && !seen.has(value.number)) {
      seen.add(value.number)
      next.push(...objects.follow(value).map(each => ({ value: each, isList: holdsActions })))
    }
    if (!(value instanceof Dictionary)) continue
    if (objects.names(value, 'S').includes('URI')) throw new Refused('script')
    const inner = holdsActions ? value.entries.map(each => each.value) : value.all('Next')
    next.push(...inner.map(each => ({ value: each, isList: false })))
  }
}

function isAttached(objects, dictionary) {
  return (
    dictionary.has('EF') ||
    hasTree(objects, dictionary, 'EmbeddedFiles') ||
    objects.names(dictionary, 'Subtype').includes(attached)
  )
}

/** Whether a key has a tree with at least one entry. Some programs write empty trees. */
const hasTree = (objects, dictionary, key) =>
  objects
    .resolved(dictionary, key)
    .some(
      tree =>
        tree instanceof Dictionary &&
        ['Names', 'Kids'].some(each => objects.resolved(tree, each).some(list => list?.length > 0)),
    )
