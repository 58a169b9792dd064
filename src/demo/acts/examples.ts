import type { Region, Sharing } from '../../domain/example.ts'
import { itemById } from '../../domain/framework.ts'
import { frameworkVersion } from '../../modules/frameworks/frameworks.public.ts'
import { chooseSharing } from '../../modules/appraisal/examples/choice.actions.ts'
import {
  prepareExample,
  publishExample,
  revisionOf,
  saveText,
  sourcesOf,
} from '../../modules/appraisal/examples/example.actions.ts'
import { choiceOn } from '../../modules/appraisal/examples/choice.store.ts'
import { exampleOf } from '../../modules/appraisal/examples/example.store.ts'
import { charity } from '../cast.ts'
import { caseOf, required, leadOf, personWithEmail, workOf, type Act } from '../world.ts'

/** The lead chooses how other libraries can read the application. */
export const shares =
  (library: string, sharing: Sharing): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const { sharing: seen } = await choiceOn(world.trx, application)
    await chooseSharing(workOf(world, await leadOf(world, library), at), application, { sharing, seen })
  }

/** The coordinator copies a few answers, replaces the names and publishes the example. */
export const publishesExample =
  (library: string, region: Region): Act =>
  async (world, at) => {
    const { trx, texts } = world
    const written = required(texts.panel.examples[library], `example of ${library}`)
    const application = await caseOf(world, library)
    const framework = await frameworkVersion(trx, application.frameworkVersionId)
    const work = workOf(world, await personWithEmail(world, charity.coordinator.email), at)
    const sources = (await sourcesOf(trx, application, framework)).filter(({ item }) => item.code in written)
    await prepareExample(work, application, { sources, region })
    for (const text of required(await exampleOf(trx, application), library).texts) {
      const answer = required(written[itemById(framework, text.itemId)?.code ?? ''], 'text')
      await saveText(work, application, text, { data: { version: text.version, answer }, reply: null })
    }
    await publishExample(work, application, revisionOf(required(await exampleOf(trx, application), library)))
  }
