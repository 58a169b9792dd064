import { expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindOf } from '../../src/files/kind.ts'
import { openBrowser } from '../support/browser.ts'

const text =
  '<title>Our welcome</title><h1 id="top">Croeso ሰላም</h1><p>Turn off /JavaScript and /Launch in your reader.</p>' +
  '<a href="https://library.example/a">Our website</a> <a href="mailto:hello@library.example">Write to us</a>' +
  '<a href="#top">Top</a><form><label>Name <input name="name"></label><button>Send</button></form>'

test('a page that Chromium printed as a PDF is accepted as a file', async () => {
  const browser = await openBrowser()
  const folder = await mkdtemp(join(tmpdir(), 'printed-'))
  try {
    const page = await (await browser.newPerson()).newPage()
    await page.setContent(text)
    const printed = await page.pdf({ format: 'A4', tagged: true, outline: true })
    await writeFile(join(folder, 'it'), printed)
    expect(await kindOf(join(folder, 'it'), 'welcome.pdf')).toEqual({
      type: 'application/pdf',
      ending: 'pdf',
      properties: [{ property: 'title', text: 'Our welcome' }],
      attachments: 0,
    })
  } finally {
    await rm(folder, { recursive: true })
    await browser.close()
  }
})
