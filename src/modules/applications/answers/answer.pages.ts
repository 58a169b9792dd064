import type { ApplicationRecord } from '../../access/access.public.ts'
import { isOpenAt } from '../../../domain/application.ts'
import { isAboutTheYear } from '../../../domain/carry.ts'
import { isCovered } from '../../../domain/consent.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { PersonalDetail } from '../../../domain/personal-data.ts'
import { lacksOf, stateOf } from '../../../domain/progress.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import type { Chips, Fact, Status, Thumbnail } from '../../../web/components.ts'
import {
  type EvidenceLine,
  type Partnership,
  type PartnershipBlock,
  branchChips,
  findEvidenceForm,
  foundInWords,
  partnershipBlock,
  thumbnail,
} from '../../evidence/evidence.public.ts'
import { errorSummary, hiddenField, judge, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { longDay, period, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { itemStatus, lacksInWords } from './item-status.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { mostFor } from './answer.forms.ts'
import type { PutForward } from '../choosing-evidence/choosing-evidence.store.ts'
import { candidatesShown } from '../choosing-evidence/choosing-evidence.pages.ts'
import type { Answer } from './answer.store.ts'
import {
  lastTimeShown,
  yearNotes,
  type LastTime,
  type LastTimeShown,
} from '../since-last-year/since-last-year.pages.ts'
import type { frozenCriterion } from './frozen.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/answers/criterion': ReturnType<typeof criterionPage>
    'applications/answers/read': ReturnType<typeof criterionRead> | ReturnType<typeof frozenCriterion>
    'applications/answers/conflict': ReturnType<typeof conflictPage>
    'applications/answers/frame': Pick<ReturnType<typeof frame>, 'heading' | 'lead' | 'counts' | 'scope'>
    'applications/answers/pieces': AnswerEvidenceList
    'applications/answers/partners': PartnersShown
    'applications/answers/aside': Aside
  }
}

export interface Criterion {
  application: ApplicationRecord
  framework: Framework
  item: Item
  answer: Answer | null
  /** what the answer uses, as far as this reader may open it */
  evidence: readonly EvidenceLine[]
  withheld: number
  /** the partnerships shown with it, each with the pieces that this reader may open */
  partners: readonly Partnership[]
  /** one of them shows something that may be used */
  isShownByPartners: boolean
  /** taken over, and nothing was written or attached since */
  isCarried: boolean
  /** of the branches in scope */
  branches: readonly string[]
  today: Day
  /** of a renewal or reappraisal: what was said before; null in a first application */
  last: LastTime | null
}

/** Pieces of the shelf that could be attached; `isEmpty`: there are no others. */
export interface Offered {
  evidenceItems: readonly PutForward[]
  isEmpty: boolean
}

/** One item to be written. @param found what may lead to somebody in its words */
export function criterionPage(t: T, it: Criterion, offered: Offered, form: Form, found: readonly PersonalDetail[]) {
  const said = foundInWords(t, found)
  const { application, item } = it
  const next = itemAfter(it)
  const errors = errorSummary(form)
  return {
    title: titleOf(item),
    ...frame(t, it),
    errors,
    savebar: true,
    notes: yearNotes(t, application, item, it.last),
    version: hiddenField(form, 'version', 0),
    narrative: textArea(form, 'narrative', t(`answers.narrative.${item.part}`), {
      hint: hintOf(t, item),
      rows: 10,
      most: mostFor(it.application.kind, it.item),
      size: 'm',
    }),
    remark: said === null ? null : t('personal_data.remark', { found: said }),
    ownRating:
      item.part === 'criterion'
        ? judge(
            form,
            'ownRating',
            t('answers.rating'),
            it.framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
            { hint: t('answers.rating.hint') },
          )
        : null,
    asked:
      application.status === 'more evidence asked'
        ? {
            tone: 'welcome' as const,
            icon: 'page-plus' as const,
            heading: t('answers.asked'),
            text: paragraphs(application.reasons),
          }
        : null,
    evidence: evidenceOf(t, it, true),
    candidates:
      offered.evidenceItems.length === 0
        ? null
        : candidatesShown(t, form, 'use', t('answers.candidates'), offered.evidenceItems, item, it.today, {
            hint: t('answers.candidates.hint'),
            size: 's',
          }),
    search: offered.isEmpty ? null : findEvidenceForm(t, valueOf(form, 'search')),
    partners: item.part === 'criterion' || it.partners.length > 0 ? partnersShown(t, it, true) : null,
    withheld: it.withheld > 0 ? t('answers.evidence.withheld', { count: it.withheld }) : null,
    save: {
      button: {
        text: next ? t('answers.save_next', { code: next.code }) : t('answers.save'),
        ...(next ? { name: 'then', value: 'next' } : {}),
      },
      second: next ? { text: t('answers.save'), kind: 'secondary' as const } : null,
      note:
        it.answer?.writtenBy && dayOf(it.answer.writtenAt) === it.today
          ? t('answers.saved_at', { time: timeOfDay(t, it.answer.writtenAt) })
          : null,
    },
    aside: aside(t, it),
  }
}

