/** npm runs scripts in the package's folder. */
export const packageRoot = process.env.npm_config_local_prefix ?? process.cwd()
