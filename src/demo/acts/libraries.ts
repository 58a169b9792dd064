import { libraryStream } from '../../domain/framework.ts'
import { addBranches } from '../../modules/organisations/branches/branch.actions.ts'
import { branchesOf as rowsOf, type Branch } from '../../modules/organisations/branches/branch.store.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import { addDays, addMinutes, addMonths, dayOf, type Day } from '../../domain/time.ts'
import { initialState } from '../../files/scan.ts'
import { startApplication } from '../../modules/applications/applications/application.actions.ts'
import { addEvidence } from '../../modules/evidence/editing/editing.actions.ts'
import { findEvidence } from '../../modules/evidence/items/evidence-item.store.ts'
import { describePicture } from '../../modules/evidence/previews/preview.actions.ts'
import { addVersion } from '../../modules/evidence/versions/version.actions.ts'
import { chooseCoordinator } from '../../modules/organisations/coordinators/coordinator.actions.ts'
import { registerOrganisation } from '../../modules/organisations/organisations/organisation.actions.ts'
import { organisationOf as rowOf } from '../../modules/organisations/organisations/organisation.store.ts'
import { openRound } from '../../modules/frameworks/rounds/round.actions.ts'
import { closingFriday, lastRefugeeWeek, roundName, workday } from '../workdays.ts'
import { charity, type CharityKey } from '../cast.ts'
import { confirmsAs } from './invitations.ts'
import { branchesOf, itemsShownBy, mobilesOf, fillDemoText, type EvidenceText } from '../texts.ts'
import {
  workOf,
  required,
  itemOf,
  leadOf,
  libraryOf,
  organisationOf,
  personWithEmail,
  type Act,
  type World,
} from '../world.ts'

/**
 * A coordinator opens a round.
 * @param opens the first day, in working days before today; negative for the future
 * @param closes a day, counted in the same way; the round closes on its `closingFriday`
 */
export const announcesRound =
  (opens: number, closes: number): Act =>
  async (world, at) => {
    const { today } = world
    const actor = await personWithEmail(world, charity.coordinator.email)
    const closesOn = closingFriday(workday(today, closes))
    await openRound(workOf(world, actor, at), {
      version: 0,
      streamId: libraryStream,
      name: roundName(closesOn),
      opensOn: workday(today, opens),
      closesOn,
      graceMinutes: 30,
    })
  }

/** A coordinator adds the organisation and its branches, and invites its lead. */
export const isRegistered =
  (library: string): Act =>
  async (world, at) => {
    const { trx } = world
    const actor = await personWithEmail(world, charity.coordinator.email)
    const text = libraryOf(world, library)
    const id = await registerOrganisation(workOf(world, actor, at), {
      name: text.name,
      kind: text.kind,
      place: text.place,
      roleMailbox: text.mailbox,
      branches: branchesOf(text),
      leadName: text.lead.name,
      leadEmail: text.lead.email,
    })
    world.organisations.set(library, id)
    const mobiles = mobilesOf(text)
    if (mobiles.length > 0)
      await addBranches(workOf(world, actor, at), await rowOf(trx, { organisationId: id }), {
        names: mobiles,
        kind: 'mobile',
      })
  }

/** A coordinator chooses a colleague as the coordinator for the organisation. */
export const choosesCoordinator =
  (library: string, key: CharityKey): Act =>
  async (world, at) => {
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    const { id: person } = await personWithEmail(world, charity[key].email)
    const organisation = await rowOf(world.trx, { organisationId: organisationOf(world, library).id })
    await chooseCoordinator(work, organisation, { version: organisation.version, person })
  }

/** The lead starts an application that covers every branch. */
export const starts =
  (library: string): Act =>
  async (world, at) => {
    const organisation = await rowOf(world.trx, { organisationId: organisationOf(world, library).id })
    const branches = await rowsOf(world.trx, organisation)
    world.applications.set(
      library,
      await startApplication(workOf(world, await leadOf(world, library), at), organisation, {
        scope: branches.map(({ id }) => id),
      }),
    )
  }

/**
 * Confirms who can read the evidence, then adds items, one every four minutes.
 * @param by the email address of the person who adds them; by default the lead's
 */