/** The same as saved, for whoever may not write here now. */
export function criterionRead(t: T, it: Criterion) {
  const { application, answer, item } = it
  return {
    title: titleOf(item),
    ...frame(t, it),
    note:
      application.status === 'more evidence asked' && !isOpenAt(application, item.id) ? t('answers.not_asked') : null,
    says: { heading: t(`answers.narrative.${item.part}`), text: paragraphs(answer?.narrative ?? null) },
    rating: item.part === 'criterion' && answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    ratingLater: null,
    evidence: evidenceOf(t, it, false),
    partners: it.partners.length > 0 ? partnersShown(t, it, false) : null,
    withheld: it.withheld > 0 ? t('answers.evidence.withheld', { count: it.withheld }) : null,
    ask: null,
    aside: aside(t, it),
  }
}

/** Both texts, the one saved meanwhile and the one just typed. Saving again replaces what was saved meanwhile. */
export function conflictPage(t: T, it: Criterion, typed: Form) {
  const form: Form = { values: { ...typed.values, version: String(it.answer?.version ?? 0) }, errors: [] }
  const theirs = it.answer
  return {
    title: t('answers.conflict.title'),
    back: frame(t, it).back,
    heading: { text: t('answers.conflict.title'), caption: `${it.item.code} ${it.item.title}`, size: 'l' as const },
    theirsHeading: theirs?.writtenBy
      ? t('answers.conflict.theirs_by', { name: theirs.writtenBy })
      : t('answers.conflict.theirs'),
    theirs: paragraphs(theirs?.narrative ?? null),
    theirRating: theirs?.ownRating
      ? t('answers.conflict.rating', { rating: t(`judgement.${theirs.ownRating}`) })
      : null,
    version: hiddenField(form, 'version'),
    use: valuesOf(typed, 'use'),
    narrative: textArea(form, 'narrative', t('answers.conflict.yours'), {
      rows: 12,
      most: mostFor(it.application.kind, it.item),
      size: 'm',
    }),
    ownRating:
      it.item.part === 'criterion'
        ? judge(
            form,
            'ownRating',
            t('answers.rating'),
            it.framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
          )
        : null,
  }
}

export const titleOf = ({ code, title }: Item): string => `${title} (${code})`

export const formOfAnswer = (answer: Answer | null): Form =>
  formOf({
    version: String(answer?.version ?? 0),
    narrative: answer?.narrative ?? '',
    ownRating: answer?.ownRating ?? '',
  })

/** What stands above every page about one item. */
export function frame(
  t: T,
  { application, framework, item, branches }: Pick<Criterion, 'application' | 'framework' | 'item' | 'branches'>,
) {
  const area = framework.areas.find(({ id }) => id === item.area)?.title ?? t(`item.part.${item.part}`)
  return {
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    heading: {
      text: item.title,
      caption: t('answers.caption', {
        area,
        code: item.code,
        requirement: t(`answers.requirement.${item.requirement}`),
      }),
      size: 'l' as const,
    },
    lead: item.description,
    counts: { summary: t('answers.counts'), items: item.evidence },
    scope: item.id === 'scope-declared' ? branchesInScope(t, t('answers.scope'), branches) : null,
  }
}

const hintOf = (t: T, { id, part }: Item): string =>
  t(
    id === 'targets'
      ? 'answers.narrative.targets'
      : part === 'criterion'
        ? 'answers.narrative.hint'
        : 'answers.narrative.short',
  )

export function factsOf(
  t: T,
  kind: EvidenceLine['kind'],
  from: EvidenceLine['periodFrom'],
  to: EvidenceLine['periodTo'],
): Fact[] {
  return [
    { term: t('evidence.card.kind'), text: t(`evidence.kind.${kind}`) },
    {
      term: t('evidence.card.covers'),
      text: from ? period(t, from, to ?? from) : t('evidence.period.none'),
      figures: true,
    },
  ]
}

