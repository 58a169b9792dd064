import { expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import { en } from '../../src/words/en/index.ts'

const filesIn = (...folders: string[]): string[] =>
  folders.flatMap(folder =>
    readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
      .filter(file => file.isFile() && /\.(ts|ejs)$/.test(file.name))
      .map(file => join(file.parentPath, file.name)),
  )

/** Patterns for the keys in a source text that contain variables, such as `role.${role}`. */
const patternsIn = (source: string): RegExp[] =>
  [...source.matchAll(/`((?:[\w. ]|\$\{(?:[^{}]|\{[^}]*\})*\})+)`/g)]
    .map(([, text]) => text!.replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '*'))
    .filter(text => /[a-z]{3}.*\.|\.[a-z]{3}/.test(text) && text.includes('*'))
    .map(text => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.+')}$`))

const unusedIn = (source: string, keys: readonly string[]): string[] => {
  const quoted = new Set(source.split(/['"`]/))
  const patterns = patternsIn(source)
  return keys.filter(key => !quoted.has(key) && !patterns.some(pattern => pattern.test(key)))
}

test('every sentence of the catalogue is used', () => {
  const files = filesIn('src', 'views', 'scripts').filter(file => !file.includes('/src/words/en/'))
  const source = files.map(file => readFileSync(file, 'utf8')).join('\n')
  expect(unusedIn(source, Object.keys(en))).toEqual([])
})

test('keys that are not used are reported', () => {
  const source = ["t('home.title')", 't(`role.$' + '{role}`)', 't(`$' + '{name}.empty.title`)'].join('; ')
  expect(unusedIn(source, ['home.title', 'home.other', 'role.lead', 'roles', 'people.empty.title'])).toEqual([
    'home.other',
    'roles',
  ])
})
