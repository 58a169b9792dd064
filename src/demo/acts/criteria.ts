import { fingerprint, placedItem, settingsOf } from '../../domain/framework-draft.ts'
import { theService } from '../../domain/actor.ts'
import type { FrameworkDocument } from '../../domain/framework.ts'
import { latestFrameworkVersionId } from '../../modules/frameworks/frameworks/framework.store.ts'
import { publishFirst } from '../../modules/frameworks/frameworks/framework.actions.ts'
import {
  addItem,
  retireItem,
  saveItem,
  saveSettings,
  startDraft,
} from '../../modules/frameworks/drafts/draft.actions.ts'
import type { ItemGiven } from '../../modules/frameworks/drafts/draft.forms.ts'
import { draftOf, findVersion, type VersionRecord } from '../../modules/frameworks/drafts/draft.store.ts'
import { emptyTranslation, type TranslationLanguage } from '../../domain/translation.ts'
import { saveTranslation } from '../../modules/frameworks/translations/translation.actions.ts'
import { charity } from '../cast.ts'
import { personWithEmail, workOf, type Act, type World } from '../world.ts'

async function draftIn({ trx }: World): Promise<VersionRecord> {
  const latest = await findVersion(trx, await latestFrameworkVersionId(trx, 'libraries'))
  return (await draftOf(trx, latest.frameworkId)) ?? latest
}

/** A coordinator starts a draft of version 1. */
export const startsDraft: Act = async (world, at) => {
  const actor = await personWithEmail(world, charity.coordinator.email)
  const label = 'Library of Sanctuary, version 1'
  await startDraft(workOf(world, actor, at), await draftIn(world), { name: '1', label, from: 'last' })
}

/** A coordinator changes the wording of an item. */
export const changesItem =
  (id: string, change: Partial<ItemGiven>): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity.coordinator.email)
    const draft = await draftIn(world)
    const placed = placedItem(draft.document, id)
    const item = placed!.item
    const given = { ...item, area: item.area ?? '', ...change, 'read-part': fingerprint(item) } as ItemGiven
    await saveItem(workOf(world, actor, at), { draft, placed }, given)
  }

export const addsCriterion =
  (given: Omit<ItemGiven, 'read-part'>): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity.coordinator.email)
    await addItem(
      workOf(world, actor, at),
      { draft: await draftIn(world), part: 'criterion' },
      { ...given, 'read-part': '' },
    )
  }

/** A coordinator retires an item. */
export const retires =
  (id: string): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity.coordinator.email)
    const draft = await draftIn(world)
    const placed = placedItem(draft.document, id)
    await retireItem(workOf(world, actor, at), { draft, placed }, fingerprint(placed!.item))
  }

/** A coordinator lets libraries write a longer summary. */
export const lengthensSummary: Act = async (world, at) => {
  const actor = await personWithEmail(world, charity.coordinator.email)
  const draft = await draftIn(world)
  const { version: name, label, terms, reminders, panel } = draft.document
  await saveSettings(workOf(world, actor, at), draft, {
    'read-part': fingerprint(settingsOf(draft.document)),
    name,
    label,
    terms,
    reminders,
    panel,
    summaryMaxCharacters: 2000,
  } as Parameters<typeof saveSettings>[2])
}

/** A coordinator adds a translation of some titles to the published version. */
export const translates =
  (language: TranslationLanguage, titles: Readonly<Record<string, string>>): Act =>
  async (world, at) => {
    const actor = await personWithEmail(world, charity.coordinator.email)
    const version = await findVersion(world.trx, await latestFrameworkVersionId(world.trx, 'libraries'))
    const empty = emptyTranslation(version.document, language)
    const translation = {
      ...empty,
      areas: empty.areas.map(area => ({ ...area, title: titles[area.id] ?? '' })),
      items: empty.items.map(item => ({ ...item, title: titles[item.id] ?? '' })),
    }
    await saveTranslation(workOf(world, actor, at), { version, language }, { lock: 0, translation })
  }

/** Publishes a second, small stream, to show that the criteria of one stream never appear in another. */
export const publishesSchools: Act = async (world, at) => {
  const { document } = await draftIn(world)
  await publishFirst(workOf(world, theService, at), schoolsFrom(document), {
    id: 'schools',
    name: 'Schools of Sanctuary',
    isDemo: true,
  })
}

/** An invented framework for schools, with three criteria. */
function schoolsFrom(document: FrameworkDocument): FrameworkDocument {
  const [pledge] = document.prerequisites
  const [training] = document.criteria
  const criterion = (code: string, id: string, words: { title: string; description: string }) => ({
    ...training!,
    code,
    id,
    area: 'welcome',
    ...words,
    evidence: ['A note of what you did'],
  })
  return {
    ...document,
    framework: 'school-of-sanctuary-demo',
    stream: 'schools',
    version: '0.1',
    issued: false,
    label: 'Schools of Sanctuary, demonstration 0.1',
    notice: 'Demonstration criteria, not issued by any organisation',
    areas: [{ id: 'welcome', title: 'Welcome', description: 'Your school welcomes people seeking sanctuary.' }],
    prerequisites: [pledge!],
    criteria: [
      criterion('W1', 'school-welcome', {
        title: 'Welcome to new pupils',
        description: 'You welcome pupils at any time of the year.',
      }),
      criterion('W2', 'school-language', {
        title: 'Language at home',
        description: 'You value the languages that pupils speak at home.',
      }),
      criterion('W3', 'school-training', {
        title: 'Training for school staff',
        description: 'Your staff learn what seeking sanctuary means.',
      }),
    ],
    lookingAhead: [],
  }
}
