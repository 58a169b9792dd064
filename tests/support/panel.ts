import { newId } from '../../src/db/ids.ts'
import { criteriaAskedBy, itemsOf, libraryStream, type Item } from '../../src/domain/framework.ts'
import { actorNow } from '../../src/modules/access/rights/rights.store.ts'
import { submitApplication } from '../../src/modules/applications/submissions/submission.actions.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import type { Engine } from './database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  aSeat,
  everythingWritten,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from './factories.ts'
import { aService, type Service } from './service.ts'
import type { Visitor } from './visitor.ts'

/** A service with the charity’s people, in which tests submit one application after another. */
export interface PanelWorld {
  service: Service
  round: string
  criteria: Item[]
  items: Item[]
  /** The id of the item with this code. */
  idOf: (code: string) => string
  coordinator: APerson
  chair: APerson
  peer: APerson
  neighbour: APerson
  trustee: APerson
  /** The library of the latest application. */
  organisation: AnOrganisation
  /** The lead of that library. */
  lead: APerson
  /** The latest application. */
  application: AnApplication
  /** The id of evidence in that application. */
  evidence: string
  db: () => Service['database']['writer']
  /** An address below the application's, such as `at('/panel')`; without an argument, the application's own. */
  at: (below?: string) => string
  /** Submits an application for a new library. */
  submits: () => Promise<void>
  hasStatus: (status: string) => Promise<void>
  status: () => Promise<string>
  eventNames: () => Promise<string[]>
  /** Signs this person in at the first call, and reuses the same visitor later. Opens a page if `start` is given. */
  as: (person: APerson, start?: string) => Promise<Visitor>
  /** Fills three seats. Their holders declare no conflict of interest, so findings can be written. */
  seated: () => Promise<void>
  /** Writes a finding on every criterion, without giving the findings to the panel. */
  judged: (person: APerson, judgement?: string, but?: Record<string, string>) => Promise<void>
  /** Writes a finding on every criterion, and gives the findings to the panel. */
  given: (person: APerson, judgement?: string, but?: Record<string, string>) => Promise<Visitor>
  /** The reason in the person’s finding on the criterion at this index; null when there is no finding. */
  reasonOf: (person: APerson, index: number) => Promise<string | null>
  /** The addresses of the main pages about the application. */
  everyPage: () => string[]
}

export async function aPanelWorld(engine: Engine): Promise<PanelWorld> {
  const service = await aService(engine, { trustedProxies: 1 })
  const db = () => service.database.writer
  const round = await aRound(service)
  const framework = await frameworkVersion(db(), await latestFrameworkVersionId(db(), libraryStream))
  const criteria = criteriaAskedBy(framework, 'first')
  // Signing in is slow, so each person signs in once, and later calls of `as` reuse that visitor.
  const windows = new Map<string, Visitor>()
  const library = await submittedApplication(service, round)
  const world: PanelWorld = {
    service,
    round,
    criteria,
    items: itemsOf(framework),
    idOf: code => world.items.find(item => item.code === code)!.id,
    coordinator: await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] }),
    chair: await aPersonWho(service, { name: 'Nadia Rahmani', roles: ['appraiser'] }),
    peer: await aPersonWho(service, { name: 'Huw Prosser', roles: ['appraiser'] }),
    neighbour: await aPersonWho(service, { name: 'Clare Dunmore', roles: ['appraiser'] }),
    trustee: await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] }),
    ...library,
    db,
    at: (below = '') => `/applications/${world.application.id}${below}`,
    submits: async () => {
      Object.assign(world, await submittedApplication(service, round))
    },
    hasStatus: async status => {
      await db()('applications').where({ id: world.application.id }).update({ status })
    },
    status: async () => (await db()('applications').where({ id: world.application.id }).first('status'))!.status,
    eventNames: async () =>
      (await db()('events')
        .where({ application_id: world.application.id })
        .orderBy('sequence')
        .pluck('name')) as string[],
    as: async (person, start) => {
      const visitor = windows.get(person.id) ?? (await signedIn(service, person))
      windows.set(person.id, visitor)
      return start ? visitor.open(start) : visitor
    },
    seated: () => seatedPanel(world),
    judged: (person, judgement = 'met', but = {}) => judgedAll(world, person, judgement, but),
    given: async (person, judgement, but) => {
      await world.judged(person, judgement, but)
      return (await world.as(person, world.at('/appraisal'))).press('Give all my findings')
    },
    reasonOf: async (person, index) => {
      const finding = await db()('findings')
        .where({ seat_id: await seatIdOf(world, person), item_id: criteria[index]!.id })
        .first('reason')
      return finding?.reason ?? null
    },
    everyPage: () => pagesBelow.map(world.at),
  }
  return world
}

