import { z } from 'zod'
import { evidenceLanguages } from '../../../domain/evidence.ts'
import { namesARole, partnerKinds } from '../../../domain/partner.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import {
  day,
  idempotencyKey,
  line,
  oneOf,
  optionalDay,
  optionalLine,
  optionalText,
  readVersion,
  someOf,
} from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const agreedMost = 2_000

const said = (t: T) => ({
  name: line(t, t('partners.name.missing'), 200),
  language: oneOf(evidenceLanguages, t('evidence.field.language.wrong')),
  englishName: optionalLine(t, 200),
  kind: oneOf(partnerKinds, t('partners.kind.missing')),
  place: optionalLine(t, 200),
  since: day(t, t('partners.since.missing')),
  until: optionalDay(t),
  agreed: optionalText(t, agreedMost),
  contact: optionalLine(t, 100).refine(namesARole, t('partners.contact.role')),
})
const untilFits = ({ since, until }: { since: string; until: string | null }) => until === null || until >= since

export const newPartnerForm = inEachLanguage(t =>
  z
    .object({ idempotencyKey: idempotencyKey(), ...said(t) })
    .refine(untilFits, { path: ['until'], message: t('partners.until.early') }),
)
export const partnerForm = inEachLanguage(t =>
  z
    .object({ version: readVersion(), ...said(t) })
    .refine(untilFits, { path: ['until'], message: t('partners.until.early') }),
)
export type PartnerGiven = Omit<z.output<ReturnType<typeof partnerForm>>, 'version'>

const done = (t: T) => ({
  title: line(t, t('partners.activity.title.missing'), 200),
  from: day(t, t('partners.activity.from.missing')),
  to: optionalDay(t),
})
const toFits = ({ from, to }: { from: string; to: string | null }) => to === null || to >= from

export const newActivityForm = inEachLanguage(t =>
  z
    .object({ idempotencyKey: idempotencyKey(), ...done(t) })
    .refine(toFits, { path: ['to'], message: t('partners.activity.to.early') }),
)
export const activityForm = inEachLanguage(t =>
  z
    .object({ version: readVersion(), ...done(t) })
    .refine(toFits, { path: ['to'], message: t('partners.activity.to.early') }),
)
export type ActivityGiven = Omit<z.output<ReturnType<typeof activityForm>>, 'version'>

export const removalForm = z.object({ version: readVersion() })

/** @param offered the ids that the page offered: what is not the library's own is not chosen */
export const chosenForm = (field: 'evidence' | 'partner', unknown: string, offered: readonly string[]) =>
  z.object({ [field]: someOf(offered, unknown) })
