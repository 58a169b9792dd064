import { isWrittenNow, type Application } from '../../../domain/application.ts'
import { isWaiting, type SharedText } from '../../../domain/endorsement.ts'
import type { PersonalDetail } from '../../../domain/personal-data.ts'
import type { FrozenEndorsement } from '../../../domain/submission.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import type { Button, ButtonForm, Chips, Status } from '../../../web/components.ts'
import { errorSummary, select, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { foundInWords } from '../../evidence/evidence.public.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import type { PartnerChoice } from './endorsement.forms.ts'
import type { EndorsementLine, EndorsementSubject } from './endorsement.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/endorsements/list': ReturnType<typeof endorsementsPage>
    'applications/endorsements/cards': { cards: readonly EndorsementCard[]; level: 2 | 3 }
    'applications/endorsements/block': EndorsementsBlock
    'applications/endorsements/shared': SharedShown
  }
}

/** The data for the page where a lead asks local groups for endorsements and sees their answers. */
export interface EndorsementsShown extends EndorsementSubject {
  endorsements: readonly EndorsementLine[]
  /** the partners of the library that can be asked */
  partners: readonly PartnerChoice[]
  mayAsk: boolean
  shared: SharedText
  found: readonly PersonalDetail[]
  today: Day
}

export function endorsementsPage(t: T, it: EndorsementsShown, form: Form = emptyForm) {
  const { application, item, endorsements, mayAsk, today } = it
  return {
    title: t('endorsements.title'),
    back: {
      text: t('endorsements.back', { code: item.code, title: item.title }),
      href: `/applications/${application.id}/criteria/${item.code}`,
    },
    errors: errorSummary(form),
    heading: { text: t('endorsements.title'), caption: application.organisationName, size: 'l' as const },
    lead: t(mayAsk ? 'endorsements.lead' : 'endorsements.lead.read'),
    none: endorsements.length === 0 ? t('endorsements.none') : null,
    asked:
      endorsements.length === 0
        ? null
        : {
            cards: endorsements.map(each => endorsementCard(t, each, { application, mayAsk, today })),
            level: 3 as const,
          },
    form: mayAsk ? askFields(t, it, form) : null,
  }
}

const askFields = (t: T, { partners, shared, found }: EndorsementsShown, form: Form) => {
  const details = foundInWords(t, found)
  const hasPartners = partners.length > 0
  return {
    partner: hasPartners
      ? select(form, 'partner', t('endorsements.partner'), {
          choices: partners.map(({ id, name }) => ({ value: id, text: name })),
          empty: t('endorsements.partner.other'),
          hint: t('endorsements.partner.hint'),
          size: 's',
        })
      : null,
    group: textField(form, 'group', t(hasPartners ? 'endorsements.group.other' : 'endorsements.group'), {
      hint: t('endorsements.group.hint'),
      autocomplete: 'off',
      size: 's',
    }),
    email: textField(form, 'email', t('endorsements.email'), { type: 'email', autocomplete: 'off', size: 's' }),
    shared: sharedShown(t, shared, 3),
    found: details === null ? null : t('endorsements.found', { found: details }),
  }
}

export interface SharedShown {
  level: 2 | 3
  pledge: readonly string[]
  scope: Chips
  plan: readonly string[]
  targets: readonly string[]
}

/** The shared text. The lead sees it as a preview, and the group sees it on the page that the link opens. */
export const sharedShown = (t: T, { pledge, signed, scope, plan, targets }: SharedText, level: 2 | 3): SharedShown => ({
  level,
  pledge: [
    ...(signed ? [t('pledge.shared', { day: longDay(t, signed.on), role: signed.role })] : []),
    ...paragraphs(pledge),
  ],
  scope: branchesInScope(t, t('endorsements.shared.scope'), scope),
  plan: paragraphs(plan),
  targets: targets.map(({ body, dueOn }) => t('endorsements.shared.target', { body, day: longDay(t, dueOn) })),
})

export interface EndorsementCard {
  id: string
  group: string
  status: Status
  lines: readonly string[]
  words: readonly string[]
  forms: readonly ButtonForm[]
}

interface CardShown {
  application: Pick<Application, 'id' | 'status'>
  mayAsk: boolean
  today: Day
}

