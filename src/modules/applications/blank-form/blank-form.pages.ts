import { applicationKinds, type ApplicationKind } from '../../../domain/application.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import type { Framework, Item } from '../../../domain/framework.ts'
import { pledgeItem } from '../../../domain/pledge.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Paper, PaperSection } from '../../../files/typeset.ts'
import { paperSection } from '../../../web/paper.ts'
import { longDay, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type Stream, streamChoice } from '../../frameworks/frameworks.public.ts'
import { maxCharactersOf } from '../answers/answer.forms.ts'
import { groupsOf, headingOfGroup } from '../submissions/submission.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/blank-form/show': ReturnType<typeof blankFormPage>
  }
}

/** A stream's newest published criteria, for one kind of application. */
export interface BlankForm {
  framework: Framework
  publishedAt: Instant
  kind: ApplicationKind
  stream: Stream
  streams: readonly Stream[]
}

/** The address of the blank form or, with `/form.pdf`, of its PDF. */
export const blankFormAddress = (below: '' | '/form.pdf', kind: ApplicationKind, streamId: string): string =>
  `/criteria${below}?kind=${kind}&stream=${streamId}`

/** The questions of an application before anyone has answered them. */
export function blankFormPage(t: T, { framework, publishedAt, kind, stream, streams }: BlankForm) {
  const groups = groupsOf(framework, { kind })
  const limit = limitOfAll(
    kind,
    groups.flatMap(({ items }) => items),
  )
  return {
    title: t('blank_form.title'),
    heading: { text: t('blank_form.title'), caption: framework.label, size: 'xl' as const },
    lead: t(`blank_form.lead.${kind}`),
    version: versionLine(t, { framework, publishedAt }),
    notice: framework.notice,
    streams: streamChoice(t, streams, { chosen: stream.id, addressOf: id => blankFormAddress('', kind, id) }),
    kinds: {
      label: t('blank_form.kinds'),
      items: applicationKinds.map(each => ({
        text: t(`application.kind.${each}`),
        href: blankFormAddress('', each, stream.id),
        current: each === kind,
      })),
    },
    download: { text: t('blank_form.pdf'), href: blankFormAddress('/form.pdf', kind, stream.id) },
    length: limit === null ? null : t('blank_form.length', { limit: number(t, limit) }),
    groups: groups.map(group => ({
      heading: headingOfGroup(t, group),
      items: group.items.map(item => ({
        id: item.code,
        title: titleOf(t, item),
        description: item.description,
        counts: item.evidence,
        help: [
          ...rulesOn(t, kind, item),
          ...(limit !== null && !asksAboutTheYear(kind, item) ? [] : lengthOf(t, kind, item)),
        ],
      })),
    })),
  }
}

/**
 * The maximum length that applies to every answer that is not about the past year. Null when the lengths differ, and
 * for light renewals.
 */
function limitOfAll(kind: ApplicationKind, items: readonly Item[]): number | null {
  const limits = new Set(items.filter(item => !asksAboutTheYear(kind, item)).map(item => maxCharactersOf(kind, item)))
  const [limit] = limits
  return kind !== 'renewal' && limits.size === 1 && limit !== undefined ? limit : null
}

/** The blank form on paper, with space to write. */
export function blankFormPaper(t: T, { framework, publishedAt, kind }: BlankForm): Paper {
  return {
    title: t('blank_form.paper', { kind: t(`application.kind.${kind}`), label: framework.label }),
    lead: [versionLine(t, { framework, publishedAt }), framework.notice, t(`blank_form.lead.${kind}`)],
    sections: [
      ...groupsOf(framework, { kind }).flatMap(group => [
        paperSection(headingOfGroup(t, group)),
        ...group.items.map(item => questionOnPaper(t, kind, item)),
      ]),
      paperSection(
        t('applications.summary.title'),
        [t('applications.summary.hint'), t('blank_form.limit', { count: framework.summaryMaxCharacters })],
        { space: spaceInLines.criterion },
      ),
    ],
  }
}

/** The number of blank lines for the answer to each kind of item. */
const spaceInLines = { criterion: 10, prerequisite: 4, 'looking ahead': 6 } as const

const questionOnPaper = (t: T, kind: ApplicationKind, item: Item): PaperSection =>
  paperSection(
    titleOf(t, item),
    [
      item.description,
      ...(item.evidence.length > 0 ? [t('answers.counts'), ...item.evidence.map(line => `• ${line}`)] : []),
      ...helpOn(t, kind, item),
    ],
    { level: 3, space: spaceInLines[item.part] },
  )

export const titleOf = (t: T, { code, title, requirement }: Item): string =>
  t('blank_form.item', { code, title, requirement: t(`answers.requirement.${requirement}`) })

/** Help on an item: how to answer or confirm it, how old evidence can be, and the length of the answer. */
export const helpOn = (t: T, kind: ApplicationKind, item: Item): string[] => [
  ...rulesOn(t, kind, item),
  ...lengthOf(t, kind, item),
]

function rulesOn(t: T, kind: ApplicationKind, item: Item): string[] {
  const isConfirmed = kind === 'renewal' && item.renewal === 'confirm'
  return [
    ...(isConfirmed ? [t('blank_form.confirm')] : []),
    ...(item.id === pledgeItem ? [t('pledge.needed')] : []),
    ...(item.perBranch ? [t('blank_form.branches')] : []),
    ...(item.freshMonths === null ? [] : [t('blank_form.fresh', { count: item.freshMonths })]),
  ]
}

const lengthOf = (t: T, kind: ApplicationKind, item: Item): string[] => [
  ...(item.part === 'criterion' && kind !== 'renewal' ? [t('answers.narrative.hint')] : []),
  t(asksAboutTheYear(kind, item) ? 'blank_form.limit.year' : 'blank_form.limit.plain', {
    limit: number(t, maxCharactersOf(kind, item)),
  }),
]

const asksAboutTheYear = (kind: ApplicationKind, item: Item): boolean => kind !== 'first' && isAboutTheYear(item)

/** A line with the version number of the criteria and their publication date. */
export const versionLine = (t: T, { framework, publishedAt }: Pick<BlankForm, 'framework' | 'publishedAt'>): string =>
  t('blank_form.version', { version: framework.version, day: longDay(t, dayOf(publishedAt)) })
