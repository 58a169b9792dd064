import { placedItems } from '../../../domain/framework-draft.ts'
import { emptyTranslation } from '../../../domain/translation.ts'
import type { T } from '../../../words/words.ts'
import type { TranslationSubject } from './translation.store.ts'

/**
 * The texts of a version as YAML. Below each English text is its translation, or an empty string. If this version has
 * no saved translation, earlier translations of the same texts are filled in.
 */
export function textsToTranslate(t: T, { version, language, saved, kept }: TranslationSubject): string {
  const { document } = version
  const { areas, items } = (saved ?? kept)?.translation ?? emptyTranslation(document, language)
  return [
    ...comment(
      t('translations.file.about', { language: t(`translations.language.${language}`), label: version.label }),
    ),
    ...comment(t('translations.file.how')),
    ...comment(t('translations.file.empty')),
    ...comment(t('translations.file.keep')),
    `framework: ${quoted(document.framework)}`,
    `version: ${quoted(document.version)}`,
    `language: ${quoted(language)}`,
    'areas:',
    ...document.areas.flatMap(english => ['', ...entry(null, english, areas)]),
    '',
    'items:',
    ...placedItems(document).flatMap(({ item }) => ['', ...entry(item.code, item, items)]),
    '',
  ].join('\n')
}

interface Texts {
  id: string
  title: string
  description: string
  evidence?: readonly string[]
}

function entry(code: string | null, english: Texts, translated: readonly Texts[]): string[] {
  const found: Partial<Texts> = translated.find(({ id }) => id === english.id) ?? {}
  const evidence = english.evidence ?? []
  return [
    ...(code === null ? [] : comment(code, '  ')),
    `  - id: ${quoted(english.id)}`,
    ...comment(english.title, '    '),
    `    title: ${quoted(found.title ?? '')}`,
    ...comment(english.description, '    '),
    `    description: ${quoted(found.description ?? '')}`,
    ...(evidence.length > 0 ? ['    evidence:'] : []),
    ...evidence.flatMap((line, index) => [
      ...comment(line, '      '),
      `      - ${quoted(found.evidence?.[index] ?? '')}`,
    ]),
  ]
}

/** A text in double quotation marks. Every JSON string is a valid YAML string. */
const quoted = (text: string): string => JSON.stringify(text)

const comment = (text: string, indent = ''): string[] => text.split(/\r\n?|\n/).map(line => `${indent}# ${line}`)
