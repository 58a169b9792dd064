// Runs alone in a process of its own, started by document.ts: documents from elsewhere are looked through here and
// nowhere else. Plain JavaScript, so that it starts the same from source and from a build. It knows nothing of ours,
// gets no environment, and may open nothing but the folder that its files wait in.
import { answer } from './child-loop.mjs'
import { Refused, throughOffice, throughOpenDocument } from './inside/office.mjs'
import { pageAsPixels } from './inside/pdfium.mjs'
import { throughPdf } from './inside/pdf.mjs'

const through = type =>
  type === 'application/pdf' ? throughPdf : type.includes('openxmlformats') ? throughOffice : throughOpenDocument

const tasks = {
  /** Every part of it, unpacked within bounds; and what it says of itself. */
  'look through': async ({ from, type }) => ({ refused: null, properties: await through(type)(from) }),
  /** One page of a PDF as bare pixels, four bytes each, for the picture child to make a picture of. */
  'draw a page': async ({ from, to, page, longest }) => pageAsPixels(from, to, page, longest),
}

answer(tasks, problem => ({ refused: problem instanceof Refused ? problem.refusal : 'damaged' }))
