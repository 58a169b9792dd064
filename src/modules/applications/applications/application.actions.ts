import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, rolesIn, type Actor } from '../../../domain/actor.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import { applicationsByIds, type ApplicationRecord } from '../../access/access.public.ts'
import { applicationsOfOver, updateApplication } from './application.store.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import {
  nothingKnown,
  guards,
  type ApplicationFacts,
  type ApplicationGuard,
} from '../../../domain/application-guards.ts'
import { applicationMoves, type ApplicationMove, type ApplicationStatus } from '../../../domain/application.ts'
import { criteriaAskedBy, itemById } from '../../../domain/framework.ts'
import { offers, stateAfter, type Asked, type Move, type Offer } from '../../../domain/lifecycle.ts'
import type { MessageName } from '../../../domain/email-kinds.ts'
import { isPanelAskedFor } from '../../../domain/panel-reasons.ts'
import { panelGaps } from '../../../domain/panel.ts'
import { lacksOf, missing } from '../../../domain/progress.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { addMinutes, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import type { EmailName } from '../../../email/templates.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { answerFactsOf, itemsTouchedSince } from '../answers/answer.store.ts'
import { frameworkVersion, roundTaking } from '../../frameworks/frameworks.public.ts'
import { recordEvent, type Facts } from '../../../history/record.ts'
import { factsInContext } from '../moves/move.store.ts'
import { panelFacts } from '../panel-requests/panel-request.store.ts'

/** What a move asks of whoever makes it. A thing that is a row of its own, such as a proposal, is given by its id. */
export type Given = Partial<Record<Exclude<Asked, 'until' | 'criteria' | 'scope'>, string>> & {
  until?: Day
  criteria?: readonly string[]
  scope?: readonly string[]
}

/** What the feature that makes a move knows and changes besides. */
export interface Extra {
  /** facts that only it can know, such as that the proposal is as it was read */
  facts?: Partial<ApplicationFacts>
  /** columns of the application that change with its state */
  changes?: Partial<Omit<Row<'applications'>, 'id' | 'version' | 'status' | 'status_before' | 'status_since'>>
  /** what its letters say besides the organisation's name and the date asked for */
  emails?: Readonly<Record<string, string>>
  /** what its line of history holds besides the two states */
  event?: Facts
}

/**
 * The one door: every change of state of an application goes through here, with its line of history and its letters.
 * @throws MoveRefused when the table, the person's standing or a guard says no; Stale when somebody was faster
 */
export async function moveApplication(
  work: UnitOfWork,
  application: ApplicationRecord,
  name: ApplicationMove,
  given: Given = {},
  extra: Extra = {},
): Promise<void> {
  await work.tell('application about to move', { application })
  const facts = { ...(await factsAbout(work.trx, work.actor, application, work.at)), ...extra.facts }
  const offer = offersIn(work.actor, application, facts).find(({ move }) => move === name)
  if (!offer || offer.unmet.length > 0 || offer.asks.some(asked => !isGiven(given[asked])))
    throw new MoveRefused(name, application.status, offer?.unmet)
  const move: Move<ApplicationStatus, ApplicationGuard> = applicationMoves[name]
  const after = stateAfter(move, application)
  const movesOn = after.status !== application.status
  await updateApplication(work.trx, application, {
    status: after.status,
    status_before: after.statusBefore,
    ...(movesOn ? { status_since: work.at, ...asIsAsked(given) } : {}),
    ...extra.changes,
  })
  const asked = {
    ...(given.until ? { until: given.until } : {}),
    ...(given.criteria ? { criteria: given.criteria } : {}),
  }
  await recordEvent(work, `application.${name}`, entity(application), {
    from: application.status,
    to: after.status,
    ...asked,
    ...extra.event,
  })
  const emails = {
    applicationId: application.id,
    organisation: application.organisationName,
    until: given.until,
    ...extra.emails,
  }
  const moved = { ...application, ...after, isSubmitted: application.isSubmitted || name === 'submit' }
  for (const message of move.sends ?? []) await sendMessage(work, message, moved, emails)
  // what the release of a decision letter causes is told by the release
  if (name !== 'releaseLetter')
    await work.tell('application moved', { application, isReceived: comesIn(name, application) })
}

/** To be handed in again, or to be taken up though nothing more came, holds the award like the first time. */
const comesIn = (name: ApplicationMove, { status }: ApplicationRecord): boolean =>
  name === 'submit' || name === 'resubmit' || (name === 'takeUp' && status === 'more evidence asked')

