// npm would ignore the lockfile and the build-script rules; the two README commands use pnpm by themselves.
const agent = process.env.npm_config_user_agent ?? '';
if (!agent.startsWith('pnpm/')) {
  console.error(
    'Shoji installs with pnpm. Run `npm start` or `npm test`: both bring pnpm and install everything.',
  );
  process.exit(1);
}
