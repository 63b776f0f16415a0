#!/usr/bin/env node
const { keepCode, load } = require('../dist/load-chunks.cjs')
process.on('exit', keepCode)
load('cli.cjs').main(process.argv.slice(2), `${__dirname}/../dist`)
