// Sends the files of a form one by one, with a progress bar each. Without this script, the form sends them all at once.

const form = document.querySelector('form[data-uploads]')
const input = form.querySelector('input[type=file]')
const list = form.querySelector('[data-upload-list]')
const button = [...form.querySelectorAll('button[type=submit]')].at(-1)
const sum = list.querySelector('[data-upload-sum]')
const words = list.dataset
/** Each file that was chosen, dropped or pasted, with its state and its line. */
const lines = []
/** The address of the evidence to which the files are added, once it exists. */
let evidenceAddress = null
/** The address of the next page, from the last response. */
let next = null
/** The addresses of all evidence that the files were added to. */
const added = new Set()
let sending = null
/**
 * The states of files that are sent again with the form: those that did not arrive, and those held back until another
 * field is corrected. A refused file would only be refused again.
 */
const again = ['failed', 'cancelled', 'held']

const letters = 'abcdefghijklmnopqrstuvwxyz234567'
/** The id of the person who opened the form, which follows the random part of its key (see form-key.ts). */
const opener = form.elements.idempotencyKey.value.slice(20)
const newIdempotencyKey = () =>
  [...crypto.getRandomValues(new Uint8Array(20))].map(byte => letters[byte % 32]).join('') + opener

// Files can be chosen, dropped or pasted. They wait in the list, and the input is cleared for the next ones.
input.addEventListener('change', () => {
  take(input.files)
  input.value = ''
})
for (const name of ['dragenter', 'dragover'])
  form.addEventListener(name, event => {
    if (holdsFiles(event)) {
      event.preventDefault()
      form.classList.add('los-drop-here')
    }
  })
for (const name of ['dragleave', 'drop']) form.addEventListener(name, () => form.classList.remove('los-drop-here'))
form.addEventListener('drop', event => {
  if (holdsFiles(event)) {
    event.preventDefault()
    take(event.dataTransfer.files)
  }
})
document.addEventListener('paste', event => {
  if (event.clipboardData?.files.length > 0) {
    event.preventDefault()
    take(event.clipboardData.files)
  }
})
const holdsFiles = event => [...(event.dataTransfer?.types ?? [])].includes('Files')
form.querySelector('[data-drop-hint]').hidden = false

// The question about several files is asked once there are several. Files that the server kept count too.
const several = form.querySelector('[data-several]')
const keptFiles = form.querySelectorAll('[name=held]').length
function askAboutSeveral() {
  if (several) several.hidden = lines.length + keptFiles < 2 && !several.querySelector('.govuk-error-message')
}
askAboutSeveral()

function take(files) {
  for (const file of files) {
    const line = list.querySelector('template').content.firstElementChild.cloneNode(true)
    const own = { file, line, idempotencyKey: newIdempotencyKey(), state: 'waiting' }
    line.querySelector('.los-uploads__name').textContent = file.name
    line
      .querySelector('progress')
      .setAttribute('aria-label', `${line.querySelector('progress').getAttribute('aria-label')}: ${file.name}`)
    for (const each of line.querySelectorAll('.govuk-visually-hidden')) each.textContent = ` ${file.name}`
    line.querySelector('.los-uploads__out').addEventListener('click', () => {
      lines.splice(lines.indexOf(own), 1)
      line.remove()
      list.hidden = lines.length === 0
      askAboutSeveral()
      input.focus()
      say()
    })
    line.querySelector('.los-uploads__cancel').addEventListener('click', () => sending?.abort())
    line.querySelector('.los-uploads__retry').addEventListener('click', () => {
      show(own, 'waiting')
      void send()
    })
    lines.push(own)
    list.querySelector('ul').append(line)
    show(own, 'waiting')
  }
  list.hidden = lines.length === 0
  askAboutSeveral()
  say()
}

// The browser asks for confirmation before a person leaves files that have not been uploaded.
const ask = event => {
  if (lines.some(({ state }) => state !== 'done' && state !== 'refused')) event.preventDefault()
}
addEventListener('beforeunload', ask)

form.addEventListener('submit', event => {
  if (lines.length === 0 || sending) return sending && event.preventDefault()
  event.preventDefault()
  for (const own of lines) if (again.includes(own.state)) show(own, 'waiting')
  void send()
})

/** Sends one file at a time, so that at least the first ones arrive over a weak connection. */
async function send() {
  if (sending) return
  form.dispatchEvent(new Event('sent-here', { bubbles: true }))
  button.disabled = true
  say()
  for (let own; (own = lines.find(({ state }) => state === 'waiting'));) await sendOne(own)
  button.disabled = false
  say()
}

function sendOne(own) {
  return new Promise(done => {
    const joinsEvidence = evidenceAddress !== null && chosen('together') === 'one'
    const body = joinsEvidence ? new FormData() : new FormData(form)
    body.set('idempotencyKey', own.idempotencyKey)
    if (!joinsEvidence) body.set('several', lines.length > 1 ? 'yes' : '')
    body.delete('files')
    body.append('files', own.file, own.file.name)
    const request = new XMLHttpRequest()
    sending = request
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      own.line.querySelector('progress').value = total > 0 ? (100 * loaded) / total : 0
      if (loaded === total) show(own, 'checking')
    })
    request.addEventListener('load', () => {
      if (request.status === 201) {
        next = JSON.parse(request.responseText).href
        evidenceAddress ??= evidenceAddressIn(next)
        added.add(next)
        show(own, 'done')
      } else {
        own.idempotencyKey = newIdempotencyKey() // nothing was saved, so the next attempt is a new form
        refuse(own, request, joinsEvidence)
      }
    })
    request.addEventListener('error', () => show(own, 'failed'))
    request.addEventListener('abort', () => show(own, 'cancelled'))
    request.addEventListener('loadend', () => {
      sending = null
      done()
    })
    request.open('POST', joinsEvidence ? `${evidenceAddress}/more` : location.href)
    request.setRequestHeader('Accept', 'application/json')
    show(own, 'sending')
    request.send(body)
  })
}

