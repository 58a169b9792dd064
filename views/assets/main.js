// Progressive enhancement: every page also works without this script.

const summary = document.getElementById('errors')
const asked = summary ?? document.getElementById('personal-data-question')
asked?.focus()

// A link in the error summary scrolls to the field's label, not only to the field.
summary?.addEventListener('click', event => {
  const link = event.target.closest('a')
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))
  if (!field) return
  event.preventDefault()
  const label = field.closest('fieldset')?.querySelector('legend') ?? document.querySelector(`label[for="${field.id}"]`)
  label?.scrollIntoView()
  field.focus({ preventScroll: true })
})

// When a script sends a form, or the response is a download, the page stays open. So its old errors are removed when
// the form is sent again.
const forgetErrors = ({ target: form }) => {
  const said = document.getElementById('errors')
  if (said) document.title = said.dataset.titleWithout
  said?.remove()
  for (const error of form.querySelectorAll('p.govuk-error-message')) {
    const group = error.closest('.govuk-form-group')
    for (const each of [group, ...group.querySelectorAll('*')]) {
      each.classList.remove(...[...each.classList].filter(name => name.endsWith('--error')))
      each.removeAttribute('aria-invalid')
      const others =
        each
          .getAttribute('aria-describedby')
          ?.split(' ')
          .filter(id => id !== error.id) ?? []
      if (others.length > 0) each.setAttribute('aria-describedby', others.join(' '))
      else each.removeAttribute('aria-describedby')
    }
    error.remove()
  }
}
document.addEventListener('sent-here', forgetErrors)
document.querySelector('form[data-download]')?.addEventListener('submit', forgetErrors)

// The text that is saved when text from Word or a web page is pasted; as in src/domain/pasted-text.ts.
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const unspaced = '\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}'
const zeroWidthSpaces = new RegExp(`(?<![${unspaced}])\\u200b|\\u200b(?![${unspaced}])`, 'gu')
const withoutPastedMarks = text =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u000b\u000c\u2028\u2029]/g, '\n')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/\u001e/g, '-')
    .replace(/[\u0080-\u009f]/g, character => windows[character.charCodeAt(0) - 0x80])
    .replace(/[\uf0a7\uf0b7]/g, '•')
    .replace(/[\u0000-\u0008\u000e-\u001d\u001f\u007f-\u009f\u00ad\u2060\ufeff\ufff9-\ufffc]/g, '')
    .replace(zeroWidthSpaces, '')
    .replace(/(?<![\p{L}\p{M}\p{Emoji}\p{Emoji_Modifier}])[\u200c\u200d](?![\p{L}\p{M}])/gu, '')

// Shows how many characters can still be entered. Counts as people do: a letter with its accent is one character.
// Counts in sections, because the engine copies the whole text for every character. Screen readers announce the number
// when typing stops.
const letters = new Intl.Segmenter(document.documentElement.lang, { granularity: 'grapheme' })
const plurals = new Intl.PluralRules(document.documentElement.lang)
const stretch = 200
const lengthOf = typed => {
  const clean = withoutPastedMarks(typed).trim()
  const text = clean.replace(/\p{M}\u200d?(?=\p{L})/gu, '$&\n')
  let [count, at] = [0, 0]
  while (at + stretch < text.length) {
    const end = at + stretch + (/[\ud800-\udbff]/.test(text[at + stretch - 1]) ? 1 : 0)
    const starts = [...letters.segment(text.slice(at, end))].map(({ index }) => index)
    count += Math.max(1, starts.length - 1)
    at += starts.at(-1) || stretch
  }
  return count - (text.length - clean.length) + [...letters.segment(text.slice(at))].length
}

// Counts words as src/domain/words-in.ts does.
const wordsIn = typed =>
  withoutPastedMarks(typed)
    .split(/[\s\u200b]+/)
    .filter(word => /[\p{L}\p{N}]/u.test(word)).length
const counted = (count, forms) =>
  (forms[plurals.select(count)] ?? forms.other).replace('{count}', count.toLocaleString(document.documentElement.lang))

for (const seen of document.querySelectorAll('[data-word-count]')) {
  const forms = JSON.parse(seen.dataset.wordCount)
  const box = seen.parentElement.querySelector('textarea')
  box.addEventListener('input', () => {
    seen.textContent = counted(wordsIn(box.value), forms)
  })
}

for (const group of document.querySelectorAll('[data-count]')) {
  const most = Number(group.dataset.count)
  const box = group.querySelector('textarea')
  const seen = group.querySelector('[data-left]')
  const said = Object.assign(document.createElement('div'), { className: 'govuk-visually-hidden' })
  said.setAttribute('aria-live', 'polite')
  seen.after(said)
  const [forms, formsOver] = [JSON.parse(seen.dataset.left), JSON.parse(seen.dataset.over)]
  const sentence = left => counted(Math.abs(left), left < 0 ? formsOver : forms)
  let later
  const show = () => {
    const left = most - lengthOf(box.value)
    seen.textContent = sentence(left)
    seen.hidden = 'quiet' in group.dataset && left > Math.max(200, most / 10)
    seen.classList.toggle('govuk-error-message', left < 0)
    seen.classList.toggle('govuk-hint', left >= 0)
    clearTimeout(later)
    later = setTimeout(() => {
      said.textContent = seen.hidden ? '' : seen.textContent
    }, 1000)
  }
  box.addEventListener('input', show)
  if (box.value) show()
}

