import { itemDifferences } from '../../../domain/framework-differences.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { errorSummary, fileField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { fileSize, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import { differenceOf, settingsDifferences } from '../versions/difference.pages.ts'
import { problemInWords } from '../versions/version.pages.ts'
import { codesIn, mostYamlBytes, type YamlProblem } from './import.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/import-export/import': ReturnType<typeof importPage>
    'frameworks/import-export/check': ReturnType<typeof checkPage>
  }
}

type Refused = readonly YamlProblem[] | 'too large' | 'none' | 'stale' | null

/**
 * The page for choosing the YAML file that will replace a draft.
 * @param refused why the previous file was refused
 */
export function importPage(t: T, draft: VersionRecord, refused: Refused, { errors }: Form = emptyForm) {
  const problems = Array.isArray(refused) ? (refused as readonly YamlProblem[]) : []
  const form: Form = { values: {}, errors: [...errors, ...errorsFor(t, refused)] }
  return {
    title: t('frameworks.import.title', { version: draft.version }),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    errors: errorSummary(form),
    action: `/frameworks/${draft.id}/import`,
    problems: problems.map(problem => lineInWords(t, problem)),
    file: fileField(form, 'file', t('frameworks.import.file'), {
      hint: t('frameworks.import.hint', { size: fileSize(t, mostYamlBytes) }),
      accept: '.yaml,.yml',
    }),
    links: [
      { text: t('frameworks.export.link'), href: `/frameworks/${draft.id}/export.yaml` },
      { text: t('frameworks.schema.link'), href: '/frameworks/schema.json' },
    ],
  }
}

function errorsFor(t: T, refused: Refused): Form['errors'] {
  if (refused === null) return []
  const message = {
    'too large': () => t('frameworks.import.too_large', { size: fileSize(t, mostYamlBytes) }),
    none: () => t('frameworks.import.missing'),
    stale: () => t('frameworks.import.stale'),
  }
  return [
    {
      field: 'file',
      message:
        typeof refused === 'string' ? message[refused]() : t('frameworks.import.wrong', { count: refused.length }),
    },
  ]
}

/** The text of a problem, after its line number if it has one: "Line 12: …" */
export function lineInWords(t: T, problem: YamlProblem): string {
  const text = problemText(t, problem)
  return problem.line === null ? text : t('frameworks.import.line', { line: problem.line, text })
}

function problemText(t: T, problem: YamlProblem): string {
  if (problem.what === 'syntax') return t('frameworks.import.syntax', { message: problem.message })
  if (problem.what === 'content') return problemInWords(t, problem.problem)
  if (problem.what === 'not one of')
    return t('frameworks.import.not_one_of', { field: problem.field, choices: list(t, problem.choices) })
  return 'field' in problem
    ? t(`frameworks.import.field.${problem.what}`, { field: problem.field })
    : t(`frameworks.import.${problem.what}`)
}

/** The page that shows how the file differs from the draft that it will replace. */
export function checkPage(
  t: T,
  draft: VersionRecord,
  { document, yaml, isTaken }: { document: FrameworkDocument; yaml: string; isTaken: boolean },
) {
  const differences = itemDifferences(draft.document, document)
  const settings = settingsDifferences(t, draft.document, document)
  return {
    title: t('frameworks.import.check.title'),
    back: { text: t('frameworks.import.title', { version: draft.version }), href: `/frameworks/${draft.id}/import` },
    lead: t('frameworks.import.check.lead', { count: codesIn(document).length, changed: differences.length }),
    taken: isTaken ? t('frameworks.import.name_taken', { name: document.version }) : null,
    items: differences.map(difference => differenceOf(t, difference)),
    settings,
    action: `/frameworks/${draft.id}/import/replacement`,
    yaml: { name: 'yaml', value: yaml },
    revision: { name: 'version', value: draft.revision },
  }
}
