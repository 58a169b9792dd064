import { latestFrameworkVersionId, frameworkVersion } from '../features/frameworks/framework.store.ts'
import { dayOf } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import { hashPassword } from '../web/passwords.ts'
import { demoPassword } from './cast.ts'
import { markAsDemo } from './demo.store.ts'
import { heldHistory } from './held-history.store.ts'
import { keepFiles } from './keep-files.ts'
import { post } from './post.ts'
import { arrivals } from './stories/arrived.ts'
import { beginnings } from './stories/beginning.ts'
import { charityStory } from './stories/charity.ts'
import { decisionStories } from './stories/decided.ts'
import { panelStories } from './stories/on-panels.ts'
import { readTexts } from './texts.ts'
import { stepsOf, type World } from './world.ts'

/** Pieces that hold a file; everywhere else the same words lie on the shelf as a note, so that a demo is made within seconds. */
const withFiles = Object.entries({
  tilverton: ['pledge', 'plan', 'joining', 'joined', 'training', 'sign', 'shelf', 'stock', 'directory', 'safeguarding', 'budget'],
  merrowshire: ['joining', 'joined', 'training', 'sign', 'stock', 'week'],
  dunmarrick: ['joining', 'training', 'week'],
  kettlebourne: ['joining', 'joined', 'sign'],
  tywennol: ['joining', 'training'],
}).flatMap(([library, pieces]) => pieces.map(piece => ({ library, piece })))

/**
 * Fills an empty database with fictional libraries in every state, as if people had worked with it for half a year: the same actions, in
 * the order of their time, in one transaction.
 */
export async function seedDemo({ config, db, write, files, clock }: Parts): Promise<void> {
  const today = dayOf(clock.now())
  const texts = readTexts()
  const framework = await frameworkVersion(db, await latestFrameworkVersionId(db))
  const passwordHash = await hashPassword(demoPassword)
  const kept = keepFiles(files, texts, withFiles)
  kept.catch(() => {})                                            // whoever waits for it hears of it
  const steps = stepsOf([charityStory, ...beginnings, ...arrivals, ...panelStories, ...decisionStories], today)
  await write(async trx => {
    const history = heldHistory(trx)
    const world: World = {
      trx: history.trx, today, baseUrl: config.baseUrl, framework, texts, passwordHash, files: kept,
      organisations: new Map(), applications: new Map(), evidence: new Map(), actors: new Map(),
    }
    for (const { at, act } of steps) {
      await history.writeUntil(at)
      await act(world, at)
      await post(world, at)
    }
    await history.writeUntil(null)
    await markAsDemo(trx, today)
  })
  for (const { id } of (await kept).values()) await files.settle(id)
}
