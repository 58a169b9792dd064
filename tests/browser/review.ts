import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { axeFindings } from '../support/browser.ts'

/** Looks over each page once for each role: what is wrong with it is kept until the end, so that one walk tells all. */
export interface Review {
  readonly findings: string[]
  readonly seen: Map<string, number>
  look(page: Page, role: string): Promise<void>
}

const phone = { width: 360, height: 780 }
const narrowest = { width: 320, height: 640 }

/** @param scripts whether axe can judge: it is a script itself */
export function aReview({ scripts }: { scripts: boolean }): Review {
  const findings: string[] = []
  const seen = new Map<string, number>()
  const shots = process.env.WALK_SHOTS ? join(process.env.WALK_SHOTS, scripts ? 'scripts' : 'none') : null
  return {
    findings,
    seen,
    async look(page, role) {
      const { title, headings, state } = await whatIsOn(page)
      const which = `${role} at ${patternOf(page.url())}: ${headings.join(' | ')}`
      const key = `${role} ${patternOf(page.url())} ${state}`
      if (headings.length !== 1) findings.push(`${which}: it has ${headings.length} h1`)
      if (title.trim() === '') findings.push(`${which}: it has no title`)
      seen.set(key, (seen.get(key) ?? 0) + 1)
      if (seen.get(key)! > 1) return
      const usual = page.viewportSize()!
      for (const size of scripts ? [usual, phone] : [usual]) {
        if (size !== usual) await page.setViewportSize(size)
        if (scripts)
          findings.push(...(await axeFindings(page)).map(finding => `${which}, ${size.width} wide: ${finding}`))
        if (shots)
          await shoot(
            page,
            shots,
            `${String(seen.size).padStart(3, '0')} ${role} ` +
              `${patternOf(page.url()).slice(1).replaceAll('/', '_')} ${size.width}`,
          )
      }
      await page.setViewportSize(narrowest)
      const width = await page.evaluate(() => (globalThis as unknown as InThePage).document.documentElement.scrollWidth)
      if (width > narrowest.width) findings.push(`${which}: at ${narrowest.width} it is ${width} wide`)
      await page.setViewportSize(usual)
    },
  }
}

/** What of a page's own document is asked here; the types of the project know of none. */
interface Part {
  tagName: string
  textContent: string | null
  innerText: string
  scrollWidth: number
  getAttribute(name: string): string | null
  querySelectorAll(which: string): Iterable<Part>
}
interface InThePage {
  document: Pick<Part, 'querySelectorAll'> & {
    title: string
    documentElement: Part
    querySelector(which: string): Part | null
  }
}

/**
 * The same page differs by what can be done on it, and by its parts; not by a day or a number in them. Asked of the
 * page, as a locator would bring all that it needs into it first.
 */
const whatIsOn = (page: Page): Promise<{ title: string; headings: string[]; state: string }> =>
  page.evaluate(() => {
    const { document } = globalThis as unknown as InThePage
    const main = document.querySelector('main')!
    const forms = [...main.querySelectorAll('form')].map(form =>
      (form.getAttribute('action') ?? '').replace(/[a-z2-7]{20}/g, ':id'),
    )
    const parts = [...main.querySelectorAll('h2, .govuk-error-summary')].map(part =>
      part.tagName === 'H2' ? part.textContent!.trim().replace(/\d+( [A-Z][a-z]+ \d{4})?/g, 'n') : 'errors',
    )
    return {
      title: document.title,
      headings: [...document.querySelectorAll('h1')].map(({ innerText }) => innerText),
      state: [...new Set([...forms, ...parts])].sort().join('|'),
    }
  })

/** An address with what differs from thing to thing taken out. */
export const patternOf = (url: string): string =>
  new URL(url).pathname
    .replace(/\/[a-z2-7]{20}(?=\/|$)/g, '/:id')
    .replace(/\/(criteria|appraisal|meeting|verify)\/[^/]+/, '/$1/:code')
    .replace(/\/(invitations|seats)\/[^/]{30,}/, '/$1/:token')

async function shoot(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