const chosen = name => form.querySelector(`[name=${name}]:checked`)?.value ?? ''
const evidenceAddressIn = href => (/^\/evidence\/[a-z2-7]+$/.test(href) ? href : null)

/**
 * Shows the errors of the page that the server returned: errors about this file on its line, others above the form and
 * beside their fields.
 */
function refuse(own, { status, responseText }, joinsEvidence) {
  const answer = new DOMParser().parseFromString(responseText, 'text/html')
  if (answer.getElementById('personal-data-question')) return askOnPage(joinsEvidence)
  const summary = answer.querySelector('.govuk-error-summary')
  const about = [...(summary?.querySelectorAll('a') ?? [])]
  const ofFile = about.filter(link => link.getAttribute('href') === '#files')
  const signIn = answer.querySelector('main a[target=_blank]')
  // the paragraph that says to sign in repeats its heading
  const page = [signIn ? null : answer.querySelector('main h1'), answer.querySelector('main p')]
  const text = (ofFile.length > 0 ? ofFile : page)
    .map(each => each?.textContent.trim())
    .filter(Boolean)
    .join(' ')
  if (about.length > ofFile.length) {
    summary.id = 'errors'
    document.getElementById('main').prepend(summary)
    summary.focus()
    document.title = answer.title
    for (const link of about) sayAtField(answer, link.getAttribute('href').slice(1))
    for (const each of lines) if (each.state === 'waiting' || each === own) show(each, 'held', words.waiting)
  } else if (ofFile.length > 0 && [413, 422].includes(status)) show(own, 'refused', onceFor(own, text))
  else {
    show(own, 'failed', text)
    if (signIn) own.line.querySelector('.los-uploads__said').append(' ', document.importNode(signIn, true))
  }
}

/** A long explanation is given once: a later file that is refused for the same reason refers to it. */
function onceFor(own, text) {
  own.reason = text.replaceAll(own.file.name, '')
  const isGiven = lines.some(each => each !== own && each.state === 'refused' && each.reason === own.reason)
  return isGiven ? words.sameReason : text
}

/** Shows an error beside a field, as the server's page would. Text typed since then stays. */
function sayAtField(answer, id) {
  const [field, error] = [document.getElementById(id), answer.getElementById(`${id}-error`)]
  if (!field || !error) return
  const group = field.closest('.govuk-form-group')
  const described = group.querySelector('fieldset') ?? field
  const place = group.querySelector('.govuk-radios') ?? field
  place.before(error)
  group.classList.add('govuk-form-group--error')
  described.setAttribute('aria-describedby', `${described.getAttribute('aria-describedby') ?? ''} ${error.id}`.trim())
  if (described !== field) return
  field.classList.add(`${field.classList[0]}--error`)
  field.setAttribute('aria-invalid', 'true')
}

/** A question before saving is asked on a full page, so the remaining files are sent with the plain form. */
function askOnPage(joinsEvidence) {
  const rest = new DataTransfer()
  for (const own of lines)
    if (own.state !== 'done') {
      rest.items.add(own.file)
      show(own, 'sending')
    }
  input.files = rest.files
  removeEventListener('beforeunload', ask)
  if (joinsEvidence) form.action = `${evidenceAddress}/more`
  form.submit()
}

function show(own, state, said = words[state]) {
  own.state = state
  const focused = document.activeElement
  const moves = state === 'sending' || state === 'checking'
  own.line.dataset.state = state
  own.line.querySelector('.los-uploads__said').textContent = said
  own.line.querySelector('progress').hidden = !moves && state !== 'done'
  if (state === 'done') own.line.querySelector('progress').value = 100
  own.line.querySelector('.los-uploads__cancel').hidden = !moves
  own.line.querySelector('.los-uploads__retry').hidden = state !== 'failed' && state !== 'cancelled'
  own.line.querySelector('.los-uploads__out').hidden = moves || state === 'done'
  // a button that is hidden loses the focus
  if (own.line.contains(focused) && focused.hidden) (own.line.querySelector('button:not([hidden])') ?? input).focus()
}

/**
 * Announces the result once, when no file is pending any more. When all files have arrived, opens the page of the
 * evidence, the list when each file became separate evidence, or the page that says thank you.
 */
function say() {
  const ended =
    lines.length > 0 && lines.every(({ state }) => ['done', 'failed', 'cancelled', 'refused'].includes(state))
  const isAll = ended && lines.every(({ state }) => state === 'done')
  const left = lines.some(({ state }) => state === 'failed' || state === 'cancelled')
    ? words.someLeft
    : words.someRefused
  const result = isAll ? words.allDone : left
  sum.textContent = ended ? result : ''
  if (!isAll) return
  button.hidden = true
  for (const field of form.querySelectorAll('input, textarea')) field.disabled = true
  location.assign(added.size > 1 ? words.list || next : next)
}
