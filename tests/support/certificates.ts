import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate authority for tests, made with openssl. */
export interface Authority {
  /** the file with the authority's certificate */
  path: string
  certify(host: string): { key: string; cert: string }
}

export function ownAuthority(folder: string): Authority {
  const own = mkdtempSync(join(folder, 'authority-'))
  const at = (name: string) => join(own, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const
  openssl('req', '-x509', ...newKey, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=Test', '-days', '2')
  let certificates = 0
  return {
    path: at('ca.pem'),
    certify(host) {
      certificates += 1
      const [key, request, extensions, cert] = ['key', 'csr', 'ext', 'pem'].map(end => at(`${certificates}.${end}`))
      openssl('req', ...newKey, '-keyout', key!, '-out', request!, '-subj', `/CN=${host}`)
      writeFileSync(extensions!, `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}\n`)
      const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', extensions!]
      openssl('x509', '-req', '-in', request!, ...signing, '-days', '1', '-out', cert!)
      return { key: readFileSync(key!, 'utf8'), cert: readFileSync(cert!, 'utf8') }
    },
  }
}
