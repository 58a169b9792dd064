import { expect, test } from '@jest/globals'
import express from 'express'
import multer from 'multer'
import { aPerson } from '../support/person.ts'

// Tests the test person (support/person.ts) that the feature tests use.

const page = (main: string, title = 'Words') =>
  `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><nav><a href="/other">Other</a></nav>` +
  `<main>${main}</main></body></html>`
const form = (extra = '') =>
  page(`<h1>Ask  a
 question</h1><form method="post" action="/asked" ${extra}>
  <label for="body">Body</label><textarea id="body" name="body">
as it was</textarea>
  <label for="to">To</label><select id="to" name="to"><option value="a">A</option><option value="b"
    selected>B</option></select>
  <label for="k1">One</label><input id="k1" type="checkbox" name="kinds" value="1" checked>
  <label for="k2">Two</label><input id="k2" type="checkbox" name="kinds" value="2">
  <label for="by">Day</label><input id="by" name="by-day" value="3">
  <input aria-label="Month" name="by-month" value="12"><input aria-label="Year" name="by-year" value="2027">
  <input type="hidden" name="version" value="4">
  ${extra && '<label for="file">File</label><input id="file" type="file" name="file">'}
  <button name="then" value="more">Ask<span class="govuk-visually-hidden"> about Learn</span></button></form>`)

const app = express()
  .get('/', (_req, res) => void res.cookie('seen', 'yes').send(form()))
  .get('/upload', (_req, res) => void res.send(form('enctype="multipart/form-data"')))
  .get(
    '/wrong',
    (_req, res) =>
      void res.send(
        page(
          '<h1>One</h1><h1>Two</h1><div class="govuk-error-summary"><a href="#gone">Enter</a></div><input ' +
            'name="bare"><p id="x"></p><p id="x"></p>',
        ),
      ),
  )
  .get('/away', (_req, res) => void res.redirect('https://sanctuary.example.org/'))
  .get(
    '/other',
    (req, res) => void res.clearCookie('seen').send(page(`<h1>Other</h1><p>${req.get('cookie') ?? 'no cookie'}</p>`)),
  )
  .post('/asked', express.urlencoded({ extended: false }), multer().any(), (req, res) => {
    const files = (req.files as Express.Multer.File[] | undefined)?.map(({ originalname, size }) => [
      originalname,
      size,
    ])
    res
      .status(422)
      .send(
        page(
          '<h1>Asked</h1><div class="govuk-error-summary"><ul><li><a href="#it">Enter your question</a></li></ul>' +
            `</div><pre id="it">${JSON.stringify({ ...req.body, files, site: req.get('sec-fetch-site') })}</pre>`,
          'Error: Words',
        ),
      )
  })

const asked = (person: ReturnType<typeof aPerson>) => JSON.parse(person.$('pre').text())

test('the test person sends a form with its values, except those that the test replaces', async () => {
  const person = aPerson(app)
  await person.open('/')
  expect([
    person.valueOf('body'),
    person.valueOf('to'),
    person.valueOf('kinds'),
    person.valueOf('by'),
    person.headings,
  ]).toEqual(['as it was', 'b', ['1'], '2027-12-03', ['Ask a question']])
  await person.press('Ask', { body: 'Which branches?\nAll?', by: '2028-01-30', kinds: ['1', '2'] })
  expect(asked(person)).toEqual({
    body: 'Which branches?\r\nAll?',
    to: 'b',
    kinds: ['1', '2'],
    'by-day': '30',
    'by-month': '01',
    'by-year': '2028',
    version: '4',
    then: 'more',
    site: 'same-origin',
  })
  expect([person.status, person.errors, person.address]).toEqual([422, ['Enter your question'], '/asked'])
})

test('the test person sends files as a browser does, and an empty file field as an empty part', async () => {
  const person = aPerson(app)
  await person.open('/upload')
  await person.press('Ask', { file: { name: 'Bücherei.txt', content: 'twelve bytes', type: 'text/plain' } })
  expect(asked(person).files).toEqual([[Buffer.from('Bücherei.txt').toString('latin1'), 12]])
  await person.open('/upload')
  await person.press('Ask', { kinds: null })
  expect([asked(person).kinds, asked(person).files]).toEqual([undefined, []])
})

test('the test person keeps and deletes cookies as a browser does', async () => {
  const person = aPerson(app)
  await person.open('/')
  await person.follow('Other')
  expect(person.text).toBe('Other seen=yes')
  await person.open('/other')
  expect(person.text).toBe('Other no cookie')
})

test('a test fails for a misspelt field, choice, link or button, a faulty page and an external address', async () => {
  const person = aPerson(app)
  await person.open('/')
  await expect(person.press('Ask', { boddy: '' })).rejects.toThrow('this form has no field boddy')
  await expect(person.press('Ask', { to: 'c' })).rejects.toThrow('to has no choice c')
  await expect(person.press('Send')).rejects.toThrow('0 things here are called "Send"')
  await expect(person.follow('Elsewhere')).rejects.toThrow('0 things')
  await expect(person.open('/away')).rejects.toThrow('leads away from us')
  await expect(person.open('/wrong')).rejects.toThrow(
    'it has 2 h1; two things have the id x; a line of the error summary leads nowhere: #gone; its title does ' +
      'not begin with Error:; the field bare has no label',
  )
})
