import { Command } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';

const HELP = `
Examples:
  shoji image hash portrait.png >> blocked.txt          add a picture to a list
  shoji serve --blocked blocked.txt                     withhold the pictures of the list
  shoji check-image --config shoji.config.ts copy.jpg   see whether a copy is found

A line has the hash and, after two spaces, the name of the file as a note. From a hash nobody can see the picture. Copies
are found that were scaled, saved as JPEG, mirrored, or cropped by up to 5 % of each side.`;

/** `shoji image`: hashes of pictures, for a list of blocked ones. */
export function imageCommand(): Command {
  const hash = new Command('hash')
    .description('Print a line for each picture, for a list of blocked pictures.')
    .argument('<file...>', 'the pictures: PNG, JPEG, WebP or GIF')
    .action(async (files: readonly string[]) => {
      const { hashPictures } = await withSharp(() => import('./hash.ts'));
      process.exitCode = await hashPictures(files);
    });
  return new Command('image')
    .description('Make a list of blocked pictures.')
    .addHelpText('after', HELP)
    .addCommand(hash);
}
