import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { rowChoices, type ImportRow, type RowChoice } from '../imports/import-row.store.ts'

/** A person's decision about one row. */
export interface Decision {
  number: number
  part: number
  choice: RowChoice
  /** the value of the row's `readField` */
  read: string
}

export const choiceField = ({ number, part }: Pick<Decision, 'number' | 'part'>): string => `choice-${number}-${part}`

/** The hidden field with what the page showed about one row: its `readValue`. */
export const readField = ({ number, part }: Pick<Decision, 'number' | 'part'>): string => `read-${number}-${part}`

/** Names the record that a question asks about, and the question's answer. */
export const readValue = ({ matchId, choice }: Pick<ImportRow, 'matchId' | 'choice'>): string =>
  `${matchId ?? ''} ${choice ?? ''}`

/** The keys of the rows for which a form has an answer, valid or not. */
export const rowsAnswered = (values: Record<string, unknown>): Pick<Decision, 'number' | 'part'>[] =>
  Object.entries(values).flatMap(([name, choice]) => {
    const found = /^choice-(\d{1,8})-([01])$/.exec(name)
    return found && choice !== '' ? [{ number: Number(found[1]), part: Number(found[2]) }] : []
  })

/**
 * Answers to questions about possible duplicates. The person can leave some questions for later, but must answer at
 * least one.
 */
export const choicesForm = inEachLanguage(t =>
  z
    .record(z.string(), z.unknown())
    .transform(values =>
      rowsAnswered(values).map(row => ({ ...row, choice: values[choiceField(row)], read: values[readField(row)] })),
    )
    .refine(given => given.length > 0, { path: ['choices'], message: t('imports.duplicates.none_chosen') })
    .refine(given => given.every(({ choice }) => rowChoices.some(each => each === choice)), {
      path: ['choices'],
      message: t('imports.duplicates.unknown'),
    })
    .transform(given => given as Decision[]),
)
