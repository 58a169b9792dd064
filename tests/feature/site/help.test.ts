import { expect, test } from '@jest/globals'
import { aDraft, publishes } from '../../support/drafting.ts'
import { aService } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

test('help, accessibility and privacy can be read without signing in', async () => {
  const service = await aService('sqlite')
  const visitor = aVisitor(service)
  for (const [address, title] of [
    ['/help', 'Help'],
    ['/accessibility', 'Accessibility'],
    ['/privacy', 'Privacy'],
  ] as const) {
    await visitor.open(address)
    expect([visitor.status, visitor.headings[0], visitor.headings.length > 1]).toEqual([200, title, true])
  }
  await service.end()
})

test('people without an account can email the charity about accessibility and their data', async () => {
  const service = await aService('sqlite')
  const visitor = aVisitor(service)
  for (const address of ['/accessibility', '/privacy'])
    expect([address, (await visitor.open(address)).links.filter(({ href }) => href.startsWith('mailto:'))]).toEqual([
      address,
      [
        expect.objectContaining({
          text: 'Email City of Sanctuary',
          href: `mailto:${service.parts.config.contactEmail}`,
        }),
      ],
    ])
  await service.end()
})

test('help calls the criteria a working draft until the charity publishes its own', async () => {
  const service = await aService('sqlite')
  const visitor = aVisitor(service)
  const draft = await aDraft(service)
  await visitor.open('/help')
  expect(visitor.text).toContain('The criteria in this service are a working draft')
  await publishes(draft)
  await visitor.open('/help')
  expect(visitor.text).toContain('What is the award?')
  expect(visitor.text).not.toContain('working draft')
  await service.end()
})
