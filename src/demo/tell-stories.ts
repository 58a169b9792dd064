import { libraryStream } from '../domain/framework.ts'
import { theService } from '../domain/actor.ts'
import type { Tx } from '../db/connection.ts'
import { addDays, dayOf, instantAt, type Day, type Instant } from '../domain/time.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../modules/frameworks/frameworks/framework.store.ts'
import type { Parts } from '../parts.ts'
import { hashPassword } from '../web/passwords.ts'
import { heldHistory } from './ordered-history.store.ts'
import { liveMorning, nextMorning } from './mornings.ts'
import { emailsOf, post } from './demo-emails.ts'
import type { Texts } from './texts.ts'
import { stepsOf, type Story, type World } from './world.ts'

interface Described {
  texts: Texts
  files: World['files']
  password: string
  today: Day
}

/**
 * Runs the steps of all stories in one transaction, in chronological order, and the jobs of the mornings between them.
 * @param extra is called at the end of that transaction
 */
export async function tellStories(
  parts: Parts,
  stories: readonly Story[],
  { texts, files, password, today }: Described,
  extra: (trx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const { config, db, write } = parts
  const framework = await frameworkVersion(db, await latestFrameworkVersionId(db, libraryStream))
  const passwordHash = await hashPassword(password)
  const steps = stepsOf(stories, today)
  await write(theService, async ({ trx }) => {
    const history = heldHistory(trx)
    const world: World = {
      trx: history.trx,
      today,
      emails: emailsOf(config),
      framework,
      texts,
      passwordHash,
      files,
      organisations: new Map(),
      applications: new Map(),
      evidence: new Map(),
      actors: new Map(),
    }
    let lived = dayOf(steps[0]!.at)
    for (const [index, { at, act }] of steps.entries()) {
      lived = await liveUntil(world, parts, history, { lived, before: at })
      await history.writeUntil(at)
      await act(world, at)
      const next = steps[index + 1]?.at
      // sends the day's emails
      if (next === undefined || dayOf(next) > dayOf(at)) await post(world, instantAt(addDays(dayOf(at), 1), '00:00'))
    }
    await liveUntil(world, parts, history, { lived, before: instantAt(today, '00:00') })
    await history.writeUntil(null)
    await extra(trx)
  })
}

/**
 * Runs each morning that `nextMorning` finds, from the day after `lived` until the instant `before`.
 * @returns the day of the last morning that was run; `lived` if none was
 */
async function liveUntil(
  world: World,
  parts: Parts,
  history: ReturnType<typeof heldHistory>,
  { lived, before }: { lived: Day; before: Instant },
): Promise<Day> {
  let last = lived
  for (
    let morning = await nextMorning(world, last, before);
    morning !== null;
    morning = await nextMorning(world, last, before)
  ) {
    await history.writeUntil(morning)
    await liveMorning(world, parts, morning)
    last = dayOf(morning)
  }
  return last
}
