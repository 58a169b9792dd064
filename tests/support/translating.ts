import { parse, stringify } from 'yaml'
import { libraryStream } from '../../src/domain/framework.ts'
import type { Translation, TranslationLanguage } from '../../src/domain/translation.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { aPersonWho, signedIn } from './factories.ts'
import type { Typed } from './person.ts'
import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

export interface Translating {
  coordinator: Visitor
  versionId: string
  /** the address of the version */
  address: string
  /** Downloads the text to translate. */
  texts: (language: TranslationLanguage) => Promise<string>
  /** Uploads a file with these contents, which may be invalid. */
  uploads: (language: TranslationLanguage, content: string | Buffer, by?: Visitor) => Promise<Visitor>
  /** Downloads the texts, applies `change` and saves them. Texts that `change` does not set stay as they were. */
  saves: (language: TranslationLanguage, change: (translation: Translation) => void) => Promise<Visitor>
}

/** A coordinator who translates the newest published version. */
export async function translating(service: Service): Promise<Translating> {
  const versionId = await latestFrameworkVersionId(service.database.writer, libraryStream)
  const address = `/frameworks/${versionId}`
  const person = await aPersonWho(service, { name: 'Ffion Adeyemi', roles: ['coordinator'] })
  const coordinator = await signedIn(service, person)
  const texts = async (language: TranslationLanguage) => {
    await coordinator.open(`${address}/translations/${language}/texts.yaml`)
    return coordinator.content.toString('utf8')
  }
  const uploads = async (language: TranslationLanguage, content: string | Buffer, by = coordinator) => {
    if (!by.address.endsWith(`/translations/${language}`)) await by.open(`${address}/translations/${language}`)
    const file = { name: 'criteria-cy.yaml', type: 'application/yaml', content: Buffer.from(content) }
    return by.press('Check file', { file } as unknown as Typed)
  }
  const saves = async (language: TranslationLanguage, change: (translation: Translation) => void) => {
    const translation = parse(await texts(language)) as Translation
    change(translation)
    await coordinator.open(`${address}/translations/${language}`)
    await uploads(language, stringify(translation))
    return coordinator.press('Save the translation')
  }
  return { coordinator, versionId, address, texts, uploads, saves }
}

/** Translates all the text of one item. */
export function translatesItem(id: string, words: { title: string; description: string; evidence: string }) {
  return (translation: Translation): void => {
    const item = translation.items.find(each => each.id === id)!
    Object.assign(item, { ...words, evidence: item.evidence.map((_, index) => `${words.evidence} ${index + 1}`) })
  }
}
