import { describe, expect, it } from 'vitest';
import { isTenants, ownSubfolder, plainFile, plainFolder, withinTenant } from './file-names.ts';
import { tenantOf } from './tenant.ts';

describe('a file’s name', () => {
  it('is read as the server reads it', () => {
    expect(plainFile('a cat (1).png', '', 'output')).toEqual({
      filename: 'a cat (1).png',
      subfolder: '',
      type: 'output',
    });
    expect(plainFile('cat.png [temp]', 'pets\\.\\x/', 'input')).toEqual({
      filename: 'cat.png',
      subfolder: 'pets/x',
      type: 'temp',
    });
  });

  it('may have 255 characters, in a folder of as long a name', () => {
    const long = 'x'.repeat(255);
    expect(plainFile(long, long, 'input')).toEqual({ filename: long, subfolder: long, type: 'input' });
    expect(() => plainFile('a', `${long}x`, 'input')).toThrow('A subfolder must be plain words');
  });

  it.each(['models', '', 'Input'])('is in no folder %j', (type) => {
    expect(() => plainFile('a.png', '', type)).toThrow(
      expect.objectContaining({ status: 400, message: 'type must be input, output or temp.' }),
    );
  });

  it('keeps a folder’s name in brackets that is not at its end', () => {
    expect(plainFile('cat [temp] x.png', '', 'input')).toMatchObject({
      filename: 'cat [temp] x.png',
      type: 'input',
    });
  });

  it.each([
    '',
    '.',
    '..',
    '.hidden',
    ' cat.png',
    '../cat.png',
    'a/cat.png',
    'a\\cat.png',
    'C:cat.png',
    'blake3:00',
    'cat.png\0',
    'cat.png [temp] [input]',
    'cat.png[output]',
    'x'.repeat(256),
  ])('is refused if it could mean another file: %j', (filename) => {
    expect(() => plainFile(filename, '', 'input')).toThrow();
  });

  it.each(['..', 'a/../b', 'a/..\\b', '~/..', 'a/.b', 'C:/x'])(
    'is refused with the folder %j',
    (subfolder) => {
      expect(() => plainFolder(subfolder)).toThrow();
    },
  );
});

describe('a tenant', () => {
  const [mine, theirs] = [tenantOf('mine'), tenantOf('theirs')];

  it('has folders and client ids that differ from other tenants’, and stay the same after a restart', () => {
    expect(tenantOf('mine').folder).toBe(mine.folder);
    expect(mine.folder).toMatch(/^shoji-[a-z]{16}$/);
    expect(mine.folder).not.toBe(theirs.folder);
    expect(new Set([mine.sid('a'), mine.sid('b'), theirs.sid('a')]).size).toBe(3);
  });

  it('recognises its folders only by their exact names', () => {
    expect(ownSubfolder(mine, withinTenant(mine, 'pets'))).toBe('pets');
    expect(ownSubfolder(mine, withinTenant(mine, ''))).toBe('');
    expect(ownSubfolder(mine, `${mine.folder}\\pets`)).toBe('pets');
    expect(ownSubfolder(mine, withinTenant(theirs, 'pets'))).toBeUndefined();
    expect(ownSubfolder(mine, `${mine.folder}s`)).toBeUndefined();
    for (const theirFolder of [`${theirs.folder}/pets`, `./${theirs.folder}`, '\\SHOJI-A'])
      expect(isTenants(theirFolder)).toBe(true);
    for (const other of ['pets', `pets/${theirs.folder}`]) expect(isTenants(other)).toBe(false);
  });
});
