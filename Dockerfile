# The proxy and its page, on port 8787. Build: docker build -t shoji .
# Run:   docker run --read-only --cap-drop ALL -p 8787:8787 -e SHOJI_KEYS=<a long random key> shoji
# The layer with Shoji is at most 250 MB (test/verify/dockerfile.test.ts measures it); node:24-slim is below it.
# docs/operators/deploy-docker.md says how to pin this tag to a digest.
ARG NODE_IMAGE=node:24.21.0-slim
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN node scripts/setup.mjs && npm run -s pack:all -- --out /tarballs && node scripts/docker/lay-out.ts /tarballs /app

FROM ${NODE_IMAGE}
WORKDIR /app
COPY --from=build /app /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8787 \
    SHOJI_ONNX=native \
    ORT_DISABLE_TELEMETRY=1
USER node
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "node_modules/@shoji/cli/dist/main.js"]
CMD ["serve"]
