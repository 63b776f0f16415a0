/**
 * merge orders and catalog
 *
 * Revision ID: d20c85b1f6e3
 * Revises: 61b7f3e9a0d4, 8e52d94c60af
 * Create Date: 2026-11-05T08:30:02.114Z
 */
import type { Op } from 'tsmig'

export const revision = 'd20c85b1f6e3'
export const downRevision = ['61b7f3e9a0d4', '8e52d94c60af']
export const branchLabels = null
export const dependsOn = null

export async function upgrade(_op: Op) {}

export async function downgrade(_op: Op) {}
