import type { ApplicationRecord } from '../../access/access.public.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { itemsAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { PersonalDetailAt } from '../../../domain/personal-data.ts'
import { knownAs } from '../../../domain/partner.ts'
import { can } from '../../../domain/permissions.ts'
import { missing, type AnswerFacts } from '../../../domain/progress.ts'
import { dayOf } from '../../../domain/time.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import type { Link, Status } from '../../../web/components.ts'
import { errorSummary, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { foundInWords } from '../../evidence/evidence.public.ts'
import { lacksInWords } from '../progress/progress.pages.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, inFours, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Answer } from '../answers/answer.store.ts'
import type { FrozenCopy } from '../../../domain/submission.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { isWrittenOnOnePage, placeOnPage, renewalGroups } from './renewal-check.pages.ts'
import type { Submission } from './submission.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/submissions/check': ReturnType<typeof checkAnswers>
    'applications/submissions/answers': { groups: readonly ReadGroup[] }
    'applications/submissions/receipt': ReturnType<typeof receiptPage>
    'applications/submissions/none': Page
  }
}

export interface ToCheck {
  application: ApplicationRecord
  framework: Framework
  answers: readonly Answer[]
  /** titles of the evidence used, by item; what may not be opened is only counted */
  titles: ReadonlyMap<string, readonly string[]>
  /** pieces used, by item */
  used: ReadonlyMap<string, readonly string[]>
  branches: readonly string[]
  contacts: { leads: readonly { name: string; email: string }[]; mailbox: string | null }
  /** items that the panel asked about and nobody touched since */
  untouched: readonly string[]
  roundIsOpen: boolean
  /** items that use a piece which waits for a consent */
  withoutConsent: readonly string[]
  /** the partnerships shown, by the names they are known by */
  partners: readonly { id: string; name: string; englishName: string; items: readonly string[] }[]
  /** what is there of each answer, and whether it was taken over */
  facts: readonly AnswerFacts[]
  /** of a renewal or reappraisal: what was asked of the library before */
  recommendations: readonly RecommendationLine[]
  /** what may lead to somebody, by the item in whose words it stands, or `summary` */
  found: readonly PersonalDetailAt[]
}

