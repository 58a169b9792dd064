import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { parseForm } from '../../src/web/parse-form.ts'

const period = z
  .object({ from: z.string(), to: z.string(), title: z.string().min(1, 'Enter a title') })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'Enter an end after the start', when: () => true })

test('errors are listed in the order of the fields, including errors of rules about several fields', () => {
  const { form } = parseForm(period, { from: '2', to: '1', title: '' })
  expect(form?.errors).toEqual([
    { field: 'to', message: 'Enter an end after the start' },
    { field: 'title', message: 'Enter a title' },
  ])
})
