import { itemsOf, type Framework } from '../../../domain/framework.ts'
import { isLate, lateCount } from '../../../domain/recurring.ts'
import { canReplace, wayToReplace } from '../../../domain/replacement.ts'
import { deletedFromInbox } from '../../../domain/retention.ts'
import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import { list, longDay } from '../../../words/format.ts'
import {
  wayToRedact,
  type FileNeedingCopy,
  type Inbox,
  type IncompleteEvidence,
  type RecurringDue,
  type WithdrawnUse,
} from '../../evidence/evidence.public.ts'
import { dueBy, task, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { LibraryHome } from '../library-home/library-home.store.ts'

export interface EvidenceToDo {
  /** the number of items of evidence without consent in each library */
  consents: readonly { organisationId: string; count: number }[]
  /** items of applications that need other evidence, because someone withdrew their consent */
  withdrawn: readonly WithdrawnUse[]
  /** the frameworks of the applications in `withdrawn`, by version id */
  frameworks: ReadonlyMap<string, Framework>
  /** items in the evidence inbox of each library that the person leads */
  inboxes: readonly Inbox[]
  /** files that need a redacted copy, in the libraries that the person leads */
  toRedact: readonly FileNeedingCopy[]
  /** evidence with missing details in each library */
  incomplete: readonly IncompleteEvidence[]
  /** regular evidence that is due soon or overdue: the person's own, and all of it in libraries that they lead */
  recurring: readonly RecurringDue[]
}

interface Reader {
  actor: { id: string }
  library: LibraryHome
  /** the library's name if the person has several libraries; otherwise null */
  name: string | null
  today: Day
}

/** Cards for the tasks about one library's evidence. */
export const evidenceCards = (t: T, about: EvidenceToDo, reader: Reader): RankedCard[] => [
  ...redactionCards(t, about, reader),
  ...replacementCards(t, about, reader),
  ...consentCards(t, about, reader),
  ...inboxCards(t, about, reader),
  ...recurringCards(t, about, reader),
  ...incompleteCards(t, about, reader),
]

/** One card for all files that need a redacted copy. The card links to the oldest of these files. */
function redactionCards(t: T, { toRedact }: EvidenceToDo, { library: { organisationId }, name }: Reader): RankedCard[] {
  const here = toRedact.filter(each => each.organisationId === organisationId)
  const [first] = here
  if (!first) return []
  const card = {
    title: t('redacted_copy.home', { count: here.length }),
    href: `/evidence/${first.evidenceId}/files/${first.fileId}/${wayToRedact(first)}`,
    text: name ?? t('redacted_copy.home.text', { title: first.title }),
    button: t('redacted_copy.home.button'),
  }
  return [task(card, { loss: 'record', days: null })]
}

/**
 * Cards for applications that need other evidence because someone withdrew their consent: one for each application and
 * way to replace the evidence. Contributors get a card only while they can change the answers. Observers get none.
 */
function replacementCards(t: T, { withdrawn, frameworks }: EvidenceToDo, { library, name }: Reader): RankedCard[] {
  const here = withdrawn
    .filter(({ organisationId }) => organisationId === library.organisationId)
    .map(use => ({ ...use, way: wayToReplace(use) }))
    .filter(({ way }) => canReplace(library.role, way))
  const groups = new Map(here.map(use => [`${use.applicationId} ${use.way}`, use]))
  return [...groups.values()].map(({ applicationId, way, frameworkVersionId }) => {
    const uses = here.filter(use => use.applicationId === applicationId && use.way === way)
    const codes = itemsOf(frameworks.get(frameworkVersionId)!)
      .filter(({ id }) => uses.some(({ itemId }) => itemId === id))
      .map(({ code }) => code)
    const isToAdd = way === 'answer' && !uses.some(({ isInAnswer }) => isInAnswer)
    const sentence = t(`consents.home.replace.${isToAdd ? 'add' : way}`)
    const card = {
      title: t(titleOfReplacement[way], { codes: list(t, codes) }),
      href: `/applications/${applicationId}/criteria/${codes[0]}`,
      text: name ? t('home.progress.of', { organisation: name, sentence }) : sentence,
      button: t('consents.home.replace.button'),
    }
    return task(card, { loss: 'record', days: null })
  })
}

const titleOfReplacement = {
  answer: 'consents.home.replace',
  reply: 'consents.home.replace',
  coordinator: 'consents.home.replace.title.coordinator',
  later: 'consents.home.replace.title.later',
} as const

function consentCards(t: T, { consents }: EvidenceToDo, { library, name }: Reader): RankedCard[] {
  const { organisationId, role } = library
  const count = consents.find(each => each.organisationId === organisationId)?.count ?? 0
  if (count === 0 || role === 'observer') return []
  const card = {
    title: t('consents.home', { count }),
    href: `/organisations/${organisationId}/consents`,
    text: name ?? t('consents.home.text'),
    button: t('consents.home.button'),
  }
  return [task(card, { loss: 'record', days: null })]
}

function inboxCards(
  t: T,
  { inboxes }: EvidenceToDo,
  { library: { organisationId }, name, today }: Reader,
): RankedCard[] {
  const inbox = inboxes.find(each => each.organisationId === organisationId)
  if (!inbox) return []
  const { count, oldestAt } = inbox
  const deletedOn = deletedFromInbox(oldestAt, today)
  const card = {
    title: t('inbox.home', { count }),
    href: `/organisations/${organisationId}/inbox`,
    text: deletedOn ? inboxDeletion(t, { count, deletedOn, name }) : (name ?? t('inbox.home.text')),
    button: t('inbox.home.button'),
  }
  return [task(card, { loss: 'record', days: deletedOn && daysBetween(today, deletedOn) })]
}

function inboxDeletion(
  t: T,
  { count, deletedOn, name }: { count: number; deletedOn: Day; name: string | null },
): string {
  const sentence = t('inbox.home.deletion', { count, day: longDay(t, deletedOn) })
  return name ? t('home.progress.of', { organisation: name, sentence }) : sentence
}

/** Evidence that is still incomplete this many days after it was received also appears on the leads' home pages. */
const daysForOwner = 14

/**
 * A card for the person's own incomplete evidence. Once a colleague's evidence has been incomplete for `daysForOwner`
 * days, a lead's card counts everyone's, because that colleague may have left.
 */
function incompleteCards(t: T, { incomplete }: EvidenceToDo, { actor, library, name, today }: Reader): RankedCard[] {
  const { organisationId, role, isClosed } = library
  const here = incomplete.find(each => each.organisationId === organisationId)
  if (!here || role === 'observer' || isClosed) return []
  const { count, own, othersSince } = here
  const isLate = othersSince !== null && daysBetween(dayOf(othersSince), today) >= daysForOwner
  const isForAll = role === 'lead' && isLate
  if (!isForAll && own === 0) return []
  const filter = new URLSearchParams({ state: 'to complete', ...(!isForAll && { owner: actor.id }) })
  const card = {
    title: isForAll ? t('quick_upload.home.all', { count }) : t('quick_upload.home.own', { count: own }),
    href: `/organisations/${organisationId}/evidence?${filter.toString()}`,
    text: name ?? t('quick_upload.home.text'),
    button: t('quick_upload.home.button'),
  }
  return [task(card, { loss: 'tidying', days: null })]
}

/**
 * A card for each item of the person's own regular evidence that is due. For leads, also one card for all other regular
 * evidence that is due.
 */
function recurringCards(t: T, { recurring }: EvidenceToDo, reader: Reader): RankedCard[] {
  if (reader.library.isClosed) return []
  const { actor, library, name, today } = reader
  const here = recurring.filter(({ organisationId }) => organisationId === library.organisationId)
  const own = here.filter(({ asked }) => asked?.id === actor.id)
  const others = here.filter(({ asked }) => asked?.id !== actor.id)
  return [...own.map(each => recurringCard(t, each, name, today)), ...othersCards(t, others, library, today)]
}

function othersCards(t: T, others: readonly RecurringDue[], { organisationId }: LibraryHome, today: Day): RankedCard[] {
  const [first] = others
  if (!first) return []
  if (others.length === 1) return [recurringCard(t, first, personAsked(t, first), today)]
  const card = {
    title: t(isLate(first, today) ? 'recurring.home.many.late' : 'recurring.home.many', { count: others.length }),
    href: `/organisations/${organisationId}/regular-evidence`,
    text: [t('recurring.home.first', { title: first.title }), personAsked(t, first)].join(' '),
    due: dueBy(t, first.nextDue, today),
    button: t('recurring.home.see'),
  }
  return [task(card, { loss: 'record', days: daysBetween(today, first.nextDue) })]
}

const personAsked = (t: T, { asked }: RecurringDue): string =>
  asked ? t('recurring.home.from', { name: asked.name }) : t('recurring.home.nobody')

function recurringCard(t: T, recurring: RecurringDue, text: string | null, today: Day): RankedCard {
  const { id, title, nextDue } = recurring
  const late = lateCount(recurring, today)
  const card = {
    title,
    href: `/regular-evidence/${id}`,
    text: late > 1 ? [t('recurring.home.late', { count: late }), text ?? ''].join(' ').trim() : text,
    due: dueBy(t, nextDue, today),
    button: t('recurring.home.button'),
  }
  return task(card, { loss: 'record', days: daysBetween(today, nextDue) })
}
