import { expect, test } from '@jest/globals'
import { join } from 'node:path'
import { askForPdf } from '../../src/files/typeset.ts'
import { longTest } from '../support/long-run.ts'

const workspace = join(import.meta.dirname, 'typeset')
const pdfOf = (template: string) => askForPdf({ task: 'typeset', workspace, template, data: {}, seconds: 0 })

longTest('a process that takes too long over a document is killed, and the next document is made', async () => {
  const slow = pdfOf('slow.typ')
  const others = await Promise.all([pdfOf('quick.typ'), pdfOf('quick.typ')])
  expect(others.map(answer => 'said' in answer && typeof answer.said.pdf)).toEqual(['string', 'string'])
  expect(await slow).toMatchObject({ ended: expect.stringMatching(/^too/) })
  expect('said' in (await pdfOf('quick.typ'))).toBe(true)
})

test('the process reports a template with an error, and then typesets the next one', async () => {
  expect(await pdfOf('wrong.typ')).toMatchObject({ said: { refused: 'the template could not be compiled' } })
  expect('said' in (await pdfOf('quick.typ'))).toBe(true)
})
