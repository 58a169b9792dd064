import { regions, type Sharing } from '../../../domain/example.ts'
import { itemById, type Framework, type Item } from '../../../domain/framework.ts'
import { namesIn, type IdentifyingNames } from '../../../domain/identifying-names.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Status, TaskList } from '../../../web/components.ts'
import { checkboxes, errorSummary, hiddenField, select, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { withNamesMarked } from '../calibration/case.pages.ts'
import { openIn, revisionOf, type Source } from './example.actions.ts'
import type { Example, ExampleText } from './example.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/examples/example': ReturnType<typeof examplePage>
    'appraisal/examples/publish': ReturnType<typeof publishPage>
    'appraisal/examples/text-shown': ReturnType<typeof textShown>
  }
}

/** The data for the coordinators' page about an example made from an application. */
export interface AboutExample {
  application: ApplicationRecord
  framework: Framework
  sharing: Sharing
  example: Example | null
  names: IdentifyingNames
  sources: readonly Source[]
}

export const exampleAddress = ({ id }: Pick<ApplicationRecord, 'id'>): string => `/applications/${id}/example`

const headingOf = (text: string, { organisationName }: ApplicationRecord) => ({
  text,
  caption: organisationName,
  size: 'l' as const,
})

/** The coordinators' page: whether the library shares the application, the choice of criteria, then the texts. */
export function examplePage(t: T, about: AboutExample, form: Form = emptyForm) {
  const { application, sharing, example, names, sources } = about
  const address = exampleAddress(application)
  const canPrepare = sharing !== 'no' && !example
  const prepare = canPrepare && sources.length > 0 ? prepareFields(t, about, form) : null
  return {
    title: t('examples.case.title'),
    back: { text: t('examples.queue.title'), href: '/examples/waiting' },
    errors: prepare ? errorSummary(form) : form.errors.map(({ message }) => ({ text: message, href: '#sharing' })),
    heading: headingOf(t('examples.case.title'), application),
    sharing: t(`examples.case.sharing.${sharing}`),
    nothing: canPrepare && sources.length === 0 ? t('examples.case.nothing') : null,
    prepare,
    published: example?.published
      ? t('examples.case.published', { name: example.published.by, day: longDay(t, dayOf(example.published.at)) })
      : null,
    warning: example?.published && openIn(example, names).names > 0 ? { text: t('examples.case.names') } : null,
    texts: example && textRows(t, about, example),
    publish:
      example && !example.published ? { text: t('examples.publish.title'), href: `${address}/publication` } : null,
    remove: example && { action: `${address}/removal`, text: t('examples.case.remove'), kind: 'warning' as const },
  }
}

const prepareFields = (t: T, { sources }: AboutExample, form: Form) => ({
  region: select(form, 'region', t('examples.prepare.region'), {
    choices: regions.map(value => ({ value, text: t(`examples.region.${value}`) })),
    empty: t('examples.prepare.region.empty'),
    size: 's',
  }),
  criteria: checkboxes(form, 'criteria', t('examples.prepare.criteria'), {
    choices: sources.map(({ item }) => ({ value: item.id, text: `${item.code} ${item.title}` })),
    hint: t('examples.prepare.criteria.hint'),
    small: true,
  }),
})

const textRows = (t: T, { application, framework, names }: AboutExample, example: Example): TaskList => ({
  groups: [
    {
      id: 'texts',
      heading: t('examples.case.texts'),
      rows: example.texts.flatMap(each => {
        const item = itemById(framework, each.itemId)
        if (!item) return []
        return [
          {
            code: item.code,
            title: item.title,
            href: example.published ? null : `${exampleAddress(application)}/criteria/${item.code}`,
            status: textStatus(t, each, names),
          },
        ]
      }),
    },
  ],
})

function textStatus(t: T, { answer, editedAt }: ExampleText, names: IdentifyingNames): Status {
  const count = namesIn(answer, names).length
  if (count > 0) return { icon: 'triangle', tone: 'you', text: t('examples.case.state.names', { count }) }
  return editedAt === null
    ? { icon: 'ring', tone: 'you', text: t('examples.case.state.new') }
    : { icon: 'disc-tick', tone: 'done', text: t('examples.case.state.ready') }
}

/** The whole example as other libraries read it, with names marked, and the form that publishes it. */
export function publishPage(
  t: T,
  { application, framework, sharing, names, example }: AboutExample & { example: Example },
  form: Form = emptyForm,
) {
  const open = openIn(example, names)
  return {
    title: t('examples.publish.title'),
    back: { text: t('examples.case.title'), href: exampleAddress(application) },
    errors: errorSummary(form),
    heading: headingOf(t('examples.publish.title'), application),
    sharing: t(`examples.case.sharing.${sharing}`),
    texts: example.texts.map(each => textShown(t, itemById(framework, each.itemId), each.answer, names)),
    open: [
      ...(open.unread > 0 ? [t('examples.publish.unread', { count: open.unread })] : []),
      ...(open.names > 0 ? [t('examples.publish.names', { count: open.names })] : []),
    ],
    version: hiddenField(form, 'version', revisionOf(example)),
    read: tickBox(form, 'read', t('examples.publish.read')),
  }
}

/** The form after someone else changed a text. The coordinator has to read all texts again. */
export const stalePublication = (t: T, { example }: { example: Example }, form: Form): Form => ({
  values: { ...form.values, version: String(revisionOf(example)), read: '' },
  errors: [{ field: 'read', message: t('examples.publish.changed') }],
})

const noNames: IdentifyingNames = { places: [], groups: [], people: [] }

/** The answer to one criterion, with names marked. */
export const textShown = (t: T, item: Item | null, answer: string, names = noNames) => ({
  id: item?.code ?? '',
  heading: item ? t('examples.criterion', { title: item.title, code: item.code }) : '',
  note: null as string | null,
  answer: withNamesMarked(answer, names),
})