/** One piece as an answer shows it: live, with a button to take it out, or as it was frozen. */
export interface AnswerEvidence {
  id: string
  title: string
  href: string
  facts: readonly Fact[]
  /** a sentence about it: restricted, or added after more was asked */
  remark: string | null
  chips: Chips | null
  /** on the library's own page */
  thumbnail: Thumbnail | null
  remove: string | null
}
export interface AnswerEvidenceList {
  evidenceItems: readonly AnswerEvidence[]
  withheld: string | null
}
export interface Aside {
  last: LastTimeShown | null
  status: Status | null
  lacks: string | null
  changed: string | null
  branches: string | null
  whole: string | null
  next: { text: string; href: string } | null
}

function evidenceOf(t: T, { evidence, today }: Criterion, mayRemove: boolean): AnswerEvidence[] {
  return evidence.map(({ id, title, kind, periodFrom, periodTo, branches, sensitivity, coveredUntil, picture }) => ({
    id,
    title,
    href: `/evidence/${id}`,
    facts: factsOf(t, kind, periodFrom, periodTo),
    remark: !isCovered({ coveredUntil }, today)
      ? t('consents.criterion.waits')
      : sensitivity === 'restricted'
        ? t('evidence.sensitivity.restricted')
        : null,
    chips: branchChips(t, branches),
    thumbnail: thumbnail({ id, kind, coveredUntil, picture }, today),
    remove: mayRemove ? t('answers.evidence.remove') : null,
  }))
}

export interface PartnersShown {
  blocks: readonly PartnershipBlock[]
  hint: string | null
  button: string | null
}
const partnersShown = (t: T, { application, partners, today }: Criterion, mayWrite: boolean): PartnersShown => ({
  blocks: partners.map(partner =>
    partnershipBlock(
      t,
      partner,
      partner.evidence.map(evidence => ({
        ...evidence,
        remark: isCovered(evidence, today) ? null : t('consents.waits'),
      })),
      { ours: application.organisationName, today, href: `/partners/${partner.id}` },
    ),
  ),
  hint: mayWrite && partners.length > 0 ? t('partners.show.live') : null,
  button: mayWrite ? t('partners.show') : null,
})

const isShort = (item: Item): boolean => item.renewal === 'answer' && !isAboutTheYear(item)

/** A short answer as it was last year: there are words, and they wait to be made this year's. */
const isLastYears = ({ application, item, answer, isCarried }: Criterion): boolean =>
  application.kind === 'renewal' && isShort(item) && isCarried && (answer?.narrative.trim() ?? '') !== ''

function aside(t: T, it: Criterion): Aside {
  const { application, answer, item, evidence, withheld } = it
  const facts = answer && {
    itemId: item.id,
    narrative: answer.narrative,
    ownRating: answer.ownRating,
    evidence: evidence.length + withheld + (it.isShownByPartners ? 1 : 0),
    isCarried: it.isCarried,
  }
  const lacks = lacksOf(item, facts ?? undefined, application)
  const shown = new Set(evidence.flatMap(({ branches }) => branches)).size
  const next = itemAfter(it)
  return {
    last: lastTimeShown(t, it.last),
    status: isLastYears(it)
      ? itemStatus(t, 'not started')
      : itemStatus(t, stateOf(item, facts ?? undefined, application)),
    lacks: isLastYears(it)
      ? t('renewal.light.short.carried')
      : lacks.some(lack => lack !== 'confirmation')
        ? t('answers.lacks', { lacks: lacksInWords(t, item, facts ?? undefined, application) })
        : null,
    changed: answer?.writtenBy
      ? t('answers.changed_by', { name: answer.writtenBy, day: longDay(t, dayOf(answer.writtenAt)) })
      : null,
    branches:
      item.part === 'criterion' && shown > 0
        ? t('answers.branches.count', { shown, all: application.scope.length })
        : null,
    whole: item.perBranch ? null : t('answers.branches.whole'),
    next: next && {
      text: t('answers.next.link', { code: next.code, title: next.title }),
      href: `/applications/${application.id}/criteria/${next.code}`,
    },
  }
}

/**
 * The next item of the form; while more evidence is asked for, the next one asked; of a light renewal being written,
 * the next with a short answer on its own page.
 */
export function itemAfter({
  application,
  framework,
  item,
}: Pick<Criterion, 'application' | 'framework' | 'item'>): Item | null {
  const asked = itemsAskedBy(framework, application.kind)
  const rest = asked.slice(asked.findIndex(({ id }) => id === item.id) + 1)
  const isLight =
    application.kind === 'renewal' && (application.status === 'draft' || application.status === 'returned')
  return (
    rest.find(each =>
      isLight ? isShort(each) : application.status !== 'more evidence asked' || isOpenAt(application, each.id),
    ) ?? null
  )
}
