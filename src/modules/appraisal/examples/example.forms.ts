import { z } from 'zod'
import { regions } from '../../../domain/example.ts'
import { oneOf, readVersion, someOf, text, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

export const maxAnswer = 10_000

/** @param criteria the ids of the criteria from which an example can be made */
export const prepareForm = (t: T, criteria: readonly string[]) =>
  z.object({
    region: oneOf(regions, t('examples.prepare.region.missing')),
    criteria: someOf(criteria, t('examples.prepare.unknown')).refine(
      ({ length }) => length > 0,
      t('examples.prepare.missing'),
    ),
  })
export type PrepareGiven = z.output<ReturnType<typeof prepareForm>>

export const textForm = inEachLanguage(t =>
  z.object({ version: readVersion(), answer: text(t, t('examples.text.missing'), maxAnswer) }),
)
export type TextGiven = z.output<ReturnType<typeof textForm>>

export const publishForm = inEachLanguage(t =>
  z.object({ version: readVersion(), read: tick().refine(value => value, t('examples.publish.read.missing')) }),
)
