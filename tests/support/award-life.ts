import { theService, theClock, type Actor } from '../../src/domain/actor.ts'
import { workIn } from './work.ts'
import { applicationById, type ApplicationRecord } from '../../src/modules/access/applications/application.store.ts'
import type { Tx } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'
import type { ApplicationFacts } from '../../src/domain/application-guards.ts'
import type { ApplicationMove } from '../../src/domain/application.ts'
import type { AwardMove } from '../../src/domain/award.ts'
import type { Outcome } from '../../src/domain/judgements.ts'
import { addMinutes, addDays, instantAt, type Day } from '../../src/domain/time.ts'
import {
  changeScope,
  moveApplication,
  type MoveDetails,
  type MoveInput,
} from '../../src/modules/applications/applications/application.actions.ts'
import { startRenewal } from '../../src/modules/applications/renewals/renewal.actions.ts'
import { addBranchesToAward } from '../../src/modules/awards/added-branches/added-branch.actions.ts'
import { moveAward, type AwardGiven } from '../../src/modules/awards/lifecycle/lifecycle.actions.ts'
import { changesOf } from '../../src/modules/awards/awards/award.store.ts'
import { releaseDecisionLetter } from '../../src/modules/appraisal/decisions/decision.actions.ts'
import { insertDecision } from '../../src/modules/appraisal/decisions/decision.store.ts'
import { askForReview, withdrawReview } from '../../src/modules/appraisal/reviews/review.actions.ts'
import {
  answerQuestion,
  askQuestion,
  expireQuestions,
  withdrawQuestion,
} from '../../src/modules/applications/questions/question.actions.ts'
import { findQuestion, type Question } from '../../src/modules/applications/questions/question.store.ts'
import { frameworkVersion } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { moveAwards } from '../../src/modules/awards/lifecycle/lifecycle.actions.ts'
import { readersById } from '../../src/email/readers.store.ts'
import type { TestClock } from './clock.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound } from './factories.ts'
import type { Service } from './service.ts'

/** Facts that meet the conditions of an application's moves, so that tests of awards need not fill in its forms. */
const allIsWell: Partial<ApplicationFacts> = {
  everythingRequiredIsThere: true,
  consentsAreInForce: true,
  contactsAreConfirmed: true,
  isSignedOff: true,
  criteriaAskedAreAnswered: true,
  panelIsAskedFor: false,
  seatsWouldMakeAPanel: true,
  panelIsComplete: true,
  openQuestions: 0,
  nothingReplacedIt: true,
}

/**
 * A library with an award. The returned functions change the award with the service's own actions, as its lead, a
 * coordinator, a trustee or the clock. `goTo` and `daysPass` move the clock to 9am; `goTo` also takes another time.
 * @param grantedOn the day of the award's decision letter, from which the test starts
 * @param months the length of an award period
 */