// The browser asks for confirmation before a person leaves unsaved text. Only forms with long texts do this. When a
// form is shown again with an error, a question or a newer version, or its page says so, its text is not saved.
const opened = performance.getEntriesByType('navigation')[0]
for (const form of document.querySelectorAll('[data-unsaved]')) {
  const typed = () => {
    const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]))
    for (const name of ['foldOpen', 'seen']) fields.delete(name) // set by scripts
    return fields.toString()
  }
  const isShownAgain =
    opened?.responseStatus === 409 || form.querySelector('p.govuk-error-message, #personal-data-question') !== null
  const saved = isShownAgain || 'notSaved' in form.dataset ? null : typed()
  const ask = event => {
    if (typed() !== saved && !form.dataset.kept) event.preventDefault()
  }
  addEventListener('beforeunload', ask)
  form.addEventListener('submit', () => removeEventListener('beforeunload', ask))
}

// Text that could not be sent is stored in this browser, encrypted (see autosave.js), until its form is saved, the
// person signs out, or 24 hours have passed.
const keptFor = 24 * 60 * 60 * 1000
const forgetKept = isOver => {
  for (const name of Object.keys(localStorage).filter(each => each.startsWith('kept ')))
    if (isOver(name, JSON.parse(localStorage.getItem(name)))) localStorage.removeItem(name)
}
try {
  const saved = sessionStorage.getItem('saving')
  sessionStorage.removeItem('saving')
  // A saved form redirects, and a page with 409 and the form shows both versions. After a lost request, another page is
  // opened, perhaps with a redirect to sign in.
  const isRedirected = opened?.redirectCount > 0 && document.referrer !== '' && location.pathname !== '/sign-in'
  const isCompared = opened?.responseStatus === 409 && document.querySelector('form[data-unsaved]') !== null
  const isReceived = (opened?.type === 'navigate' && isRedirected) || isCompared
  forgetKept((name, { at }) => Date.now() - at > keptFor || (name === saved && isReceived))
  const again = document.querySelector('form[data-again]')
  if (saved) again?.addEventListener('submit', () => sessionStorage.setItem('saving', saved))
  for (const form of document.querySelectorAll('form[action="/sign-out"]'))
    form.addEventListener('submit', () => forgetKept(() => true))
} catch {
  // Storage is switched off, so nothing is stored.
}

// Ticks the hidden checkbox that says whether this section stays open on the next visit. Without the script, the
// checkbox is visible.
for (const fold of document.querySelectorAll('details[data-remember]')) {
  const box = fold.querySelector('[name=foldOpen]')
  box.closest('.govuk-form-group').hidden = true
  fold.querySelector('summary').addEventListener('click', () => {
    box.checked = !fold.open
  })
}

// Buttons that only work with a script: print the page, or copy a text. Where the browser refuses to copy, the text is
// shown selected.
for (const part of document.querySelectorAll('[data-with-script]')) part.hidden = false
for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => print())
for (const button of document.querySelectorAll('[data-copy]'))
  button.addEventListener('click', async () => {
    const said = button.parentElement.querySelector('[data-copy-said]')
    const isCopied = await navigator.clipboard?.writeText(button.dataset.copy).then(
      () => true,
      () => false,
    )
    said.textContent = isCopied ? button.dataset.copied : button.dataset.copy
    if (!isCopied) getSelection().selectAllChildren(said)
  })

// Updates the progress of a job. When the job ends, the page is reloaded.
const live = document.querySelector('[data-live]')
const countAgain = async () => {
  const answer = await fetch(location.href).catch(() => null)
  const there = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
  const now = there?.querySelector('[data-live]')
  if (there && !now) return location.reload()
  if (now) live.replaceChildren(...document.importNode(now, true).childNodes)
  setTimeout(countAgain, 2000)
}
if (live) setTimeout(countAgain, 2000)

// Updates a page that follows a meeting. It shows nothing while the connection is lost, because the reader may have
// lost the right to see it. A hidden page closes its stream, because a browser allows only six connections.
const followed = document.querySelector('[data-stream]')
const follow = () => {
  const stream = new EventSource(followed.dataset.stream)
  const say = text => {
    if (followed.textContent === text) return // a new element could be read out again
    const line = Object.assign(document.createElement('p'), { className: 'govuk-body', textContent: text })
    line.setAttribute('role', 'status')
    followed.replaceChildren(line)
  }
  const stop = () => {
    stream.close()
    document.removeEventListener('visibilitychange', pause)
  }
  const pause = () => {
    if (document.hidden) stream.close()
    else {
      stop()
      follow()
    }
  }
  stream.addEventListener('meeting', ({ data }) => {
    const focused = followed.contains(document.activeElement) ? document.activeElement.textContent : null
    const before = followed.querySelector('.los-now')?.textContent
    followed.innerHTML = JSON.parse(data).html
    const now = followed.querySelector('.los-now').textContent
    if (now !== before) document.getElementById('meeting-said').textContent = now
    const same = focused && [...followed.querySelectorAll('a, button')].find(each => each.textContent === focused)
    same?.focus()
  })
  stream.addEventListener('over', ({ data }) => {
    stop()
    say(JSON.parse(data).text)
  })
  stream.addEventListener('error', async () => {
    say(followed.dataset.connecting)
    if (stream.readyState !== EventSource.CLOSED) return
    stop()
    if (await isRefused()) say(followed.dataset.over)
    else setTimeout(follow, 5000)
  })
  document.addEventListener('visibilitychange', pause)
}
// Whether the service refuses the stream, for example because the reader has signed out. A browser also gives up when a
// proxy answers during a restart, and does not tell the script the status.
const isRefused = async () => {
  const asked = { method: 'HEAD', headers: { Accept: 'text/event-stream' }, redirect: 'manual' }
  const answer = await fetch(followed.dataset.stream, asked).catch(() => null)
  return answer !== null && answer.status >= 400 && answer.status < 500
}
if (followed) follow()
