import { z } from 'zod'
import { evidenceLanguages } from '../../../domain/evidence.ts'
import { isRoleContact, partnerKinds } from '../../../domain/partner.ts'
import { day, line, oneOf, optionalDay, optionalLine, optionalText, readVersion } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { Place } from '../personal-data/personal-data.forms.ts'

export const maxAgreed = 2_000

/** The form to add or edit a partner. A new partner has no version, which is read as 0. */
export const partnerForm = inEachLanguage(t =>
  z
    .object({
      version: readVersion(),
      name: line(t, t('partners.name.missing'), 200),
      language: oneOf(evidenceLanguages, t('evidence.field.language.wrong')),
      englishName: optionalLine(t, 200),
      kind: oneOf(partnerKinds, t('partners.kind.missing')),
      place: optionalLine(t, 200),
      since: day(t, t('partners.since.missing')),
      until: optionalDay(t),
      agreed: optionalText(t, maxAgreed),
      contact: optionalLine(t, 100).refine(isRoleContact, t('partners.contact.role')),
    })
    .refine(({ since, until }) => until === null || until >= since, {
      path: ['until'],
      message: t('partners.until.early'),
    }),
)
export type PartnerGiven = Omit<z.output<ReturnType<typeof partnerForm>>, 'version'>

export const removalForm = z.object({ version: readVersion() })

/** The texts about a partner, which are checked for personal details. */
export interface PartnerText {
  /** the names of the partner, which do not count as personal details */
  names: readonly string[]
  /** the texts, by the name of their field */
  texts: Readonly<Record<string, string>>
}

/** The texts to check for personal details, because the charity reads them. */
export const placesInPartner = ({ names, texts }: PartnerText): Place[] =>
  Object.entries(texts).map(([where, text]) =>
    where === 'name' || where === 'englishName'
      ? { where, text, isName: true }
      : { where, text: withoutNames(text, names) },
  )

/**
 * Replaces each name with spaces. Also replaces a name that starts with "the" where the text leaves out "the". Does not
 * change a name inside a longer word or number.
 */
const withoutNames = (text: string, names: readonly string[]): string =>
  names
    .filter(name => name !== '')
    .flatMap(name => [name, name.replace(/^the /i, '')])
    .reduce((rest, name) => rest.replaceAll(name, (found: string, at: number) => blankOut(rest, found, at)), text)

function blankOut(text: string, found: string, at: number): string {
  const end = at + found.length
  const isInsideAWord =
    /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at)) || /^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))
  return isInsideAWord ? found : ' '.repeat(found.length)
}
