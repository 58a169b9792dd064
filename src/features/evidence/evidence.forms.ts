import { z } from 'zod'
import { evidenceKindsTaken, fileLimits, sensitivities } from '../../domain/evidence.ts'
import { inEachLanguage } from '../../web/parse-form.ts'
import { formId, line, oneOf, optionalDay, optionalText, readVersion } from '../../web/typed.ts'
import type { T } from '../../words/words.ts'

/** Written as in `lang`; the last two say "several" and "not on this list". */
export const evidenceLanguages = [
  'en', 'cy', 'gd', 'ga', 'sq', 'am', 'ar', 'bn', 'zh', 'prs', 'fa', 'fr', 'hi', 'hu', 'kmr', 'ckb', 'ps', 'pl', 'pt', 'pa', 'ro', 'ru', 'so', 'es', 'ta',
  'ti', 'tr', 'uk', 'ur', 'vi', 'mul', 'und',
] as const
export type EvidenceLanguage = (typeof evidenceLanguages)[number]

export const summaryMost = 5_000
export const noteMost = 5_000

/** What is left empty gets its plain value: a title is enough. */
const orElse = (fallback: string, schema: z.ZodType) => z.preprocess(value => (value === undefined || value === '' ? fallback : value), schema)

const ids = (wrong: string) => z.union([z.string(), z.array(z.string()).max(500)], wrong).optional()
  .transform(value => [...new Set(value === undefined ? [] : [value].flat().filter(each => each !== ''))])

const about = (t: T) => ({
  title: line(t, t('evidence.field.title.missing')),
  kind: orElse('other', oneOf(evidenceKindsTaken, t('evidence.field.kind.wrong'))) as z.ZodType<(typeof evidenceKindsTaken)[number]>,
  summary: optionalText(t, summaryMost),
  periodFrom: optionalDay(t),
  periodTo: optionalDay(t),
  language: orElse('en', oneOf(evidenceLanguages, t('evidence.field.language.wrong'))) as z.ZodType<EvidenceLanguage>,
  branches: ids(t('evidence.field.branches.wrong')),
  items: ids(t('evidence.field.items.wrong')),
  sensitivity: orElse('ordinary', oneOf(sensitivities, t('evidence.field.sensitivity.wrong'))) as z.ZodType<(typeof sensitivities)[number]>,
})

const shows = (t: T) => ({
  note: optionalText(t, noteMost),
  link: optionalText(t, 2_000).refine(address => address === '' || isWebAddress(address), t('evidence.field.link.wrong')),
  seenOn: optionalDay(t),
  /** the names of the files that came with it */
  files: z.array(z.string()).max(fileLimits.perPiece, t('evidence.field.files.many', { most: fileLimits.perPiece })).default([]),
})

type Period = { periodFrom: string | null; periodTo: string | null }
const periodFits = ({ periodFrom, periodTo }: Period): boolean => !periodFrom || !periodTo || periodFrom <= periodTo
const periodBegins = ({ periodFrom, periodTo }: Period): boolean => periodFrom !== null || periodTo === null

/** Asked together with the fields themselves, so that an empty form hears everything at once. */
const showsSomething = (t: T): [(shown: { note?: string; link?: string; files?: readonly string[] }) => boolean, Refinement] => [
  ({ note, link, files }) => Boolean(note || link || files?.length),
  {
    path: ['note'], message: t('evidence.field.shows.missing'),
    when: ({ issues }) => !issues.some(({ path }) => ['note', 'link', 'files'].includes(String(path?.[0]))),
  },
]
type Refinement = Exclude<Parameters<z.ZodObject['refine']>[1], string | undefined>

export const newEvidenceForm = inEachLanguage(t => z.object({ formId: formId(), ...about(t), ...shows(t) })
  .refine(periodFits, { path: ['periodTo'], message: t('evidence.field.period_to.early') })
  .refine(periodBegins, { path: ['periodFrom'], message: t('evidence.field.period_to.alone') })
  .refine(...showsSomething(t))
  .refine(({ link, seenOn }) => link !== '' || seenOn === null, { path: ['link'], message: t('evidence.field.seen_on.alone') }))

export const editEvidenceForm = inEachLanguage(t => z.object({ version: readVersion(), ...about(t) })
  .refine(periodFits, { path: ['periodTo'], message: t('evidence.field.period_to.early') })
  .refine(periodBegins, { path: ['periodFrom'], message: t('evidence.field.period_to.alone') }))

export const moreEvidenceForm = inEachLanguage(t => z.object({ formId: formId(), ...shows(t) })
  .refine(...showsSomething(t))
  .refine(({ link, seenOn }) => link !== '' || seenOn === null, { path: ['link'], message: t('evidence.field.seen_on.alone') }))

export type AboutEvidence = Omit<z.output<ReturnType<typeof editEvidenceForm>>, 'version'>
export type ShowsEvidence = Pick<z.output<ReturnType<typeof moreEvidenceForm>>, 'note' | 'link' | 'seenOn'>

/** A plain address of a page: no script, no file, nobody's password in it. */
function isWebAddress(address: string): boolean {
  const url = /^https?:\/\/[^\s\\]+$/i.test(address) ? URL.parse(address) : null
  return url !== null && url.hostname !== '' && url.username === '' && url.password === ''
}
