import { dayOf } from '../domain/time.ts'
import { openLocalStore } from '../files/local-store.ts'
import { moveAwards } from '../modules/awards/lifecycle/lifecycle.actions.ts'
import { countYear } from '../modules/overview/overview.public.ts'
import type { Parts } from '../parts.ts'
import { demoPassword } from './cast.ts'
import { markAsDemo, noteAwardsShown, signInWhenTheyActed } from './demo.store.ts'
import { keepFiles, type Wanted } from './keep-files.ts'
import { arrivals } from './stories/submitted.ts'
import { beginnings } from './stories/drafts.ts'
import { criteriaStory } from './stories/criteria.ts'
import { charityStory, newcomerStory } from './stories/charity.ts'
import { enquiryStory } from './stories/enquiries.ts'
import { importStory } from './stories/imports.ts'
import { decisionStories } from './stories/decided.ts'
import { letterStories } from './stories/letters.ts'
import { holders } from './stories/awards.ts'
import { mistakesStory } from './stories/mistakes.ts'
import { panelStories } from './stories/panels.ts'
import { readTexts, fillDemoText, type Texts } from './texts.ts'
import { tellStories } from './tell-stories.ts'
import type { World } from './world.ts'

/** Evidence that has a file in the demo. Other evidence has a note, so that the demo is ready within seconds. */
const withFiles = Object.entries({
  tilverton: [
    'pledge',
    'plan',
    'joining',
    'joined',
    'training',
    'sign',
    'shelf',
    'stock',
    'directory',
    'safeguarding',
    'budget',
    'table',
    'board',
    'register',
    'desk',
  ],
  merrowshire: ['joining', 'joined', 'training', 'sign', 'stock', 'week', 'supper', 'register'],
  dunmarrick: ['joining', 'training', 'week'],
  kettlebourne: ['joining', 'joined', 'sign'],
  tywennol: ['joining', 'training'],
}).flatMap(([library, evidenceItems]) => evidenceItems.map(key => ({ library, key })))

/** The files that a story replaces with a newer version. */
const revised = ['tilverton joining', 'merrowshire joining']
const otherVersions = ({ redactedCopy, newer }: NonNullable<Texts['evidence'][string]['file']>, key: string) =>
  Object.entries({ redactedCopy, newer: revised.includes(key) ? newer : undefined }).flatMap(([which, file]) =>
    file ? [[which, file] as const] : [],
  )

/** The files to store, with redacted copies and newer versions. */
function wantedFrom({ evidence, libraries, inboxItems }: Texts): Wanted[] {
  const evidenceItems = withFiles.flatMap(({ library, key }): Wanted[] => {
    const file = evidence[key]?.file
    const say = (text: string) => fillDemoText(text, library, libraries[library]!)
    return !file
      ? []
      : [
          { key: `${library} ${key}`, file, say },
          ...otherVersions(file, `${library} ${key}`).map(([which, each]) => ({
            key: `${library} ${key} ${which}`,
            file: each,
            say,
            of: `${library} ${key}`,
          })),
        ]
  })
  return [
    ...evidenceItems,
    ...inboxItems.flatMap(({ file }, index) =>
      file ? [{ key: `inbox ${index}`, file, say: (text: string) => text }] : [],
    ),
  ]
}

/**
 * Starts creating the demo's files, which takes some time.
 * @param uploads the folder of stored files
 * @returns a function that fills an empty database with fictional libraries and more than a year of their history
 */
export function beginSeed(uploads: string): (parts: Parts) => Promise<void> {
  const texts = readTexts()
  const files = openLocalStore(uploads).then(store => keepFiles(store, wantedFrom(texts)))
  files.catch(() => {}) // `seedDemo` awaits the files and gets the error
  return parts => seedDemo(parts, texts, files)
}

async function seedDemo(parts: Parts, texts: Texts, files: World['files']): Promise<void> {
  const today = dayOf(parts.clock.now())
  const stories = [
    charityStory,
    ...beginnings,
    ...arrivals,
    ...panelStories,
    ...decisionStories,
    ...letterStories,
    ...holders,
    newcomerStory,
    criteriaStory,
    enquiryStory,
    importStory,
    mistakesStory,
  ]
  await tellStories(parts, stories, { texts, files, password: demoPassword, today }, async trx => {
    await signInWhenTheyActed(trx)
    await noteAwardsShown(trx)
    await markAsDemo(trx, today)
  })
  await moveAwards(parts, today)
  await countYear(parts, today)
  for (const { id } of (await files).values()) await parts.files.settle(id)
}
