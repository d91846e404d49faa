// @ts-check
/** Finds a Chromium for the browser tests and the screenshots, and installs one where there is none. */

import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { run, say, tool } from './child.mjs'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
  'msedge',
]
const WAY_OUT = 'install Chromium or Google Chrome, or name one: CHROMIUM_PATH=/path/to/chromium'
const DOWNLOAD_LIMIT_MS = 120_000
const PACKAGE_LIMIT_MS = 600_000

/** System package managers that know Chromium, with what they have to be told. */
const PACKAGE_MANAGERS = [
  { program: 'apt-get', commands: [['update'], ['install', '-y', '--no-install-recommends', 'chromium']] },
  { program: 'dnf', commands: [['install', '-y', 'chromium']] },
  { program: 'apk', commands: [['add', '--no-cache', 'chromium']] },
]

/** Path of an installed Chromium, Chrome or Edge. Throws with a sentence that says what to do when there is none. */
export async function findBrowser() {
  const found = await lookForBrowser()
  if (found === undefined) throw new Error(`no Chromium was found: ${WAY_OUT}`)
  return found
}

/** As `findBrowser`, but installs one first where there is none: Playwright's own, else the system's. */
export async function ensureBrowser() {
  const found = await lookForBrowser()
  if (found !== undefined) return found
  say('no Chromium was found: installing one for the browser tests')
  await downloadPlaywrightBrowser()
  const downloaded = await lookForBrowser()
  if (downloaded !== undefined) return downloaded
  const reason = await installSystemBrowser()
  const installed = await lookForBrowser()
  if (installed === undefined)
    throw new Error(`no Chromium was found, and none could be installed (${reason}): ${WAY_OUT}`)
  return installed
}

async function lookForBrowser() {
  for (const variable of ['CHROMIUM_PATH', 'CHROME_PATH']) {
    const path = process.env[variable]
    if (path === undefined || path === '') continue
    if (await isExecutable(path)) return path
    throw new Error(`${variable} is "${path}", and no program is there: correct it or leave it out`)
  }
  for (const place of [...onPath(NAMES), ...usualPlaces()]) if (await works(place)) return place
  const place = await playwrightPlace()
  return (await works(place)) ? place : undefined
}

/** @param {readonly string[]} programs */
function onPath(programs) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const ending = process.platform === 'win32' ? '.exe' : ''
  return programs.flatMap((program) => folders.map((folder) => join(folder, program + ending)))
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform !== 'win32') return []
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '')
  const programs = [
    'Google/Chrome/Application/chrome.exe',
    'Chromium/Application/chrome.exe',
    'Microsoft/Edge/Application/msedge.exe',
  ]
  return folders.filter((folder) => folder !== '').flatMap((folder) => programs.map((program) => join(folder, program)))
}

/** Whether a browser is there and starts: on Linux it may be a stub of a snap, or lack libraries. @param {string} path */
async function works(path) {
  if (!(await isExecutable(path))) return false
  return process.platform !== 'linux' || (await run([path, '--version'])).code === 0
}

/** Where Playwright keeps the Chromium that it downloads. */
async function playwrightPlace() {
  const { chromium } = await import('playwright-core')
  return chromium.executablePath()
}

/** @param {string} path */
async function isExecutable(path) {
  return (
    path !== '' &&
    (await access(path, constants.X_OK).then(
      () => true,
      () => false,
    ))
  )
}

async function downloadPlaywrightBrowser() {
  const { code } = await run(tool('playwright-core', 'install', '--no-shell', 'chromium'), {
    timeoutMs: DOWNLOAD_LIMIT_MS,
    // a host that cannot be reached is told at once; the system's package follows
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
  })
  // a bare system lacks the libraries that it is linked with
  if (code === 0 && process.getuid?.() === 0 && !(await works(await playwrightPlace()))) {
    await run(tool('playwright-core', 'install-deps', 'chromium'), { timeoutMs: PACKAGE_LIMIT_MS })
  }
}

/** Installs the system's Chromium where we may. Returns why not, for the error's text. */
async function installSystemBrowser() {
  for (const { program, commands } of PACKAGE_MANAGERS) {
    const places = await Promise.all(onPath([program]).map(isExecutable))
    if (!places.includes(true)) continue
    const prefix = await rightsPrefix()
    if (prefix === undefined) return `${program} needs root`
    for (const args of commands) {
      const { code, output } = await run([...prefix, program, ...args], {
        timeoutMs: PACKAGE_LIMIT_MS,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
      if (code !== 0) return `${program} ${args[0]}: ${output.trim().split('\n').at(-1) ?? ''}`
    }
    return `${program} installed a package without a program`
  }
  return 'no package manager that has it'
}

/** What stands before a command that needs root, or undefined where we may not be root. */
async function rightsPrefix() {
  if (process.getuid?.() === 0) return []
  const { code } = await run(['sudo', '--non-interactive', 'true'])
  return code === 0 ? ['sudo', '--non-interactive'] : undefined
}