export const addsEvidence =
  (library: string, evidenceItems: readonly string[], by?: string): Act =>
  async (world, at) => {
    const actor = by ? await personWithEmail(world, by) : await leadOf(world, library)
    const lead = await leadOf(world, library)
    const atFirst = await confirmsAs(world, lead, library, at)
    const organisation = actor.id === lead.id ? atFirst : await confirmsAs(world, actor, library, at)
    const branches = await rowsOf(world.trx, organisation)
    const files = await world.files
    for (const [index, evidence] of evidenceItems.entries()) {
      const moment = addMinutes(at, index * 4)
      const kept = files.get(`${library} ${evidence}`)
      const file = world.texts.evidence[evidence]?.file
      const given = evidenceDetails(world, library, required(world.texts.evidence[evidence], evidence), {
        hasFile: kept !== undefined,
        branches,
        day: dayOf(moment),
      })
      const id = await addEvidence(
        workOf(world, actor, moment),
        { organisation, framework: world.framework },
        { given, files: kept ? [{ ...kept, toRedact: file?.toRedact ?? false, ...initialState('none', moment) }] : [] },
      )
      world.evidence.set(`${library} ${evidence}`, id)
      if (kept && file?.alternative !== undefined)
        await addAltText(workOf(world, actor, addMinutes(moment, 1)), id, kept, file.alternative)
    }
  }

async function addAltText(work: UnitOfWork, id: string, picture: { id: string }, alternative: string): Promise<void> {
  const evidence = await findEvidence(work.trx, work.actor, 'evidence.edit', id)
  await describePicture(work, evidence, picture, { version: evidence.version, alternative, caption: '' })
}

function evidenceDetails(
  world: World,
  library: string,
  evidence: EvidenceText,
  { hasFile, branches, day }: { hasFile: boolean; branches: readonly Branch[]; day: Day },
): Parameters<typeof addEvidence>[2]['given'] {
  const text = libraryOf(world, library)
  const say = (words: string) => fillDemoText(words, library, text)
  const from = {
    all: branches,
    some: branches.slice(0, Math.ceil(branches.length / 2)),
    one: branches.slice(0, 1),
    second: branches.filter(({ name }) => name === text.second),
    mobile: branches.filter(({ kind }) => kind === 'mobile'),
    none: [],
  }
  return {
    title: say(evidence.title),
    kind: evidence.kind,
    showsPeople: evidence.people ?? null,
    distressing: evidence.distressing ?? null,
    summary: say(evidence.summary),
    ...periodOf(evidence, day),
    language: evidence.language ?? 'en',
    sensitivity: evidence.sensitivity ?? 'ordinary',
    branches: from[evidence.branches].map(({ id }) => id),
    items: itemsShownBy(evidence, text).map(code => itemOf(world, code).id),
    note: say(evidence.note ?? (hasFile ? '' : wordsOf(evidence))),
    link: say(evidence.link ?? ''),
    seenOn: null,
  }
}

/**
 * Adds a newer version of a file. Submissions still show the earlier one.
 * @param by the email address of the person who adds the version; by default the lead's
 */
export const revises =
  (library: string, evidence: string, by?: string): Act =>
  async (world, at) => {
    const actor = by ? await personWithEmail(world, by) : await leadOf(world, library)
    const about = await findEvidence(
      world.trx,
      actor,
      'evidence.edit',
      required(world.evidence.get(`${library} ${evidence}`), evidence),
    )
    const newer = required((await world.files).get(`${library} ${evidence} newer`), `newer version of ${evidence}`)
    await addVersion(workOf(world, actor, at), about, {
      file: required(about.files[0], evidence),
      version: { ...newer, ...initialState('none', at) },
    })
  }

/** The text of the file that this evidence describes, as a note. The demo makes files for only some evidence. */
const wordsOf = ({ file }: EvidenceText): string => (file?.pdf ?? file?.csv ?? []).join('\n')

/** The period of evidence: one day, Refugee Week, or whole months. */
function periodOf({ covers }: EvidenceText, day: Day): { periodFrom: Day; periodTo: Day } {
  if (covers === 'refugee week') return { periodFrom: lastRefugeeWeek(day).from, periodTo: lastRefugeeWeek(day).to }
  const [from, to] = covers
  if (from === to) return { periodFrom: addMonths(day, -from), periodTo: addMonths(day, -from) }
  const firstOf = (month: Day): Day => `${month.slice(0, 8)}01` as Day
  return {
    periodFrom: firstOf(addMonths(day, -from)),
    periodTo: to === 0 ? day : addDays(firstOf(addMonths(day, 1 - to)), -1),
  }
}
