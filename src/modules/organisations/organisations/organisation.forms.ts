import { z } from 'zod'
import { organisationKinds } from '../../../domain/organisation.ts'
import { isAddress } from '../../../email/addresses.ts'
import { holdsLink } from '../../../email/plain-name.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf, optionalLine, optionalText, readVersion, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const address = (t: T, missing: string) =>
  line(t, missing, 254).refine(isAddress, t('organisations.email.wrong'))
const optionalAddress = (t: T) =>
  optionalLine(t, 254)
    .refine(value => value === '' || isAddress(value), t('organisations.email.wrong'))
    .transform(value => value || null)

/** The name cannot contain a link, because people outside the organisation get emails with it. */
const organisationName = (t: T) =>
  line(t, t('organisations.name.missing')).refine(name => !holdsLink(name), t('organisations.name.link'))

/** Up to 200 different names, one per line. In rows pasted from a spreadsheet, the first filled cell is the name. */
export const branchNames = (t: T) =>
  optionalText(t, 20_000)
    .transform(text => [
      ...new Set(
        text
          .split('\n')
          .map(each => firstCell(each).replace(/\s+/g, ' '))
          .filter(Boolean),
      ),
    ])
    .refine(names => names.length <= 200, t('organisations.branches.many'))
    .refine(names => names.every(name => name.length <= 200), t('organisations.branches.long'))

const firstCell = (row: string): string =>
  row
    .split('\t')
    .map(cell => cell.trim())
    .find(Boolean) ?? ''

export const registerForm = inEachLanguage(t =>
  z.object({
    name: organisationName(t),
    kind: oneOf(organisationKinds, t('organisations.kind.missing')),
    place: line(t, t('organisations.place.missing')),
    roleMailbox: optionalAddress(t),
    branches: branchNames(t),
    leadName: line(t, t('organisations.lead_name.missing')),
    leadEmail: address(t, t('organisations.lead_email.missing')),
    anyway: tick(),
  }),
)
export type Registration = z.output<ReturnType<typeof registerForm>>

export const organisationForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    name: organisationName(t),
    kind: oneOf(organisationKinds, t('organisations.kind.missing')),
    place: line(t, t('organisations.place.missing')),
    roleMailbox: optionalAddress(t),
  }),
)
export type OrganisationChanges = z.output<ReturnType<typeof organisationForm>>
