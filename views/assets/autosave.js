// Saves the text of a form as a working copy every 2 seconds while a person types. Text that cannot be sent is stored
// in this browser, encrypted with a key that only the signed-in person gets. Without this script the form is saved only
// by its button.

const status = document.querySelector('[data-autosave]')
const form = status.closest('form')
const editing = document.querySelector('[data-autosave-editing]')
const signIn = document.querySelector('[data-autosave-sign-in]')
const signInLink = signIn.firstElementChild
const words = JSON.parse(status.dataset.words)
const address = `${new URL(form.action).pathname}/working-copy`
/** Where this browser stores the text of this page. Each page has its own place, so that no window deletes another's. */
const name = `kept ${address} ${form.elements.namedItem('workingPage').value}`
const keptFor = 24 * 60 * 60 * 1000
const patience = 15_000
const hidden = ['version', 'workingPage', 'workingCopy', 'workingPerson']
const ours = ['idempotencyKey', 'then', ...hidden]

let timer = null
/** The pending request, or null. */
let sending = null
/** Whether the text has changed since it was last sent or stored. */
let isChanged = false
/** Whether autosaving has stopped, because the form is being saved or a newer page of it is open. */
let isStopped = false
let isKeptHere = false
let isOffline = false
/** Whether the page restored text, and the person has not typed since. */
let isRestored = false

const say = text => {
  if (status.textContent !== text) status.textContent = text
}
const field = fieldName => form.elements.namedItem(fieldName)
const entered = () => [...new FormData(form)].filter(([each]) => !ours.includes(each))
/** The fields that a person fills in. The values of hidden fields belong to the page. */
const withoutHidden = fields => fields.filter(([each]) => field(each)?.type !== 'hidden')
const asText = fields =>
  JSON.stringify(
    withoutHidden(fields)
      .filter(([, value]) => value !== '')
      .map(([each, value]) => [each, value.replace(/\r\n/g, '\n').trim()]),
  )

const bytes = letter => letter.charCodeAt(0)
const keyToUse = (async () => {
  const answer = await fetch('/account/browser-key', {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(),
  })
  if (!answer.ok || !crypto.subtle) return null
  const { key } = await answer.json()
  return crypto.subtle.importKey('raw', Uint8Array.from(atob(key), bytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
})().catch(() => null)
const asLetters = data => btoa(Array.from(new Uint8Array(data), byte => String.fromCharCode(byte)).join(''))

function changed(event) {
  if (event?.isTrusted) isRestored = false
  isChanged = true
  delete form.dataset.kept
  if (isStopped) return keepHere()
  clearTimeout(timer)
  timer = setTimeout(save, isOffline ? 500 : 2000)
}
form.addEventListener('input', changed)

// Saves the last words before the window is closed or another app is opened.
document.addEventListener('visibilitychange', () => {
  if (isStopped) return
  if (document.visibilityState === 'hidden' && isChanged) save()
  else if (document.visibilityState === 'visible' && isOffline) save()
})
addEventListener('online', () => isOffline && save())

form.addEventListener('submit', () => {
  isStopped = true
  clearTimeout(timer)
  sending?.abort()
  void keepHere() // until the form is saved, because its request can be lost too
  try {
    sessionStorage.setItem('saving', name)
  } catch {
    // Storage is switched off, so nothing is stored.
  }
})
addEventListener('pageshow', event => {
  if (event.persisted) location.reload() // the page shown by "back" may have an older version
})

async function save() {
  clearTimeout(timer)
  if (sending || isStopped) return
  sending = new AbortController()
  const late = setTimeout(() => sending?.abort(), patience)
  isChanged = false
  const body = new URLSearchParams(entered())
  for (const each of hidden) body.set(each, field(each).value)
  const answer = await fetch(address, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body,
    keepalive: body.toString().length < 60_000,
    signal: sending.signal,
  })
    .then(async got => ({ code: got.status, ...(got.ok ? await got.json() : { page: await got.text() }) }))
    .catch(() => ({ code: 0 }))
  clearTimeout(late)
  sending = null
  if (!isStopped) await follow(answer)
}

async function follow({ code, page, savedAt, text, editing: others }) {
  isOffline = false
  signIn.hidden = code !== 401
  const isOtherPerson = code === 401 && linkAsOn(page)
  if (code === 200) {
    if (editing && editing.textContent !== others) editing.textContent = others
    return saved(savedAt, text)
  }
  if (code === 409 || code === 403 || code === 404) isStopped = true
  const isKept = await keepHere()
  if (code === 413) say(words.tooLong)
  else if (code === 409) say(words.elsewhere)
  else if (code === 403 || code === 404) say(words.refused)
  else if (isOtherPerson) say(words.otherPerson)
  else if (!isKept) say(words.notKept)
  else if (code === 507) say(words.noRoom)
  else say(code === 401 ? words.signedOut : words.here)
  if (isStopped || code === 413) return
  isOffline = true
  timer = setTimeout(save, patience)
}

/**
 * Links to signing in or, when the error page says that someone else has signed in, to signing out.
 * @returns whether someone else has signed in
 */
function linkAsOn(page) {
  const signOut = new DOMParser().parseFromString(page, 'text/html').querySelector('main a[href="/sign-out"]')
  signIn.replaceChildren(signOut ? document.importNode(signOut, true) : signInLink)
  return signOut !== null
}

function saved(savedAt, text) {
  field('workingCopy').value = savedAt
  if (isKeptHere) localStorage.removeItem(name)
  isKeptHere = false
  say(isRestored ? `${words.back} ${text}` : text)
  if (isChanged) changed()
  else form.dataset.kept = 'yes'
}

/** @returns whether the text is now stored in this browser */
async function keepHere() {
  const key = await keyToUse
  if (!key) return false
  const fields = entered()
  const kept = { fields, version: field('version').value, copy: field('workingCopy').value }
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(kept)))
  try {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), iv: asLetters(iv), data: asLetters(data) }))
  } catch {
    return false
  }
  isKeptHere = true
  if (asText(fields) === asText(entered())) form.dataset.kept = 'yes'
  return true
}

