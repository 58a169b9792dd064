import { expect } from '@jest/globals'
import { docx, jpegWithMarks, pdf } from '../support/sample-files.ts'
import type { Walk } from './walk.ts'
import { valueOf } from './walker.ts'

/** Step 3: the lead and a contributor add a picture, documents, a link and a note as evidence. */
export async function addEvidence({ actor: { lead, contributor }, places: { organisation } }: Walk): Promise<void> {
  await contributor.open(`${organisation}/evidence`)
  await contributor.follow('Add evidence')
  await contributor.press('Add evidence', { title: '', kind: 'photo' }, 422)
  await contributor.press('Add evidence', {
    title: 'Welcome signs in seven languages',
    summary: 'The sign at each entrance says hello in the languages spoken around us.',
    items: await valueOf(contributor, 'items', 'E3 '),
    branches: [await valueOf(contributor, 'branches', 'Central'), await valueOf(contributor, 'branches', 'Northgate')],
    periodFrom: '2026-11-02',
    periodTo: '2027-02-20',
    files: [{ name: 'signs.jpg', mimeType: 'image/jpeg', buffer: await jpegWithMarks() }],
  })
  expect(await contributor.text()).toContain('“Welcome signs in seven languages” has been added')

  await contributor.open(`${organisation}/evidence/new`)
  await contributor.press('Add evidence', {
    title: 'Conversation mornings',
    kind: 'link',
    showsPeople: 'no',
    link: 'https://www.wexcombe.example/conversation',
    periodFrom: '2026-09-01',
  })
  await lead.open(`${organisation}/evidence`)
  await lead.follow('Add evidence')
  await lead.press('Add evidence', {
    title: 'Visits from the hotel on Quay Street',
    kind: 'statistic',
    note: '412 visits in 2026, counted by tally at the desk.',
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
  })
  await lead.open(`${organisation}/evidence/new`)
  await lead.press('Add evidence', {
    title: 'Joining without proof of address',
    kind: 'procedure',
    files: [
      { name: 'joining.pdf', mimeType: 'application/pdf', buffer: pdf },
      {
        name: 'desk-guide.docx',
        mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        buffer: docx,
      },
    ],
  })
  await lead.follow('joining.pdf', 'a download')
  await lead.open(`${organisation}/evidence`)
  for (const title of ['Welcome signs', 'Conversation mornings', 'Visits from the hotel', 'Joining without proof'])
    expect(await lead.text()).toContain(title)
}