/** A trustee decides as the panel proposes, if the confirmation page opens. */
export async function decides(trustee: Visitor): Promise<Visitor> {
  await trustee.press('Continue', { decision: 'accept' })
  return trustee.status === 200 ? trustee.press('Record this decision', { read: 'yes' }) : trustee
}

/** A trustee sends the proposal back, if the page for the reason opens. */
export async function sendsBack(trustee: Visitor, reason: string): Promise<Visitor> {
  if (!trustee.buttons.includes('Send back')) await trustee.press('Continue', { decision: 'back' })
  return trustee.status < 500 && trustee.buttons.includes('Send back')
    ? trustee.press('Send back', { reason })
    : trustee
}

const pagesBelow = [
  '',
  '/declaration',
  '/submission',
  '/questions',
  '/panel',
  '/seat',
  '/appraisal',
  '/appraisal/L1',
  '/criteria/L1',
  '/criteria/L1/questions/new',
  '/meeting',
  '/meeting/L1',
  '/more-evidence',
  '/proposal',
  '/decision',
  '/history',
]

async function submittedApplication(service: Service, round: string) {
  service.clock.set('2027-03-01T09:00:10Z')
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
  const application = await anApplication(service, organisation, { startedBy: lead, round })
  const evidence = await everythingWritten(service, application, lead)
  await service.database
    .writer('evidence')
    .where({ id: evidence })
    .update({ summary: 'A page from our joining policy.' })
  const actor = (await actorNow(service.parts.db, lead.id))!
  await service.parts.write(actor, work => submitApplication(work, application))
  await service.post()
  return { organisation, lead, application, evidence }
}

async function seatedPanel(world: PanelWorld): Promise<void> {
  const { service, application, coordinator, db } = world
  await world.hasStatus('with the panel')
  await aDeclaration(service, application, coordinator)
  for (const [person, row] of [
    [world.chair, { kind: 'lived experience', chairs: true }],
    [world.peer, { kind: 'sector peer', independent: true }],
    [world.neighbour, { kind: 'local group' }],
  ] as const) {
    const id = await aSeat(service, application, person, { offeredBy: coordinator, ...row })
    await db()('seats')
      .where({ id })
      .update({ shown_name: person.name.split(' ')[0]!, offered_to_name: person.name })
    await aDeclaration(service, application, person)
  }
  await db()('declarations')
    .where({ application_id: application.id, person_id: world.peer.id })
    .update({ independent: 1 })
}

async function judgedAll(
  world: PanelWorld,
  person: APerson,
  judgement: string,
  but: Record<string, string>,
): Promise<void> {
  const seatId = await seatIdOf(world, person)
  await world.db().batchInsert(
    'findings',
    world.criteria.map(({ id, code }) => ({
      id: newId(),
      seat_id: seatId,
      item_id: id,
      judgement: but[code] ?? judgement,
      reason: `${person.name} on ${code}`,
      commendation: '',
      private_note: `Secret of ${person.name}`,
      written_at: world.service.clock.now(),
      given_at: null,
      version: 1,
    })),
    50,
  )
}

async function seatIdOf({ db, application }: PanelWorld, person: APerson): Promise<string> {
  return (await db()('seats').where({ application_id: application.id, person_id: person.id }).first('id'))!.id
}

/** Seats a complete panel on a first application. All its members have given their findings. */
export async function aPanelWithFindings(
  service: Service,
  application: AnApplication,
  { chair, offeredBy }: { chair: APerson; offeredBy: APerson },
): Promise<void> {
  const { writer } = service.database
  const criteria = criteriaAskedBy(
    await frameworkVersion(writer, await latestFrameworkVersionId(writer, libraryStream)),
    'first',
  )
  const others = ['Mara Quinn', 'Tomas Reid'].map(name => aPersonWho(service, { name, roles: ['appraiser'] }))
  for (const [index, person] of [chair, ...(await Promise.all(others))].entries()) {
    const isChair = index === 0
    const seat = await aSeat(service, application, person, {
      offeredBy,
      kind: isChair ? 'lived experience' : 'sector peer',
      chairs: isChair,
      independent: !isChair,
    })
    await aDeclaration(service, application, person)
    await writer('declarations').where({ person_id: person.id }).update({ independent: 1 })
    const given = { judgement: 'met', reason: 'Shown', commendation: '', private_note: '', version: 1 }
    const at = service.clock.now()
    await writer.batchInsert(
      'findings',
      criteria.map(({ id }) => ({ id: newId(), seat_id: seat, item_id: id, ...given, written_at: at, given_at: at })),
      20,
    )
  }
}
