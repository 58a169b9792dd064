import { expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { instant } from '../../src/domain/time.ts'
import { askForPdf, typeset } from '../../src/files/typeset.ts'
import { lettersIn } from '../../src/files/typeset/letters.mjs'
import { certificateDocument, certificatePage } from '../../src/modules/awards/certificate/certificate.pages.ts'
import type { NamedAward } from '../../src/modules/awards/awards/award.store.ts'
import type { Day } from '../../src/domain/time.ts'
import { paperDifferences, paperDocument, paperSection } from '../../src/web/paper.ts'
import { translator } from '../../src/words/words.ts'
import { readPdf } from '../support/pdf-text.ts'

const at = instant('2027-03-01T09:00:00Z')
const log = { error: () => undefined, warn: () => undefined } as never
const frieze = readFileSync(join(import.meta.dirname, '../../views/awards/certificate/frieze.ejs'), 'utf8')

function certificateOf(organisationName: string) {
  const t = translator('en')
  const award = { id: 'x', organisationName, validTo: '2027-05-31', grantedOn: '2026-06-01', code: 'LS-4HXW-81TC' }
  const terms = [{ startsOn: '2026-06-01', endsOn: '2027-05-31', label: 'Library of Sanctuary 1', issued: true }]
  const shown = { terms, changes: [], today: '2027-03-01' as Day, branches: 12, isIssued: true }
  const baseUrl = 'https://sanctuary.example'
  const view = certificatePage(t, award as unknown as NamedAward, { ...shown, baseUrl } as never)
  return certificateDocument(t, view, { baseUrl, frieze, on: '2027-03-01' as Day })
}
const made = (name: string) =>
  typeset({ log }, { template: 'awards/certificate/certificate', data: certificateOf(name), at })

test.each([
  ['Latin', 'Llyfrgelloedd Tŷ Ŵyr a’r Môr'],
  ['Cyrillic', 'Бібліотека «Прихисток» м. Ґудзів'],
  ['Arabic', 'مكتبة الملاذ العامة'],
  ['Ethiopic', 'ቤተ መጻሕፍቲ ሰላም'],
])('a certificate shows a name in %s letters, which a PDF reader can read back', async (_, name) => {
  const pdf = await readPdf(await made(name))
  expect(pdf.pages).toHaveLength(1)
  expect(pdf.pages[0]).toContain(name)
})

test('a letter that no font has is replaced, and the document is still made', async () => {
  const { pages } = await readPdf(await made('Library 🎉 of 漢 peace'))
  expect(pages[0]).toContain('Library \ufffd of \ufffd peace')
})

test('text that looks like Typst source, JSON or a path is shown and never executed', async () => {
  const text = '#read("/etc/passwd") $x^2$ *bold* #import "@preview/x:1.0.0" "}],{\\ <label> @ref'
  const { pages } = await readPdf(await made(text))
  expect(pages[0]!.replace(/\s+/g, '')).toContain(text.replace(/\s+/g, ''))
})

test('a certificate is a tagged PDF/UA-1 file that states its language and title', async () => {
  const pdf = await readPdf(await made('Port Elen Library Service'))
  expect(pdf).toMatchObject({
    isTagged: true,
    isUa1: true,
    language: 'en',
    title: 'Port Elen Library Service’s certificate',
  })
  expect(pdf.tags).toEqual(expect.arrayContaining(['H1', 'P', 'Figure', 'Link']))
})

test('differences have the words “Removed” and “Added”, and text that looks like source stays text', async () => {
  const t = translator('en')
  const removed = 'Train once.\n\n#panic("x")'
  const changes = paperDifferences(t, [
    { kind: 'same', text: 'We help.\nEach year we ' },
    { kind: 'removed', text: removed },
    { kind: 'added', text: 'train twice. ' },
    { kind: 'same', text: '' },
  ])
  const paper = { title: 'Changes', lead: [], sections: [paperSection('One', ['Plain', changes])] }
  const data = paperDocument(t, paper, 'Foot')
  const pdf = await readPdf(await typeset({ log }, { template: 'components/paper', data, at }))
  expect(pdf).toMatchObject({ isTagged: true, isUa1: true })
  expect(pdf.pages.join('').replace(/\s+/g, ' ')).toContain(
    'Plain We help. Each year we Removed: Train once. #panic("x") Added: train twice.',
  )
})

test('Arabic text with an English word keeps its order wherever a PDF shows it', async () => {
  const text = 'مرحبا Hello عالم'
  const table = { columns: ['Column'], rows: [[text]] }
  const paper = { title: 'Title', lead: [text], sections: [paperSection(text, [text], { table })] }
  const data = paperDocument(translator('en'), paper, 'Foot')
  const pdf = await readPdf(await typeset({ log }, { template: 'components/paper', data, at }))
  expect(pdf.pages[0]!.split('\n')).toEqual(['Title', text, text, text, 'Column', text, 'Foot 1/1'])
})

test('a date after an Arabic name in Unicode isolates (U+2068, U+2069) keeps its order', async () => {
  const lead = ['By \u2068أمينة\u2069, 12 March 2027']
  const data = paperDocument(translator('en'), { title: 'Title', lead, sections: [] }, 'Foot')
  const pdf = await readPdf(await typeset({ log }, { template: 'components/paper', data, at }))
  expect(pdf).toMatchObject({ isUa1: true })
  expect(pdf.pages[0]!.split('\n')[1]!.replace(/[\u2068\u2069]/g, '')).toBe('By أمينة, 12 March 2027')
})

test('the letters that a font contains are found, for each of the three fonts', () => {
  const folder = join(import.meta.dirname, '../../node_modules/@expo-google-fonts')
  const found = ['noto-sans', 'noto-sans-ethiopic', 'amiri'].map(family => {
    const weight = join(folder, family, '400Regular')
    const file = readdirSync(weight).find(name => name.endsWith('.ttf'))!
    const letters = new Set(lettersIn(readFileSync(join(weight, file))))
    return ['ŷ', 'Ґ', 'ش', 'ቤ', '漢'].filter(letter => letters.has(letter.codePointAt(0)!)).join('')
  })
  expect(found).toEqual(['ŷҐ', 'ŷቤ', 'ŷش'])
})

test('the process that makes PDFs passes the check that decides whether the service is ready', async () => {
  expect(await askForPdf({ task: 'check' })).toEqual({ said: { refused: null } })
})
