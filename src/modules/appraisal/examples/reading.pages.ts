import { regions, sizeNames, sizeOf, type Region, type Size } from '../../../domain/example.ts'
import { criteriaAskedBy, itemById, type Framework } from '../../../domain/framework.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link } from '../../../web/components.ts'
import { select } from '../../../web/fields.ts'
import { formOf } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { streamChoice, type Stream } from '../../frameworks/frameworks.public.ts'
import { textShown } from './example.pages.ts'
import type { WaitingExample } from './queue.store.ts'
import type { AnswerShown, ExampleLine, ItemsAnswering } from './reading.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/examples/list': ReturnType<typeof examplesPage>
    'appraisal/examples/line': ReturnType<typeof lineShown>
    'appraisal/examples/show': ReturnType<typeof exampleShown>
    'appraisal/examples/waiting': ReturnType<typeof queuePage>
  }
}

export interface ExampleFilters {
  streamId: string
  /** the id of a criterion; empty for all */
  criterion: string
  region: Region | null
  size: Size | null
}

/** A page of the list of examples, with its filters. */
export interface ExamplesFound {
  filters: ExampleFilters
  streams: readonly Stream[]
  /** the newest framework version of the stream */
  framework: Framework
  lines: readonly ExampleLine[]
  answers: readonly AnswerShown[]
  answering: readonly ItemsAnswering[] | null
  /** the framework versions of the examples, by id */
  frameworks: ReadonlyMap<string, Framework>
  next: string | null
  mayManage: boolean
}

export function examplesAddress({ streamId, criterion, region, size }: ExampleFilters): string {
  const chosen = { stream: streamId, criterion, region: region ?? '', size: size ?? '' }
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== ''))
  return `/examples?${query.toString()}`
}

/** The examples of one stream, and their answers to the chosen criterion. */
export function examplesPage(t: T, it: ExamplesFound) {
  const { filters, streams, framework, lines } = it
  const form = formOf({ criterion: filters.criterion, region: filters.region ?? '', size: filters.size ?? '' })
  const any = t('examples.filter.any')
  const criteria = criteriaAskedBy(framework, 'first')
  return {
    title: t('examples.title'),
    back: { text: t('home.title'), href: '/home' },
    waiting: it.mayManage ? { text: t('examples.queue.title'), href: '/examples/waiting' } : null,
    streams: streamChoice(t, streams, {
      chosen: filters.streamId,
      addressOf: id => examplesAddress({ streamId: id, criterion: '', region: null, size: null }),
    }),
    filters: {
      streamId: filters.streamId,
      criterion: select(form, 'criterion', t('examples.filter.criterion'), {
        choices: criteria.map(({ id, code, title }) => ({ value: id, text: `${code} ${title}` })),
        empty: any,
      }),
      size: select(form, 'size', t('examples.filter.size'), {
        choices: sizeNames.map(value => ({ value, text: t(`examples.size.${value}`) })),
        empty: any,
      }),
      region: select(form, 'region', t('examples.filter.region'), {
        choices: regions.map(value => ({ value, text: t(`examples.region.${value}`) })),
        empty: any,
      }),
    },
    none: lines.length === 0 ? t('examples.none') : null,
    lines: lines.map(line => lineShown(t, it, line)),
    pagination: { previous: null, next: it.next ? { text: t('examples.more'), href: it.next } : null },
  }
}

function lineShown(t: T, { answers, answering, frameworks }: ExamplesFound, line: ExampleLine) {
  const framework = frameworks.get(line.frameworkVersionId)!
  const own = answers.filter(({ exampleId }) => exampleId === line.id)
  const items = own.flatMap(({ itemId }) => itemById(framework, itemId) ?? [])
  const isReworded = answering?.some(each => each.versionId === line.frameworkVersionId && each.isReworded) === true
  return {
    title: { text: titleOf(t, line), href: `/examples/${line.id}` } satisfies Link,
    facts: factsOf(t, line),
    codes: answering
      ? null
      : t('examples.line.criteria', {
          codes: list(
            t,
            items.map(({ code }) => code),
          ),
          count: items.length,
        }),
    texts: answering
      ? own.map(({ itemId, answer }) => ({
          ...textShown(t, itemById(framework, itemId), answer),
          note: isReworded ? t('examples.reworded') : null,
        }))
      : [],
  }
}

/** The library's name if it agreed to be named; otherwise its kind and part of the country. */
const titleOf = (t: T, { name, kind, region }: ExampleLine): string =>
  name ?? t(`examples.who.${kind}`, { region: t(`examples.region.${region}`) })

const factsOf = (t: T, { name, region, branches, publishedAt }: ExampleLine): string =>
  [
    ...(name ? [t(`examples.region.${region}`)] : []),
    t(`examples.size.${sizeOf(branches)}`),
    t('examples.line.published', { day: longDay(t, dayOf(publishedAt)) }),
  ].join(' · ')

export const exampleShown = (
  t: T,
  {
    line,
    framework,
    answers,
  }: { line: ExampleLine & { streamId: string }; framework: Framework; answers: readonly AnswerShown[] },
) => ({
  title: titleOf(t, line),
  back: {
    text: t('examples.title'),
    href: examplesAddress({ streamId: line.streamId, criterion: '', region: null, size: null }),
  },
  heading: { text: titleOf(t, line), caption: t('examples.one'), size: 'l' as const },
  facts: factsOf(t, line),
  criteria: t('examples.criteria', { framework: framework.label }),
  texts: answers.map(({ itemId, answer }) => textShown(t, itemById(framework, itemId), answer)),
})

/** The page of applications that libraries share and that have no published example yet. */
export const queuePage = (t: T, lines: readonly WaitingExample[], next: string | null) => ({
  title: t('examples.queue.title'),
  back: { text: t('examples.title'), href: '/examples' },
  none: lines.length === 0 ? t('examples.queue.none') : null,
  table:
    lines.length === 0
      ? null
      : {
          caption: t('examples.queue.title'),
          captionSize: 'hidden' as const,
          columns: [t('examples.queue.library'), t('examples.queue.released'), t('examples.queue.state')],
          rows: lines.map(({ id, organisation, number, releasedAt, isPrepared }) => ({
            cells: [
              { text: organisation, href: `/applications/${id}/example`, reason: number },
              { text: longDay(t, dayOf(releasedAt)) },
              { text: t(isPrepared === 1 ? 'examples.queue.prepared' : 'examples.queue.new') },
            ],
          })),
        },
  pagination: { previous: null, next: next ? { text: t('examples.more'), href: next } : null },
})
