import { z } from 'zod'
import {
  evidenceKinds,
  allEvidenceKinds,
  evidenceLanguages,
  sensitivities,
  type EvidenceKind,
  type EvidenceLanguage,
} from '../../../domain/evidence.ts'
import { fileLimits } from '../../../config.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf, optionalDay, optionalOneOf, optionalText, readVersion, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export { evidenceLanguages, type EvidenceLanguage } from '../../../domain/evidence.ts'

export const summaryMost = 5_000
export const noteMost = 5_000

/** A field that gets the fallback when it is missing or empty, so that a title is enough to save evidence. */
const orElse = (fallback: string, schema: z.ZodType) =>
  z.preprocess(value => (value === undefined || value === '' ? fallback : value), schema)

export const idList = (wrong: string) =>
  z
    .union([z.string(), z.array(z.string()).max(500)], wrong)
    .optional()
    .transform(value => [...new Set(value === undefined ? [] : [value].flat().filter(each => each !== ''))])

export const newEvidenceFields = (t: T) => ({
  title: line(t, t('evidence.field.title.missing')),
  kind: orElse('other', oneOf(allEvidenceKinds, t('evidence.field.kind.wrong'))) as z.ZodType<
    (typeof allEvidenceKinds)[number]
  >,
  showsPeople: optionalOneOf(['yes', 'no'], t('evidence.field.shows_people.wrong')),
  distressing: optionalOneOf(['yes'], t('evidence.field.distressing.wrong')),
  summary: optionalText(t, summaryMost),
  periodFrom: optionalDay(t),
  periodTo: optionalDay(t),
  language: orElse('en', oneOf(evidenceLanguages, t('evidence.field.language.wrong'))) as z.ZodType<EvidenceLanguage>,
  branches: idList(t('evidence.field.branches.wrong')),
  items: idList(t('evidence.field.items.wrong')),
  sensitivity: orElse('ordinary', oneOf(sensitivities, t('evidence.field.sensitivity.wrong'))) as z.ZodType<
    (typeof sensitivities)[number]
  >,
})

const shows = (t: T) => ({
  note: optionalText(t, noteMost),
  link: optionalText(t, 2_000).refine(
    address => address === '' || isWebAddress(address),
    t('evidence.field.link.wrong'),
  ),
  seenOn: optionalDay(t),
  /** the names of the files sent with the form */
  files: z
    .array(z.string())
    .max(fileLimits.perItem, t('evidence.field.files.many', { most: fileLimits.perItem }))
    .default([]),
})

/**
 * The check that a form with evidence that may show people says whether anyone can be recognised. The kind `other` is
 * exempt.
 */
export const saysWhoIsShown = (t: T): [(about: { kind?: unknown; showsPeople?: unknown }) => boolean, Refinement] => [
  ({ kind, showsPeople }) =>
    kind === 'other' || evidenceKinds[kind as EvidenceKind] !== 'possible' || Boolean(showsPeople),
  {
    path: ['showsPeople'],
    message: t('evidence.field.shows_people.missing'),
    when: ({ issues }) => !issues.some(({ path }) => ['kind', 'showsPeople'].includes(String(path?.[0]))),
  },
]

type Period = { periodFrom: string | null; periodTo: string | null }
export const periodFits = ({ periodFrom, periodTo }: Period): boolean =>
  !periodFrom || !periodTo || periodFrom <= periodTo
export const periodBegins = ({ periodFrom, periodTo }: Period): boolean => periodFrom !== null || periodTo === null

/** The check that evidence has a note, a link or a file. */
const showsSomething = (
  t: T,
): [(shown: { note?: string; link?: string; files?: readonly string[] }) => boolean, Refinement] => [
  ({ note, link, files }) => Boolean(note || link || files?.length),
  {
    path: ['note'],
    message: t('evidence.field.content.missing'),
    when: ({ issues }) => !issues.some(({ path }) => ['note', 'link', 'files'].includes(String(path?.[0]))),
  },
]
type Refinement = Exclude<Parameters<z.ZodObject['refine']>[1], string | undefined>

const newEvidence = (t: T) =>
  z
    .object({ ...newEvidenceFields(t), ...shows(t), foldOpen: tick() })
    .refine(...saysWhoIsShown(t))
    .refine(periodFits, { path: ['periodTo'], message: t('evidence.field.period_to.early') })
    .refine(periodBegins, { path: ['periodFrom'], message: t('evidence.field.period_to.alone') })
    .refine(({ link, seenOn }) => link !== '' || seenOn === null, {
      path: ['link'],
      message: t('evidence.field.seen_on.alone'),
    })

/** Without a note, link or file, the title is the note too: "14 people came to the conversation café" is evidence. */
export const newEvidenceForm = inEachLanguage(t =>
  newEvidence(t).transform(given =>
    given.note === '' && given.link === '' && given.files.length === 0 ? { ...given, note: given.title } : given,
  ),
)

/** New evidence for an occurrence. The page fills in the title, so a note, link or file is required too. */
export const occurrenceEvidenceForm = inEachLanguage(t => newEvidence(t).refine(...showsSomething(t)))

export const editEvidenceForm = inEachLanguage(t =>
  z
    .object({ version: readVersion(), ...newEvidenceFields(t) })
    .refine(...saysWhoIsShown(t))
    .refine(periodFits, { path: ['periodTo'], message: t('evidence.field.period_to.early') })
    .refine(periodBegins, { path: ['periodFrom'], message: t('evidence.field.period_to.alone') }),
)

export const moreEvidenceForm = inEachLanguage(t =>
  z
    .object({ ...shows(t) })
    .refine(...showsSomething(t))
    .refine(({ link, seenOn }) => link !== '' || seenOn === null, {
      path: ['link'],
      message: t('evidence.field.seen_on.alone'),
    }),
)

export type NewEvidence = z.output<ReturnType<typeof newEvidenceForm>>
export type AboutEvidence = Omit<
  z.output<ReturnType<typeof editEvidenceForm>>,
  'version' | 'showsPeople' | 'distressing'
> & { showsPeople?: 'yes' | 'no' | null; distressing?: 'yes' | null }
export type ShowsEvidence = Pick<z.output<ReturnType<typeof moreEvidenceForm>>, 'note' | 'link' | 'seenOn'>

/** Whether an address can be a link: only http and https, without a user name or password. */
function isWebAddress(address: string): boolean {
  const url = /^https?:\/\/[^\s\\]+$/i.test(address) ? URL.parse(address) : null
  return url !== null && url.hostname !== '' && url.username === '' && url.password === ''
}
