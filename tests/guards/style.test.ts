import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { en } from '../../src/words/en/index.ts'
import { sourceFiles } from '../support/source.ts'

// docs/style.md describes how this project writes. These phrases were replaced by plainer ones and must not come back.
const oldPhrases = [
  /\bhand(ed|ing|s)? (it )?in\b/i,
  /\btak(e|es|en|ing) out\b/i,
  /\btaken back\b/i,
  /\btwins?\b/i,
  /\bshel(f|ves)\b/i,
  /\btrays?\b/i,
  /\bcaptures?\b/i,
  /\bharm\b/i,
  /\bpieces?\b/i,
  /\bsomebody\b/i,
  /\bwhoever\b/i,
  /\beverybody\b/i,
  /\banew\b/i,
  /\bmeanwhile\b/i,
  /\bat once\b/i,
  /\bbegins? so\b/i,
  /\bwaits for\b/i,
  /\bgo(es)? on\b/i,
  /\bstands? (on|in|here|there|for)\b/i,
  /\bwhat became of\b/i,
  /\bsee to\b/i,
  /\bladder\b/i,
  /\be-mail\b/i,
]
/** Places where an old phrase is correct, each with the reason. */
const allowed: readonly { where: string; phrase: RegExp; why: string }[] = [
  ...['evidence.photograph.text', 'uploads.ask_first', 'preview.description.alternative.hint'].map(where => ({
    where,
    phrase: /\bshel(f|ves)\b/i,
    why: 'a real one, in a photo',
  })),
  ...['upload_link.poster.send.1', 'data/demo/evidence.yaml', 'README.md', 'views/components/picture.ejs'].map(
    where => ({
      where,
      phrase: /\bshel(f|ves)\b/i,
      why: 'a real one, in a picture',
    }),
  ),
]

const texts = (): [where: string, text: string][] => [
  ...Object.entries(en).map(([key, sentence]): [string, string] => [
    key,
    typeof sentence === 'string' ? sentence : Object.values(sentence as Record<string, string>).join('\n'),
  ]),
  ['README.md', readFileSync('README.md', 'utf8')],
  ...[...sourceFiles('docs', '.md'), ...sourceFiles('views', '.ejs'), ...sourceFiles('data', '.yaml')].map(
    ({ path, text }): [string, string] => [path, text],
  ),
]

const isAllowed = (where: string, phrase: RegExp): boolean =>
  allowed.some(each => each.where === where && each.phrase.source === phrase.source)

test('no sentence, template or document uses an old phrase', () => {
  const found = texts().flatMap(([where, text]) =>
    oldPhrases
      .filter(phrase => phrase.test(text) && !isAllowed(where, phrase))
      .map(phrase => `${where}: “${phrase.exec(text)![0]}”`),
  )
  expect(found).toEqual([])
})

test('every allowed phrase still occurs in its place', () => {
  const byPlace = new Map(texts())
  expect(allowed.filter(({ where, phrase }) => !phrase.test(byPlace.get(where) ?? ''))).toEqual([])
})

test('no file contains the markers of a merge conflict', () => {
  const folders = [...sourceFiles('src', '.ts'), ...sourceFiles('tests', '.ts'), ...sourceFiles('docs', '.md')]
  const files = [...folders, ...sourceFiles('views', '.ejs'), ...sourceFiles('migrations', '.ts')]
  expect(files.length).toBeGreaterThan(1_000)
  expect(files.filter(({ text }) => /^(<{7}|>{7}) /m.test(text)).map(({ path }) => path)).toEqual([])
})