export async function anAwardsLife(service: Service, grantedOn: string, months = 12) {
  const {
    parts: { db, write },
    clock,
  } = service
  await aRound(service)
  if (months !== 12) await termsOf(service, months)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
  const [coordinator, trustee] = [
    await aPersonWho(service, { roles: ['coordinator'] }),
    await aPersonWho(service, { roles: ['trustee'] }),
  ]
  const people = await readersById(db, [lead.id, coordinator.id, trustee.id])
  const actorOf = (id: string): Actor => people.find(({ actor }) => actor.id === id)!.actor
  const actor = {
    lead: actorOf(lead.id),
    coordinator: actorOf(coordinator.id),
    trustee: actorOf(trustee.id),
    clock: theClock,
  }
  goTo(clock, grantedOn)
  const first = await anApplication(service, organisation, {
    startedBy: lead,
    status: 'decided',
    status_before: 'with a trustee',
    started_at: clock.now(),
  })
  for (const person of [coordinator, trustee]) await aDeclaration(service, first, person)
  await decision(first.id, 'awarded')
  await write(actor.coordinator, async work =>
    releaseDecisionLetter(work, (await applicationById(work.trx, first.id))!),
  )
  const award = (await db('awards').first())!

  async function decision(applicationId: string, outcome: Outcome): Promise<void> {
    await write(theService, ({ trx }) =>
      insertDecision(trx, {
        id: newId(),
        application_id: applicationId,
        proposal_id: null,
        outcome,
        decision_letter: 'Dear all',
        decided_by: trustee.id,
        decided_at: clock.now(),
      }),
    )
  }

  /** The id of the application that was started last: the first application until a renewal is started. */
  const last = async (): Promise<string> =>
    (await db('applications')
      .where({ award_id: award.id })
      .orderBy([
        { column: 'started_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first('id'))!.id

  const move = async (
    as: keyof typeof actor,
    name: ApplicationMove,
    given: MoveInput = {},
    extra: Omit<MoveDetails, 'given'> = {},
  ): Promise<void> => {
    const id = await last()
    await write(actor[as], async work =>
      moveApplication(work, (await applicationById(work.trx, id))!, name, { given, facts: allIsWell, ...extra }),
    )
  }

  const inApplication = async (act: (trx: Tx, application: ApplicationRecord) => Promise<void>): Promise<void> => {
    const id = await last()
    await write(theService, async ({ trx }) => act(trx, (await applicationById(trx, id))!))
  }

  const openQuestion = async (trx: Tx, { id }: Pick<ApplicationRecord, 'id'>): Promise<Question> => {
    const open = await trx('questions').where({ application_id: id, status: 'open' }).orderBy('id').first('id')
    return findQuestion(trx, { id }, open?.id ?? '')
  }

  const it = {
    award,
    database: service.database,
    actor,
    organisation,
    people: { lead, coordinator, trustee },
    clock,
    row: async () => (await db('awards').where({ id: award.id }).first())!,
    terms: async () => db('terms').where({ award_id: award.id }).orderBy('number'),
    decisions: async () => db('decisions').orderBy('decided_at'),
    changes: async () => changesOf(db, award),
    /** Every change as text: the day from which it applies, the move, the new state and the last valid day. */
    history: async () =>
      (await changesOf(db, award)).map(
        ({ from, move: name, to, validTo }) => `${from} ${name}: ${to} to ${validTo ?? 'no end'}`,
      ),
    goTo: (day: string, time?: string) => goTo(clock, day, time),
    daysPass: (days: number) => goTo(clock, addDays(clock.today(), days)),
    nightly: async () => {
      await moveAwards(service.parts, clock.today())
      await expireQuestions(service.parts)
    },
    move: async (as: 'lead' | 'coordinator' | 'trustee', name: AwardMove, given: AwardGiven = {}) => {
      await write(actor[as], work => moveAward(work, award, name, { reason: 'It has to be', ...given }))
    },
    start: async () => {
      const id = await write(actor.lead, work => startRenewal(work, award))
      if (await db('declarations').where({ application_id: id }).first('id')) return
      for (const person of [coordinator, trustee]) await aDeclaration(service, { id }, person)
    },
    submitApplication: async () =>
      move(
        'lead',
        'submit',
        {},
        {
          changes: { submitted_at: clock.now() },
          emails: { receipt: 'R-1', at: clock.now(), sha256: '0'.repeat(64) },
        },
      ),
    withdraw: async () => move('lead', 'withdraw'),
    close: async () => move('coordinator', 'close', { reason: 'Its date is over' }),
    check: async () => move('coordinator', 'check'),
    giveBack: async (days = 28) =>
      move('coordinator', 'return', { reasons: 'The plan is missing', until: addDays(clock.today(), days) }),
    hold: async () => move('coordinator', 'hold', { reason: 'Wait' }),
    goOn: async () => move('coordinator', 'release'),
    ask: async (days = 14) =>
      inApplication(async (trx, application) => {
        const framework = await frameworkVersion(trx, application.frameworkVersionId)
        await askQuestion(workIn(trx, clock.now(), actor.coordinator), application, framework.criteria[0]!, {
          body: 'Which branches?',
          replyBy: addDays(clock.today(), days),
        })
      }),
    answer: async () =>
      inApplication(async (trx, application) => {
        await answerQuestion(workIn(trx, clock.now(), actor.lead), application, await openQuestion(trx, application), {
          reply: 'All of them',
          evidence: [],
          keptReason: '',
        })
      }),
    withdrawQuestion: async () =>
      inApplication(async (trx, application) => {
        const work = workIn(trx, clock.now(), actor.coordinator)
        await withdrawQuestion(work, application, await openQuestion(trx, application))
      }),
    decide: async () =>
      move(
        'trustee',
        'confirm',
        { outcome: 'awarded', decisionLetter: 'Dear all' },
        { facts: { ...allIsWell, kind: 'renewal' } },
      ),
    /** Checks the application, passes it through a panel without seats or findings, and decides as a trustee. */
    decideByPanel: async () => {
      await move('coordinator', 'check')
      await move('coordinator', 'seat', {}, { facts: { ...allIsWell, panelIsAskedFor: true } })
      await service.database
        .writer('applications')
        .where({ id: await last() })
        .update({ status: 'with a trustee' })
      await move('trustee', 'decide', {}, { facts: { ...allIsWell, proposalIsUnchanged: true } })
    },
    /** Decides a reopened application again: a trustee accepts the proposal of a panel. */
    decideAgain: async () => {
      clock.minutesPass(1)
      await move('trustee', 'decide', {}, { facts: { ...allIsWell, proposalIsUnchanged: true } })
    },
    /** @param id the id of the application; by default, that of the last one */
    askForReview: async (id?: string) => {
      const reviewed = id ?? (await last())
      await write(actor.lead, work => askForReview(work, { id: reviewed }, { reason: 'The panel missed our plan' }))
    },
    withdrawReview: async (id?: string) => {
      const reviewed = id ?? (await last())
      await write(actor.lead, work => withdrawReview(work, { id: reviewed }))
    },
    lastApplication: last,
    addBranches: async (ids: readonly string[]) => {
      await write(actor.coordinator, work => addBranchesToAward(work, award, ids))
    },
    /** Sets the branches of the last application. */
    changeScope: async (scope: string[]) => {
      const id = await last()
      await write(actor.lead, async work => {
        const application = (await applicationById(work.trx, id))!
        await changeScope(work, application, { scope, version: application.version })
      })
    },
    /** The ids of the branches in the award. */
    branches: async () =>
      (await db('award_branches').where({ award_id: award.id }).whereNull('left_on').pluck('branch_id')).toSorted(),
    /** Renews the award with a renewal or a reappraisal, as the rules require, and releases the decision letter. */
    renew: async () => {
      await it.start()
      await it.submitApplication()
      const isLight = (await it.cases()).at(-1)!.kind === 'renewal'
      if (isLight) await it.check()
      await (isLight ? it.decide() : it.decideByPanel())
      await it.release('awarded')
    },
    cases: async () =>
      db('applications')
        .where({ award_id: award.id })
        .whereNot('kind', 'first')
        .orderBy(['started_at', 'id'])
        .select('kind', 'status'),
    /** @returns the name of the error's class when the action is refused, or null when it is allowed */
    refused: async (act: () => Promise<unknown>): Promise<string | null> =>
      act().then(
        () => null,
        (refusal: Error) => refusal.constructor.name,
      ),
    reopen: async () =>
      move(
        'trustee',
        'reopen',
        { reason: 'An error was found' },
        {
          facts: { ...allIsWell, decisionLetterIsReleased: true, reopeningIsRequested: true, someoneElseDecided: true },
          changes: { decision_letter_released_at: null },
        },
      ),
    /** Records the decision on the last application. Its decision letter can be released afterwards. */
    recordDecision: async (outcome: Outcome) => decision(await last(), outcome),
    release: async (outcome: Outcome) => {
      const id = await last()
      if (!(await db('applications').where({ id, status: 'decided', decision_letter_released_at: null }).first('id')))
        throw new TypeError('nothing is decided')
      await decision(id, outcome)
      await write(actor.coordinator, async work => releaseDecisionLetter(work, (await applicationById(work.trx, id))!))
    },
  }
  return it
}
export type AwardsLife = Awaited<ReturnType<typeof anAwardsLife>>

async function termsOf({ database: { writer } }: Service, months: number): Promise<void> {
  const published = (await writer('framework_versions').first())!
  const framework = JSON.parse(published.document) as { terms: { months: number } }
  const id = newId()
  await writer('framework_versions').insert({
    ...published,
    id,
    version: '0.2',
    document: JSON.stringify({ ...framework, version: '0.2', terms: { ...framework.terms, months } }),
    published_at: addMinutes(published.published_at!, 1),
  })
  await writer('rounds').update({ framework_version_id: id })
}

const goTo = (clock: TestClock, day: string, time = '09:00'): void => clock.set(instantAt(day as Day, time))
