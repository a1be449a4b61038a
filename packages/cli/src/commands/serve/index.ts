import { Command, Option } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';
import { parsePort, parseSeconds } from '../../options.ts';
import { EXIT } from '../../terminal/exit.ts';
import type { ServeFlags } from './flags.ts';
import { variableLines } from './variables.ts';

const HELP = `
Without other services, everything runs in this process: rules, a prompt classifier, sample pictures, an image moderator.
Flags override environment variables, which override the configuration file.

Environment:
${variableLines()}

After the first SIGTERM or SIGINT, running requests may finish within --grace, and new ones are refused; a second signal
ends the process at once. A supervisor must wait longer before it kills (Kubernetes: terminationGracePeriodSeconds).
`;

/** `shoji serve`: the proxy on this machine. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the page and the HTTP API.')
    .option('--config <file>', 'configuration file (default: shoji.config.ts, if it exists)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .addOption(
      new Option('--port <number>', 'port to listen on (default: 8787); 0 chooses a free one').argParser(
        parsePort,
      ),
    )
    .addOption(
      new Option(
        '--grace <seconds>',
        'maximum time for running requests after SIGTERM (default: 60)',
      ).argParser(parseSeconds),
    )
    .option('--key <key...>', 'keys that callers must send, at least 16 characters each')
    .option('--insecure', 'allow access from other machines without a key')
    .option(
      '--generator <protocol=url>',
      'generate pictures with this image server: automatic1111=, comfyui=, openai=',
    )
    .option('--sagemaker <endpoint>', 'generate pictures with Stable Diffusion on this SageMaker endpoint')
    .option('--comprehend <arn>', 'check prompts with this custom classifier of Amazon Comprehend')
    .option('--rekognition <region>', 'check pictures with Amazon Rekognition in this Region')
    .option('--blocked <file>', 'withhold the pictures of this list, made by shoji image hash')
    .option(
      '--upstream <protocol=url...>',
      'proxy an image server: automatic1111=, comfyui=, openai=, sagemaker=, bedrock=; auto finds those on this machine and generates with the first',
    )
    .option('--no-discover', 'do not look for image servers on this machine')
    .addHelpText('after', HELP)
    .action(async (flags: ServeFlags) => {
      const { serve } = await withSharp(() => import('./run.ts'));
      await serve(flags);
      process.exit(EXIT.ok);
    });
}
