interface PackageManager {
  /** What is written before the name of a package that is to be installed. */
  readonly install: string
  /** The command that has the install script of a package run, which may have been passed over. */
  rebuild(name: string): string
}

const npm: PackageManager = { install: 'npm install', rebuild: (name) => `npm rebuild ${name}` }

const others: Readonly<Record<string, PackageManager>> = {
  pnpm: { install: 'pnpm add', rebuild: () => 'pnpm approve-builds' },
  yarn: { install: 'yarn add', rebuild: (name) => `yarn rebuild ${name}` },
  bun: { install: 'bun add', rebuild: (name) => `bun pm trust ${name}` },
}

/** The one that the program was started through, which tells it by a variable: npm where none does. */
function packageManager(): PackageManager {
  const [name = ''] = (process.env.npm_config_user_agent ?? '').split('/', 1)
  return others[name] ?? npm
}

/** The command that installs a package, as in `npm install mysql2`. */
export function installCommand(name: string): string {
  return `${packageManager().install} ${name}`
}

/** The command that makes the binary of a package that is installed, as in `npm rebuild better-sqlite3`. */
export function rebuildCommand(name: string): string {
  return packageManager().rebuild(name)
}