/** The moves open to somebody now, each with the guards in its way; for buttons and sentences. */
export async function offersTo(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  at: Instant,
  known: Partial<ApplicationFacts> = {},
): Promise<Offer<ApplicationMove, ApplicationGuard>[]> {
  return offersIn(actor, application, { ...(await factsAbout(db, actor, application, at)), ...known })
}

/** What the guards look at. The same few queries, however large the application. */
export async function factsAbout(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  at: Instant,
): Promise<ApplicationFacts> {
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const context = await factsInContext(db, application, dayOf(at))
  const answers = await answerFactsOf(db, application, dayOf(at))
  const contactsAreConfirmed = application.contactsConfirmedAt !== null
  const lacking = missing(framework, application, answers, {
    summary: application.summary,
    contactsConfirmed: contactsAreConfirmed,
  })
  const gaps = (stage: 'seat' | 'propose') =>
    panelGaps(framework.panel, application.seats, application.declarations, stage).length
  return {
    ...nothingKnown,
    kind: application.kind,
    status: application.status,
    roundIsOpen: application.kind !== 'first' || (await roundTaking(db, application.streamId, at)) !== null,
    roundIsOver: context.round !== null && at >= addMinutes(context.round.closesAt, context.round.graceMinutes),
    everythingRequiredIsThere: lacking.every(({ what }) => what === 'contacts'),
    consentsAreInForce: context.withoutConsent === 0,
    contactsAreConfirmed,
    isSignedOff: !context.signOffWanted,
    criteriaAskedAreAnswered: await criteriaAskedAreAnswered(db, application),
    dateIsOver: application.until !== null && dayOf(at) > application.until,
    panelIsAskedFor: isPanelAskedFor(framework, await panelFacts(db, application, answers)),
    seatsWouldMakeAPanel: gaps('seat') === 0,
    panelIsComplete: gaps('propose') === 0,
    everyCriterionHasItsAgreedFinding: criteriaAskedBy(framework, application.kind).every(({ id }) =>
      context.agreedItems.includes(id),
    ),
    openQuestions: context.openQuestions,
    decisionLetterIsReleased: application.decisionLetterReleased,
    aDecisionWasReleased: context.decisionsReleased > 0,
    hourOfReleaseHasCome: context.decision?.releaseAt != null && context.decision.releaseAt <= at,
    somebodyElseDecided: context.decision !== null && context.decision.decidedBy !== actor.id,
    awardIsOver:
      context.award?.status === 'ended' || (context.award?.status === 'lapsed' && application.kind === 'renewal'),
  }

  /** Finished, and touched since they were asked for: what was there before is not an answer to it. */
  async function criteriaAskedAreAnswered(db: Db | Tx, it: ApplicationRecord): Promise<boolean> {
    if (it.status !== 'more evidence asked') return false
    const touched = await itemsTouchedSince(db, it, it.statusSince, dayOf(at))
    return it.criteriaAsked.every(id => {
      const item = itemById(framework, id)
      return (
        item === null ||
        (touched.has(id) &&
          lacksOf(
            item,
            answers.find(({ itemId }) => itemId === id),
            it,
          ).length === 0)
      )
    })
  }
}

const offersIn = (actor: Actor, application: ApplicationRecord, facts: ApplicationFacts) =>
  offers(applicationMoves, guards, application.status, rolesIn(actor, application), facts)

const isGiven = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))

/** What a state waits for goes with it: reasons, a date, items. */
const asIsAsked = ({ reason, reasons, until, criteria }: Given): Partial<Row<'applications'>> => ({
  reasons: reasons ?? reason ?? null,
  until: until ?? null,
  ...(criteria ? { items_asked: JSON.stringify(criteria) } : {}),
})

export const entity = ({ id, organisationId }: Pick<ApplicationRecord, 'id' | 'organisationId'>) =>
  ({ kind: 'application', id, organisationId, applicationId: id }) as const

async function sendMessage(
  work: UnitOfWork,
  message: MessageName,
  application: ApplicationRecord,
  facts: object,
): Promise<void> {
  await emailReaders(work, message as EmailName, application, facts as never)
}

/**
 * With an award that ended go its applications under way, with one that lapsed its light renewals: their text carries
 * over.
 */
export async function closeApplicationsOf(work: UnitOfWork, award: { id: string; status: AwardStatus }): Promise<void> {
  const over = await applicationsByIds(work.trx, await applicationsOfOver(work.trx, award))
  for (const application of over)
    await moveApplication(as(theClock, work), application, 'close', {}, { emails: { award: award.status } })
}