function endorsementCard(t: T, it: EndorsementLine, { application, mayAsk, today }: CardShown): EndorsementCard {
  const { id, group, given } = it
  const address = `/applications/${application.id}/endorsements/${id}`
  const line = { ...it, isClosed: !isWrittenNow(application) }
  return {
    id: `endorsement-${id}`,
    group,
    status: endorsementStatus(t, line, today),
    lines: linesOf(t, line, today),
    words: given ? paragraphs(given.words) : [],
    forms:
      mayAsk && isWaiting(it)
        ? [
            { action: `${address}/resending`, text: t('endorsements.again'), hidden: group, kind: 'link' },
            { action: `${address}/cancellation`, text: t('endorsements.cancel'), hidden: group, kind: 'link' },
          ]
        : [],
  }
}

interface CardLine extends EndorsementLine {
  /** true when the link does not work because the application is neither a draft nor returned */
  isClosed: boolean
}

function endorsementStatus(t: T, it: CardLine, today: Day): Status {
  if (it.given?.answer === 'endorsed') return { icon: 'tick', tone: 'done', text: t('endorsements.status.endorsed') }
  if (it.given) return { icon: 'speech', tone: 'you', text: t('endorsements.status.not yet') }
  if (it.cancelledAt) return { icon: 'dash', tone: 'quiet', text: t('endorsements.status.cancelled') }
  if (it.isClosed) return { icon: 'dash', tone: 'quiet', text: t('endorsements.status.closed') }
  if (it.isUndelivered) return { icon: 'speech', tone: 'you', text: t('endorsements.status.undelivered') }
  if (isOver(it, today)) return { icon: 'clock', tone: 'you', text: t('endorsements.status.expired') }
  return { icon: 'hourglass', tone: 'quiet', text: t('endorsements.status.waiting') }
}

// links expire at the start of a day, so a link that expires today no longer works
const isOver = ({ linkUntil, isUnsent }: EndorsementLine, today: Day): boolean =>
  !isUnsent && (linkUntil === null || dayOf(linkUntil) <= today)

function linesOf(t: T, it: CardLine, today: Day): string[] {
  const { given, askedAt, askedBy, email, linkUntil } = it
  const asked = t('endorsements.asked', { name: askedBy, email, day: longDay(t, dayOf(askedAt)) })
  if (given) return [asked, t('endorsements.by', { ...given, day: longDay(t, dayOf(given.at)) })]
  if (!isWaiting(it)) return [asked]
  if (it.isClosed) return [asked, t('endorsements.closed')]
  if (it.isUndelivered) return [asked, t('endorsements.undelivered', { email })]
  if (isOver(it, today)) return [asked]
  return [
    asked,
    linkUntil === null || it.isUnsent
      ? t('endorsements.unsent')
      : t('endorsements.until', { day: longDay(t, addDays(dayOf(linkUntil), -1)) }),
  ]
}

/** The requests and their answers, on the page of the item that is about endorsements. */
export interface EndorsementsBlock {
  lead: string | null
  cards: readonly EndorsementCard[]
  button: Button | null
}

export function endorsementsBlock(
  t: T,
  application: CardShown['application'],
  endorsements: readonly EndorsementLine[],
  { mayAsk, today }: { mayAsk: boolean; today: Day },
): EndorsementsBlock {
  const cards = endorsements.map(each => endorsementCard(t, each, { application, mayAsk: false, today }))
  return {
    lead: mayAsk && cards.length === 0 ? t('endorsements.block.lead') : null,
    cards,
    button: mayAsk
      ? {
          text: t(cards.length === 0 ? 'endorsements.ask' : 'endorsements.see'),
          href: `/applications/${application.id}/endorsements`,
          kind: 'secondary',
        }
      : null,
  }
}

/** The groups' answers as paragraphs, for both the current application and a submission. */
export const endorsementLines = (t: T, given: readonly FrozenEndorsement[]): string[] =>
  given.flatMap(each => [
    t(`endorsements.read.${each.answer}`, {
      group: each.group,
      name: each.name,
      role: each.role,
      day: longDay(t, dayOf(each.at)),
    }),
    ...paragraphs(each.words),
  ])

/** The groups' answers in the form in which a submission stores them. */
export const givenIn = (endorsements: readonly EndorsementLine[]): FrozenEndorsement[] =>
  endorsements.flatMap(({ id, group, given }) => (given ? [{ id, group, ...given }] : []))
