import { importKinds, templateHeadings, type ImportKind } from '../../../domain/import-columns.ts'
import type { Status, Table } from '../../../web/components.ts'
import { errorSummary, fileField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { typeNames } from '../checks/reason-words.pages.ts'
import type { Import, ImportStatus } from '../imports/import.store.ts'
import type { NotImported } from './upload.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'imports/uploads/list': ReturnType<typeof importList>
    'imports/uploads/new': ReturnType<typeof uploadPage>
  }
}

export const importsLink = (t: T) => ({ text: t('imports.title'), href: '/imports' })

export function importList(t: T, imports: readonly (Import & { by: string })[], next: string | null) {
  return {
    title: t('imports.title'),
    back: { text: t('organisations.title'), href: '/organisations' },
    kinds: {
      groups: [
        {
          id: 'kinds',
          rows: importKinds.map(kind => ({
            title: t(`imports.kind.${kind}`),
            href: `/imports/new/${kind}`,
            hint: t(`imports.kind.${kind}.hint`),
            status: { icon: 'plus' as const, tone: 'quiet' as const, text: t('imports.new') },
          })),
        },
      ],
    },
    steps: [
      { text: t('imports.next_steps.people'), href: '/imports/people' },
      { text: t('imports.next_steps.emails'), href: '/imports/emails' },
    ],
    table: imports.length === 0 ? null : importTable(t, imports),
    pagination: { previous: null, next: next ? { text: t('imports.next'), href: next } : null },
  }
}

const importTable = (t: T, imports: readonly (Import & { by: string })[]): Table => ({
  caption: t('imports.list'),
  columns: [t('imports.column.file'), t('imports.column.kind'), t('imports.column.state'), t('imports.column.by')],
  rows: imports.map(({ id, kind, fileName, status, rowsKept, by, madeAt }) => ({
    cells: [
      { text: fileName, href: `/imports/${id}`, reason: dayAndTime(t, madeAt) },
      { text: t(`imports.kind.${kind}`) },
      {
        status: {
          ...looks[status],
          text: t(`imports.status.${status === 'undone' && rowsKept > 0 ? 'partly_undone' : status}`),
        },
      },
      { text: by },
    ],
  })),
})

const looks: Record<ImportStatus, Pick<Status, 'icon' | 'tone'>> = {
  checked: { icon: 'ring', tone: 'you' },
  cancelled: { icon: 'dash', tone: 'quiet' },
  running: { icon: 'hourglass', tone: 'us' },
  stopped: { icon: 'pause', tone: 'you' },
  finished: { icon: 'tick', tone: 'done' },
  undoing: { icon: 'hourglass', tone: 'us' },
  undone: { icon: 'dash', tone: 'quiet' },
}

export function uploadPage(t: T, kind: ImportKind, form: Form = emptyForm) {
  return {
    title: t(`imports.upload.title.${kind}`),
    back: importsLink(t),
    errors: errorSummary(form),
    about: [t(`imports.upload.about.${kind}.1`), t(`imports.upload.about.${kind}.2`)],
    columns: { summary: t('imports.upload.columns'), text: columnsText(t, kind) },
    template: { text: t('imports.upload.template'), href: `/imports/templates/${kind}` },
    file: fileField(form, 'file', t('imports.upload.file'), {
      hint: t('imports.upload.file.hint'),
      accept: '.csv,.xlsx',
    }),
  }
}

/** A list of the columns. For a file of organisations, also the types that its two type columns can give. */
const columnsText = (t: T, kind: ImportKind): string[] => [
  list(t, templateHeadings(kind)),
  ...(kind === 'organisations'
    ? [
        t('imports.upload.types.organisation', { types: typeNames(t, 'organisation') }),
        t('imports.upload.types.branch', { types: typeNames(t, 'branch') }),
      ]
    : []),
]

export function whyNotImported(t: T, problem: NotImported): string {
  if (problem.is === 'type') return t('imports.upload.type', { name: problem.name })
  if (problem.is === 'columns') return t('imports.unread.columns', { names: problem.names })
  const say = t as unknown as (key: string, params: { row: number }) => string
  return say(`imports.unread.${problem.is}`, { row: problem.row })
}
