import type { Page } from 'playwright-core'
import type { TestBrowser } from './browser.ts'
import { anApplication, anOrganisation, aPersonWho, aRound, everythingWritten, signedIn } from './factories.ts'
import { jpegWithMarks } from './sample-files.ts'
import { aService } from './service.ts'

/** An application that its lead downloaded in a browser. */
export interface DownloadedPack {
  /** the paths of the downloaded files */
  zip: string
  pdf: string
  /** the bytes of `hours.txt` */
  hours: Buffer
  end(): Promise<void>
}

/** Writes an application with evidence, and downloads it with the links on its pages. */
export async function downloadedPack(browser: TestBrowser): Promise<DownloadedPack> {
  const service = await aService('sqlite')
  const hours = Buffer.from('Opening hours in five languages\n')
  const round = await aRound(service)
  const organisation = await anOrganisation(service)
  const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
  const application = await anApplication(service, organisation, { startedBy: lead, round })
  await everythingWritten(service, application, lead)
  const visitor = await signedIn(service, lead)
  const add = async (title: string, files: { name: string; content: Buffer }[]) => {
    await visitor.open(`/organisations/${organisation.id}/evidence/new`)
    await visitor.press('Add evidence', { title, showsPeople: 'no', files })
    const { id } = (await service.parts.db('answers').where({ application_id: application.id }).first('id'))!
    await service.database.writer('answer_evidence').insert({
      answer_id: id,
      evidence_id: visitor.address.split('/')[2]!,
      attached_at: service.clock.now(),
    })
  }
  await add('Hours in Ukrainian', [{ name: 'години.txt', content: Buffer.from('Години роботи\n') }])
  await add('Hours at the door', [
    { name: 'hours.txt', content: hours },
    { name: 'sign.jpg', content: await jpegWithMarks() },
  ])
  const baseURL = `http://127.0.0.1:${(service.server.address() as { port: number }).port}`
  const context = await browser.newPerson({ acceptDownloads: true, baseURL })
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: baseURL })))
  const page = await context.newPage()
  await page.goto(`/applications/${application.id}`)
  await page.getByRole('link', { name: 'Print or download the application' }).click()
  return {
    zip: await download(page, 'Download as ZIP, with the evidence'),
    pdf: await download(page, 'Download as PDF, without the evidence'),
    hours,
    end: () => service.end(),
  }
}

/** Clicks a link, and waits for the file. @returns its path */
async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  return file.path()
}

/** The text of a PDF without white space, because each reader breaks lines in different places. */
export const words = (pages: readonly string[]): string => pages.join('').replace(/\s+/gu, '')