/**
 * @returns the newest text that this person typed into this form and this browser stored, with the place where it is
 * stored; null when there is none, or it is someone else's
 */
async function keptBefore() {
  const stored = Object.keys(localStorage)
    .filter(place => place.startsWith(`kept ${address} `))
    .map(place => ({ place, ...JSON.parse(localStorage.getItem(place)) }))
    .filter(({ at }) => Date.now() - at <= keptFor)
    .sort((a, b) => b.at - a.at)
  const key = stored.length > 0 && (await keyToUse)
  if (!key) return null
  for (const { place, ...kept } of stored) {
    const [iv, data] = [kept.iv, kept.data].map(each => Uint8Array.from(atob(each), bytes))
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data).catch(() => null)
    if (text) return { place, ...JSON.parse(new TextDecoder().decode(text)) }
  }
  return null
}

function fill(fields) {
  for (const input of form.querySelectorAll('textarea, input:not([type=hidden]), select')) {
    const values = fields.filter(([each]) => each === input.name).map(([, value]) => value)
    if (input.type === 'radio' || input.type === 'checkbox') input.checked = values.includes(input.value)
    else input.value = values[0] ?? ''
    if (values[0]) input.closest('details')?.setAttribute('open', '')
  }
  form.dispatchEvent(new Event('input', { bubbles: true }))
  for (const box of form.querySelectorAll('[data-count] textarea')) box.dispatchEvent(new Event('input'))
}

/** The label and the text of a value, as on the page. A field that the page no longer has is shown without a label. */
function shownAs(name, value) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
  const chosen = inputs.find(each => ['radio', 'checkbox'].includes(each.type) && each.value === value)
  const label = chosen ? chosen.closest('fieldset')?.querySelector('legend') : inputs[0]?.labels[0]
  return [label?.innerText ?? '', chosen?.labels[0].innerText ?? value]
}

/** Offers stored text when newer text has since been saved, so that the person can choose. */
function offer({ place, fields }) {
  const other = document.querySelector('[data-autosave-other]').content.firstElementChild.cloneNode(true)
  for (const [each, value] of fields.filter(([, text]) => text !== '')) {
    const [label, text] = shownAs(each, value)
    const lines = [label, text].map((line, index) =>
      Object.assign(document.createElement(index === 0 ? 'dt' : 'dd'), { textContent: line.trim(), dir: 'auto' }),
    )
    other.querySelector('dl').append(...lines)
  }
  const end = () => {
    localStorage.removeItem(place)
    other.remove()
    say('')
    form.querySelector('textarea')?.focus()
  }
  other.querySelector('[data-use]').addEventListener('click', () => {
    fill(fields)
    end()
  })
  other.querySelector('[data-discard]').addEventListener('click', end)
  form.before(other)
  say(other.querySelector('h2').textContent.trim()) // it appears above the form, where it is easy to miss
}

/** The values of a field as the page was sent, whatever the person typed before this script ran. */
function sentValues(input) {
  if (input.type === 'radio' || input.type === 'checkbox') return input.defaultChecked ? [input.value] : []
  if (!input.options) return [input.defaultValue]
  const chosen = [...input.options].filter(option => option.defaultSelected)
  return (chosen.length > 0 || input.multiple ? chosen : [...input.options].slice(0, 1)).map(({ value }) => value)
}

async function bringBack() {
  const kept = await keptBefore()
  if (!kept) return
  const inputs = [...form.querySelectorAll(':is(textarea, input, select)[name]:enabled')]
  const asSent = asText(inputs.flatMap(input => sentValues(input).map(value => [input.name, value])))
  const hasTyped = asText(entered()) !== asSent
  if ([asSent, asText(entered())].includes(asText(kept.fields))) {
    localStorage.removeItem(kept.place)
    return hasTyped && changed()
  }
  if (hasTyped || kept.version !== field('version').value || kept.copy !== field('workingCopy').value)
    return offer({ place: kept.place, fields: withoutHidden(kept.fields) })
  isRestored = true
  fill(kept.fields)
  if (await keepHere()) localStorage.removeItem(kept.place)
  say(words.back)
}
bringBack().catch(() => {})
