import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { lifecycleDocuments } from '../../scripts/lifecycle.ts'
import { permissionsText } from '../../scripts/permissions.ts'
import { applicationMoves } from '../../src/domain/application.ts'
import { awardMoves } from '../../src/domain/award.ts'
import { allPermissions } from '../../src/domain/permissions.ts'

const documents: Record<string, string> = { ...lifecycleDocuments(), 'docs/security/permissions.md': permissionsText() }

test.each(Object.entries(documents))(
  '%s is up to date (if not, run npm run lifecycle or npm run permissions)',
  (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text)
  },
)

test('every move is in docs/lifecycle.md, and every permission in docs/security/permissions.md', () => {
  const lifecycle = documents['docs/lifecycle.md']!
  expect(
    [...Object.keys(applicationMoves), ...Object.keys(awardMoves)].filter(move => !lifecycle.includes(`\`${move}\``)),
  ).toEqual([])
  expect(
    allPermissions.filter(permission => !documents['docs/security/permissions.md']!.includes(`\`${permission}\``)),
  ).toEqual([])
})
