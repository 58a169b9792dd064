import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { rowChoices, type RowChoice } from '../imports/import-row.store.ts'

/** A person's decision about one row. */
export interface Decision {
  number: number
  part: number
  choice: RowChoice
}

export const choiceField = ({ number, part }: Pick<Decision, 'number' | 'part'>): string => `choice-${number}-${part}`

/**
 * Answers to questions about possible duplicates. The person can leave some questions for later, but must answer at
 * least one.
 */
export const choicesForm = inEachLanguage(t =>
  z
    .record(z.string(), z.unknown())
    .transform(values =>
      Object.entries(values).flatMap(([name, choice]) => {
        const found = /^choice-(\d{1,8})-([01])$/.exec(name)
        return found && choice !== '' ? [{ number: Number(found[1]), part: Number(found[2]), choice }] : []
      }),
    )
    .refine(given => given.length > 0, { path: ['choices'], message: t('imports.duplicates.none_chosen') })
    .refine(given => given.every(({ choice }) => rowChoices.some(each => each === choice)), {
      path: ['choices'],
      message: t('imports.duplicates.unknown'),
    })
    .transform(given => given as Decision[]),
)
