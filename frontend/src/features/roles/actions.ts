'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';

import { authorizedAction } from '@/auth/authorized-action';
import { doneHref } from '@/components/done';
import type { Api } from '@/lib/api';
import { roleHref } from '@/lib/hrefs';
import { PERMISSIONS, type Permission } from '@/lib/permissions';
import { ApiProblem } from '@/lib/problem';

import { grantsFrom, type Grants, type Role } from './grants';
import { savedDone } from './saved';

/** What a save answers when it neither saved and left nor failed: somebody else's version, to be looked at first. */
export interface RoleConflict {
  current: Role;
  yours: { name: string; grants: Grants };
}

const key = z.string().min(1).max(64);
const newKey = z
  .string()
  .trim()
  .toUpperCase()
  .min(1, 'roles.form.keyMissing')
  .regex(/^[A-Z][A-Z0-9_]{1,63}$/, 'roles.form.keyWrong');
const name = z.string().trim().min(1, 'roles.form.nameMissing').max(100, 'roles.form.nameTooLong');
const choice = z.enum(['none', 'own', 'any']);
/** One field a permission. All of them must be there: one that was left out would take the permission away unseen. */
const choices = Object.fromEntries(PERMISSIONS.map((permission) => [permission, choice])) as Record<
  Permission,
  typeof choice
>;

export const createRole = authorizedAction(
  { role: 'ADMIN', input: z.object({ key: newKey, name, ...choices }) },
  async ({ key: roleKey, name: roleName, ...chosen }, { api }) => {
    const created = await api.post('/v1/roles', {
      body: { key: roleKey, name: roleName, grants: grantsFrom(chosen) },
    });
    revalidatePath('/admin/roles');
    redirect(doneHref(roleHref(created.key), 'created'));
  },
);

/** Saves only over the version that the person saw; over another one they decide, with both before them. */
export const updateRole = authorizedAction(
  { role: 'ADMIN', input: z.object({ key, version: z.string().regex(/^\d{1,9}$/), name, ...choices }) },
  async ({ key: roleKey, version, name: newName, ...chosen }, { api }): Promise<RoleConflict> => {
    const after = { name: newName, grants: grantsFrom(chosen) };
    // The save counts for this version alone, so this is what the page was made of: it says what has changed.
    const before = await findRole(api, roleKey);
    try {
      await api.put('/v1/roles/{key}', {
        path: { key: roleKey },
        header: { 'If-Match': `"${version}"` },
        body: after,
      });
    } catch (error) {
      const current = isMismatch(error) ? await findRole(api, roleKey) : undefined;
      if (!current) throw error;
      return { current, yours: after };
    }
    revalidatePath('/admin/roles');
    redirect(doneHref(roleHref(roleKey), before ? savedDone(before, after) : 'saved'));
  },
);

export const deleteRole = authorizedAction(
  { role: 'ADMIN', input: z.object({ key }) },
  async ({ key: roleKey }, { api }) => {
    await api.delete('/v1/roles/{key}', { path: { key: roleKey } });
    revalidatePath('/admin/roles');
    redirect(doneHref('/admin/roles', 'deleted'));
  },
);

function isMismatch(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'version_mismatch';
}

async function findRole(api: Api, roleKey: string): Promise<Role | undefined> {
  const { items } = await api.get('/v1/roles');
  return items.find((role) => role.key === roleKey);
}
