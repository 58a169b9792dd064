import type { Typed } from './person.ts'
import type { Service } from './service.ts'
import { aVisitor, type Visitor } from './visitor.ts'

/**
 * Sends what a person typed on the open page, as the script of the page does.
 * @param form the person who opened the page, and the address of the form
 */
export async function autosaves(
  service: Service,
  page: Visitor,
  typed: Typed,
  form: { as: { id: string }; at: string },
): Promise<{ status: number; answer: { savedAt: string; text: string; editing: string } | null }> {
  const script = aVisitor(service, { Accept: 'application/json' })
  for (const [name, value] of page.cookies) script.cookies.set(name, value)
  const hidden = page
    .$('form:has(input[name=workingPage]) input[type=hidden]')
    .get()
    .map(input => [page.$(input).attr('name')!, page.$(input).attr('value') ?? ''] as const)
    .filter(([name]) => name !== 'idempotencyKey')
  await script.send(`${form.at}/working-copy`, { ...Object.fromEntries(hidden), workingPerson: form.as.id, ...typed })
  const isKept = script.status === 200
  return { status: script.status, answer: isKept ? JSON.parse(script.content.toString()) : null }
}