/** Everything once more before it is handed in: what is missing first, then all the answers, then one button. */
export function checkAnswers(t: T, actor: Actor, it: ToCheck, form: Form = emptyForm) {
  const { application, framework } = it
  const isLead = membershipsIn(actor, application.organisationId).includes('lead')
  const lacking = missingLinks(t, it)
  const ready = lacking.length === 0 && it.roundIsOpen
  const again = application.status === 'more evidence asked'
  const onOnePage = isWrittenOnOnePage(application)
  const answerOf = (item: Item) => answerToCheck(t, actor, it, item)
  const renewal = onOnePage ? renewalGroups(t, it, answerOf) : null
  return {
    title: t('submissions.check.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('submissions.check.title'), caption: application.organisationName, size: 'l' as const },
    missing:
      lacking.length > 0
        ? { heading: t('submissions.missing.heading', { count: lacking.length }), links: lacking }
        : null,
    remarks: remarksOn(t, it),
    noRound: it.roundIsOpen ? null : t('application.guard.a first draft has an open round'),
    lead: t(onOnePage ? 'renewal.check.lead' : 'submissions.check.lead'),
    groups:
      renewal?.groups ??
      groupsOf(framework, application).map(({ heading, items }) => ({
        heading:
          heading ?? t(items[0]?.part === 'looking ahead' ? 'item.part.looking ahead' : 'item.part.prerequisite'),
        answers: items.map(answerOf),
      })),
    rest: renewal?.rest ?? null,
    partners: it.partners.map(partner => ({
      link: { text: knownAs(partner), href: `/partners/${partner.id}` },
      under: t('shown_partners.under', {
        items: list(
          t,
          itemsAskedBy(framework, application.kind)
            .filter(({ id }) => partner.items.includes(id))
            .map(({ code }) => code),
        ),
      }),
    })),
    summary: {
      text: paragraphs(application.summary),
      link:
        can(actor, 'answer.write', application) && !again
          ? {
              text: t('submissions.change'),
              href: `/applications/${application.id}/summary`,
              hidden: t('submissions.change.summary'),
            }
          : null,
      shared: application.mayBeShared ? t('submissions.sharing.yes') : t('submissions.sharing.no'),
      branches: branchesInScope(t, t('submissions.scope'), it.branches),
    },
    contacts: {
      rows: [
        ...it.contacts.leads.map(({ name, email }) => ({ key: t('submissions.contacts.lead'), value: [name, email] })),
        ...(it.contacts.mailbox ? [{ key: t('submissions.contacts.mailbox'), value: it.contacts.mailbox }] : []),
      ],
    },
    confirmed: onOnePage && application.contactsConfirmedAt !== null ? t('renewal.check.contacts.confirmed') : null,
    team: { text: t('submissions.contacts.team'), href: `/organisations/${application.organisationId}/team` },
    submitApplication:
      isLead && ready
        ? {
            button: { text: t(application.kind === 'first' ? 'submissions.submit.button' : 'renewal.submit.button') },
            contacts: onOnePage ? null : tickBox(form, 'contacts', t('submissions.contacts.tick')),
            text: t(again ? 'submissions.submit.again' : 'submissions.submit.text', {
              organisation: application.organisationName,
            }),
          }
        : null,
    later: isLead ? (ready ? null : t('submissions.submit.later')) : t('submissions.submit.lead_only'),
  }
}

/**
 * Words that may lead to somebody, each a link to where they are written; nothing that keeps anybody from handing in.
 */
function remarksOn(t: T, { application, framework, found }: ToCheck): (Link & { found: string })[] {
  const places = [
    { where: 'summary', link: { text: t('submissions.summary'), href: `/applications/${application.id}/summary` } },
    ...itemsAskedBy(framework, application.kind).map(item => ({
      where: item.id,
      link: {
        text: t('evidence.item.one', { code: item.code, title: item.title }),
        href: placeOnPage(application, item),
      },
    })),
  ]
  return places.flatMap(({ where, link }) => {
    const said = foundInWords(
      t,
      found.filter(each => each.where === where),
    )
    return said === null ? [] : [{ ...link, found: said }]
  })
}

/** What is missing, each a link to where it is mended. The contacts are confirmed on this page. */
export function missingLinks(t: T, it: ToCheck) {
  const { application, framework, untouched, recommendations, withoutConsent } = it
  const below = `/applications/${application.id}`
  const facts = factsToCheck(it)
  const contactsConfirmed = !isWrittenOnOnePage(application) || application.contactsConfirmedAt !== null
  const asked = itemsAskedBy(framework, application.kind)
    .filter(({ id }) => application.status === 'more evidence asked' && untouched.includes(id))
    .map(({ code, title }) => ({
      text: t('submissions.missing.asked', { code, title }),
      href: `${below}/criteria/${code}`,
    }))
  const waiting = itemsAskedBy(framework, application.kind)
    .filter(({ id }) => withoutConsent.includes(id))
    .map(({ code, title }) => ({
      text: t('consents.check.needed', { code, title }),
      href: `${below}/criteria/${code}#evidence`,
    }))
  return [
    ...asked,
    ...waiting,
    ...missing(framework, application, facts, { summary: application.summary, contactsConfirmed }).map(lack => {
      if (lack.what === 'scope')
        return {
          text: t('submissions.missing.scope'),
          href: application.kind === 'first' ? `${below}/criteria/P4` : `${below}/scope`,
        }
      if (lack.what === 'recommendations')
        return {
          text: t('renewal.check.recommendations', { count: lack.count }),
          href: placeOfRecommendations(application, recommendations),
        }
      if (lack.what === 'confirmation') return { text: t('renewal.check.rest.open'), href: `${below}#unchanged` }
      if (lack.what === 'contacts') return { text: t('renewal.check.contacts'), href: `${below}#contacts` }
      if (lack.what !== 'item') return { text: t('submissions.missing.summary'), href: `${below}/summary` }
      const { item } = lack
      return {
        text: t('submissions.missing.item', {
          code: item.code,
          title: item.title,
          lacks: lacksInWords(
            t,
            item,
            facts.find(({ itemId }) => itemId === item.id),
            application,
          ),
        }),
        href: placeOnPage(application, item),
      }
    }),
  ]
}

/**
 * The facts that guards look at, with the evidence as this page counts it; where none is attached, a partnership may
 * show it.
 */
export const factsToCheck = ({ facts, used }: Pick<ToCheck, 'facts' | 'used'>): AnswerFacts[] =>
  facts.map(fact => ({ ...fact, evidence: used.get(fact.itemId)?.length ?? fact.evidence }))

function placeOfRecommendations(
  { id, kind, organisationId }: ApplicationRecord,
  recommendations: readonly RecommendationLine[],
): string {
  const open = recommendations.find(({ status }) => status === 'open')
  return kind === 'renewal' && open
    ? `/applications/${id}#recommendation-${open.id}`
    : `/organisations/${organisationId}/recommendations`
}

/** Prerequisites, then each area, then what looks ahead. */
export function groupsOf(
  framework: Framework,
  application: Pick<ApplicationRecord, 'kind'>,
): { heading: string | null; items: Item[] }[] {
  const asked = itemsAskedBy(framework, application.kind)
  return [
    { heading: null, items: asked.filter(({ part }) => part === 'prerequisite') },
    ...framework.areas.map(area => ({ heading: area.title, items: asked.filter(item => item.area === area.id) })),
    { heading: null, items: asked.filter(({ part }) => part === 'looking ahead') },
  ].filter(({ items }) => items.length > 0)
}

/** One answer to be read through, before handing in or as it was frozen. */
export interface ReadAnswer {
  /** null for what is no item: a recommendation */
  code: string | null
  title: string
  text: readonly string[]
  rating: string | null
  /** what became of it since the time before */
  status: Status | null
  /** a title for each piece; `links` leads to as many of them as may be opened */
  evidence: readonly string[]
  links: readonly Link[]
  note: string | null
  link: Link | null
}
export interface ReadGroup {
  heading: string
  answers: readonly ReadAnswer[]
}

function answerToCheck(t: T, actor: Actor, { application, answers, titles, used }: ToCheck, item: Item): ReadAnswer {
  const answer = answers.find(({ itemId }) => itemId === item.id)
  const shown = titles.get(item.id) ?? []
  const withheld = (used.get(item.id)?.length ?? 0) - shown.length
  return {
    code: item.code,
    title: item.title,
    status: null,
    link: can(actor, 'answer.write_item', application, item.id)
      ? {
          text: t('submissions.change'),
          href: `/applications/${application.id}/criteria/${item.code}`,
          hidden: t('submissions.change.what', { code: item.code, title: item.title }),
        }
      : null,
    text: paragraphs(answer?.narrative ?? null),
    rating: answer?.ownRating ? t(`judgement.${answer.ownRating}`) : null,
    evidence: [...shown, ...(withheld > 0 ? [t('submissions.read.withheld', { count: withheld })] : [])],
    links: [],
    note: null,
  }
}

export interface Receipt {
  application: ApplicationRecord
  framework: Framework
  submission: Submission
  copy: FrozenCopy
  all: readonly Submission[]
}

/** What somebody keeps after handing in. Printed, it fits one sheet. */
export function receiptPage(t: T, { application, framework, submission, copy, all }: Receipt) {
  const criteria = new Set(framework.criteria.map(({ id }) => id))
  const again = all.length > 1 && application.status !== 'submitted'
  const waits = ['submitted', 'resubmitted', 'checked'].includes(application.status)
  return {
    title: t('submissions.receipt.title'),
    back: { text: t('submissions.receipt.back'), href: `/applications/${application.id}` },
    panel: {
      title: t('submissions.receipt.panel'),
      text: t('submissions.receipt.what', { organisation: application.organisationName, number: submission.number }),
      strong: dayAndTime(t, submission.submittedAt),
    },
    next: waits
      ? [
          t('submissions.receipt.next.check'),
          t(
            again
              ? 'submissions.receipt.again.panel'
              : application.kind === 'renewal'
                ? 'renewal.receipt.next.trustee'
                : 'submissions.receipt.next.panel',
          ),
          t('submissions.receipt.next.questions'),
          t('submissions.receipt.next.letter'),
        ]
      : null,
    receipt: {
      rows: [
        { key: t('submissions.receipt.number'), value: submission.receipt },
        { key: t('submissions.receipt.by'), value: submission.submittedBy },
        {
          key: t('submissions.receipt.holds'),
          value: t('submissions.receipt.holds.value', {
            criteria: t('submissions.receipt.criteria', {
              count: copy.answers.filter(({ item }) => criteria.has(item)).length,
            }),
            evidence: t('submissions.receipt.evidence', { count: copy.evidence.length }),
          }),
        },
        { key: t('submissions.receipt.mailed'), value: list(t, copy.contacts?.leads ?? []) },
        { key: t('submissions.receipt.quiet'), value: t('submissions.receipt.quiet.letter') },
        { key: t('submissions.receipt.fingerprint'), value: linesOf(submission.sha256), code: true },
      ],
    },
    read: {
      text: t('submissions.receipt.read'),
      href: `/applications/${application.id}/submissions/${submission.number}`,
    },
    earlier: all
      .filter(({ number }) => number !== submission.number)
      .map(({ number, submittedAt }) => ({
        text: t('submissions.receipt.one', { number, day: longDay(t, dayOf(submittedAt)) }),
        href: `/applications/${application.id}/submissions/${number}`,
      })),
  }
}

/** A fingerprint in four lines of four groups, to be read aloud. */
const linesOf = (code: string): string[] => code.match(/.{1,16}/g)?.map(inFours) ?? []
