import { expect, test } from '@jest/globals'
import { readConfig } from '../../src/config.ts'

const settings = {
  BASE_URL: 'http://localhost:3000',
  SMTP_URL: 'smtp://127.0.0.1:25',
  SCANNER: 'none',
  SESSION_SECRET: 'x'.repeat(32),
}

test.each([
  [{ BASE_URL: 'sanctuary.example.org' }, 'BASE_URL must be the address people use'],
  [{ TRUSTED_PROXIES: '9' }, 'TRUSTED_PROXIES must be a whole number from 0 to 5'],
  [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535'],
  [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL must be "debug", "info", "warn", "error" or "silent"'],
  [{ CLAMD_URL: 'tcp://127.0.0.1:3310' }, 'Set CLAMD_URL or SCANNER=none, not both'],
])('%j and another wrong setting are both refused, each with a sentence that names the setting', (wrong, sentence) => {
  const read = () => readConfig({ ...settings, CONTACT_EMAIL: 'nobody', ...wrong })
  expect(read).toThrow(sentence)
  expect(read).toThrow('CONTACT_EMAIL must be one email address')
})

test('spaces and carriage returns around a value are ignored', () => {
  const withReturns = Object.fromEntries(Object.entries({ ...settings, JOBS: 'worker' }).map(([k, v]) => [k, `${v}\r`]))
  expect(readConfig({ ...withReturns, PORT: '\r' })).toMatchObject({
    jobsInProcess: false,
    scanner: 'none',
    port: 3000,
  })
})
