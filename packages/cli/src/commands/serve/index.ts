import { Command, Option } from 'commander';
import { withSharp } from '../../engine/with-sharp.ts';
import { parsePort, parseSeconds } from '../../options.ts';
import { EXIT } from '../../terminal/exit.ts';
import type { ServeFlags } from './flags.ts';
import { variableLines } from './variables.ts';

const HELP = `
Without any service named, everything runs in this process: rules, a prompt classifier, sample pictures, an image model.
Settings come from the configuration file, then from the environment, then from flags; the later one wins.

Environment:
${variableLines()}

The first SIGTERM or SIGINT lets running requests finish, for as long as --grace says, and refuses new ones; a second one
ends at once. Whatever supervises the server must wait longer before it kills (Kubernetes: terminationGracePeriodSeconds).
`;

/** `shoji serve`: the proxy on this machine. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve the page and the HTTP API.')
    .option('--config <file>', 'configuration file (shoji.config.ts, where there is one)')
    .option('--policy <preset>', 'strict, standard or mature')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .addOption(
      new Option('--port <number>', 'port to listen on (8787); 0 takes any free one').argParser(parsePort),
    )
    .addOption(
      new Option('--grace <seconds>', 'longest that running requests may go on after SIGTERM (60)').argParser(
        parseSeconds,
      ),
    )
    .option('--key <key...>', 'keys that callers must send, of at least 16 characters')
    .option('--insecure', 'listen to other machines without asking for a key')
    .option('--sagemaker <endpoint>', 'make pictures with Stable Diffusion on this SageMaker endpoint')
    .option('--comprehend <arn>', 'ask this Amazon Comprehend custom classifier about prompts')
    .option('--rekognition <region>', 'ask Amazon Rekognition in this Region about pictures')
    .option(
      '--upstream <protocol=url...>',
      'stand in front of a server: automatic1111=, comfyui=, openai=, sagemaker=, bedrock=',
    )
    .addHelpText('after', HELP)
    .action(async (flags: ServeFlags) => {
      const { serve } = await withSharp(() => import('./run.ts'));
      await serve(flags);
      process.exit(EXIT.ok);
    });
}
